import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { scenarioNames } from '../../../practice/attack/scenario-names-table.js';
import { languages } from '../../../practice/play/text.js';
import type { Play } from '../practice-room.js';
import { begin, makeIncident, move, playOf } from '../practice-room.js';
import { answers, list, said } from '../wire.js';
import type { Workspace } from '../workspace.js';

const lang = z.enum(languages).default('en');
const play = z.custom<Play>().openapi({ type: 'object' });
const shown = createRoute({
  method: 'get',
  path: '/api/practice',
  request: { query: z.object({ lang }) },
  responses: answers(
    z.object({ scenarios: list(z.object({ slug: z.string(), title: said })), play }),
    'The scenarios, and where the exercise of this case stands',
  ),
});

const json = <T extends z.ZodType>(schema: T): { required: true; content: { 'application/json': { schema: T } } } => ({
  required: true,
  content: { 'application/json': { schema } },
}); // prettier-ignore

const make = createRoute({
  method: 'post',
  path: '/api/practice/incident',
  request: {
    body: json(z.object({ scenario: z.string().max(100), seed: z.number().int().min(0).max(4_294_967_295) })),
  },
  responses: answers(z.object({ made: z.literal(true) }), 'A practice incident is made and added to the case, which must be empty'),
}); // prettier-ignore

const moved = createRoute({
  method: 'post',
  path: '/api/practice',
  request: {
    query: z.object({ lang }),
    body: json(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('begin') }),
        z.object({ kind: z.literal('answer'), input: z.union([z.string().max(2000), z.array(z.string().max(200)).max(50)]) }),
        z.object({ kind: z.literal('hint') }),
        z.object({ kind: z.literal('pass') }),
      ]),
    ),
  },
  responses: answers(z.object({ play }), 'Where the exercise stands now; an answer that is not understood costs nothing'),
}); // prettier-ignore

/** The exercise (W-83). */
export const practiceRoutes = (workspace: Workspace) =>
  new OpenAPIHono()
    .openapi(shown, async (c) =>
      c.json({ scenarios: scenarioNames, play: await playOf(workspace, c.req.valid('query').lang) }, 200),
    )
    .openapi(make, async (c) => {
      await makeIncident(workspace, c.req.valid('json'));
      return c.json({ made: true as const }, 200);
    })
    .openapi(moved, async (c) => {
      const { lang: language } = c.req.valid('query');
      const done = c.req.valid('json');
      await (done.kind === 'begin' ? begin(workspace, language) : move(workspace, done, language));
      return c.json({ play: await playOf(workspace, language) }, 200);
    }); // prettier-ignore
