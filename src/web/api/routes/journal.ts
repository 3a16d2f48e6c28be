import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { parseTime } from '../../../output/time.js';
import { markable } from '../../../scope/marking.js';
import { markToWrite, noteToWrite } from '../../../scope/marks.js';
import { answers, list, time, wireTime } from '../wire.js';
import type { Workspace } from '../workspace.js';

const text = z.string().trim().min(1).max(4000);
const done = z.object({ revision: z.number() });
const json = <T extends z.ZodType>(schema: T): { body: { required: true; content: { 'application/json': { schema: T } } } } => ({
  body: { required: true, content: { 'application/json': { schema } } },
}); // prettier-ignore

const mark = createRoute({
  method: 'post',
  path: '/api/marks',
  request: json(
    z.object({
      /** `session:…`, `ip:…` or `finding:…` */
      what: text,
      /** user, attacker, ours, expected, none */
      as: text,
      why: z.string().max(4000).default(''),
    }),
  ),
  responses: answers(done, 'The mark is kept; the incident is made anew'),
});

const note = createRoute({
  method: 'post',
  path: '/api/notes',
  request: json(z.object({ text, at: z.string().optional() })),
  responses: answers(done, 'The note is kept, and stands in the timeline'),
});

const journal = createRoute({
  method: 'get',
  path: '/api/journal',
  responses: answers(
    list(z.object({ at: time, author: z.string(), kind: z.string(), text: z.string() })),
    'What was done in the case, and by whom',
  ),
});

/** What people say of the case: kept in the journal, never changed. */
export const journalRoutes = (workspace: Workspace) => {
  const { opened, author, now } = workspace;
  const { store } = opened;
  const at = (): bigint => BigInt(now().getTime()) * 1000n;
  return new OpenAPIHono()
    .openapi(mark, async (c) => {
      const { what, as, why } = c.req.valid('json');
      await workspace.document();
      await workspace.change(async () => {
        const thing = await markable(store, what, as);
        await store.write(markToWrite({ ...thing, why, by: author, at: at() }));
      });
      return c.json({ revision: workspace.status().revision }, 200);
    })
    .openapi(note, async (c) => {
      const { text: words, at: when } = c.req.valid('json');
      const written = at();
      const time = when === undefined ? written : parseTime(when, 'the time');
      await workspace.change(() => store.write(noteToWrite({ at: time, text: words, by: author, written }))); // prettier-ignore
      return c.json({ revision: workspace.status().revision }, 200);
    })
    .openapi(
      journal,
      async (c) =>
      c.json((await store.journal()).map((entry) => ({ at: wireTime(entry.at) ?? '', author: entry.author, kind: entry.kind, text: entry.text })), 200), // prettier-ignore
    );
};
