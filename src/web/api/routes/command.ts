import { OpenAPIHono, z } from '@hono/zod-openapi';
import { streamText } from 'hono/streaming';
import type { Workspace } from '../workspace.js';

/** What the command line says while it runs: one JSON value a line. */
export const commandLine = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ code: z.number() }),
]);

const asked = z.object({
  argv: z.array(z.string()).max(10_000),
  cwd: z.string(),
  columns: z.number().int().positive().optional(),
  outIsTerminal: z.boolean(),
  errIsTerminal: z.boolean(),
  env: z.record(z.string(), z.string()),
});
export type CommandAsked = z.infer<typeof asked>;

/** Runs one command line in this process, which has the case open. @returns its exit code */
export type RunCommand = (
  command: CommandAsked,
  tell: { readonly out: (text: string) => Promise<void>; readonly err: (text: string) => void },
) => Promise<number>;

/**
 * Commands on the case that is served run here, since DuckDB admits one process (DESIGN.md §7). Only with the token
 * itself: a browser, which has a cookie, cannot ask for this.
 */
export function commandRoutes(workspace: Workspace, run: RunCommand): OpenAPIHono {
  const app = new OpenAPIHono();
  app.post('/api/command', async (c) => {
    if (c.req.header('authorization') === undefined) return c.text('For the command line only.', 403); // prettier-ignore
    const command = asked.parse(await c.req.json());
    return streamText(c, async (stream) => {
      const say = async (line: z.infer<typeof commandLine>): Promise<void> => {
        await stream.write(`${JSON.stringify(line)}\n`);
      };
      let code = 70;
      await workspace.change(async () => {
        code = await run(command, {
          out: (text) => say({ out: text }),
          err: (text) => void say({ err: text }),
        });
      });
      await say({ code });
    });
  });
  return app;
}
