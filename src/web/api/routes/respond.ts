import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { KonsekiError } from '../../../errors.js';
import { zipOf } from '../../../output/bundle/zip.js';
import type { Language } from '../../../output/language/translate.js';
import { languages } from '../../../output/language/translate.js';
import { scriptFiles } from '../../../output/respond/files.js';
import type { Plan } from '../../../output/respond/plan.js';
import { planOf, stepsOf } from '../../../output/respond/plan.js';
import { recordOf } from '../../../output/respond/record.js';
import { statesIn, stateToWrite, stepPhases, stepStates } from '../../../output/respond/states.js';
import { planJson } from '../../../output/respond/view.js';
import { answers, list } from '../wire.js';
import type { Workspace } from '../workspace.js';

const step = z.object({
  no: z.number(),
  id: z.string(),
  step: z.string(),
  kind: z.string().nullable(),
  title: z.string(),
  state: z.enum(['todo', 'done', 'not-needed', 'reopened']),
  because: z.string(),
  removal: z.enum(['todo', 'done']).nullable(),
  findings: list(z.object({ id: z.string(), title: z.string() })),
  events: list(z.string()),
  // Of the recipe, where there is one.
  why: z.string().optional(),
  save: z.string().optional(),
  portal: list(z.string()).optional(),
  undo: z.string().optional(),
  verify: z.string().optional(),
  reach: z.string().optional(),
  role: z.string().optional(),
  licence: z.string().optional(),
  powershell: z
    .object({ variables: list(z.string()), save: z.string(), contain: z.string(), remove: z.string().nullable(), verify: z.string() })
    .optional(),
  graph: list(z.object({ phase: z.string(), method: z.string(), url: z.string(), body: z.unknown(), permission: z.string() })).optional(),
}); // prettier-ignore
const plan = z.object({
  incident: z.string(),
  parts: list(
    z.object({
      user: z.string().nullable(),
      privileged: z.string().nullable(),
      steps: list(step),
      unasked: list(z.object({ row: z.string(), title: z.string(), state: z.enum(['not-needed', 'todo']), because: z.string() })),
    }),
  ),
}); // prettier-ignore

const query = z.object({ lang: z.enum(languages).default('en'), incident: z.string().optional() });
const shown = createRoute({
  method: 'get',
  path: '/api/respond',
  request: { query },
  responses: answers(z.object({ plan: plan.nullable() }), 'The response plan; null without an incident'),
}); // prettier-ignore

const told = createRoute({
  method: 'post',
  path: '/api/respond',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            /** Id of the step's action. */
            action: z.string(),
            state: z.enum(stepStates),
            phase: z.enum(stepPhases).default('contain'),
            note: z.string().trim().max(4000).default(''),
            incident: z.string().optional(),
          }),
        },
      },
    },
  },
  responses: answers(z.object({ revision: z.number() }), 'The state is kept in the journal'),
});

/** The response plan and what became of its steps; as `konseki respond`. */
export const respondRoutes = (workspace: Workspace) => {
  const { opened, author, now } = workspace;
  const { store } = opened;
  const planFor = async (wanted: string | undefined, language: Language): Promise<Plan | undefined> => {
    const document = await workspace.document();
    const incident = document.incidents.find(({ id }) => id === wanted) ?? document.incidents[0];
    return incident === undefined ? undefined : planOf(document, incident, statesIn(await store.journal()), language);
  }; // prettier-ignore
  const app = new OpenAPIHono();
  app.get('/api/respond/scripts', async (c) => {
    const { lang, incident } = query.parse(c.req.query());
    const made = await planFor(incident, lang);
    if (made === undefined)
      throw new KonsekiError('There is no plan to write scripts for.', { code: 'not-found', hint: 'The case has no incident.' }); // prettier-ignore
    const files = scriptFiles(made, lang).map(({ name, text }) => ({ name, bytes: Buffer.from(text) })); // prettier-ignore
    return c.body(new Uint8Array(zipOf(files)), 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': 'attachment; filename="response-scripts.zip"',
    });
  });
  return app
    .openapi(shown, async (c) => {
      const { lang, incident } = c.req.valid('query');
      const made = await planFor(incident, lang);
      return c.json({ plan: made === undefined ? null : plan.parse(planJson(made, lang)) }, 200);
    })
    .openapi(told, async (c) => {
      const { action, incident, ...said } = c.req.valid('json');
      const made = await planFor(incident, 'en');
      const found = made === undefined ? undefined : stepsOf(made).find((one) => one.action.id === action); // prettier-ignore
      if (found === undefined)
        throw new KonsekiError(`The plan has no step "${action}".`, { code: 'not-found', hint: 'The plan may have changed: look at it again.' }); // prettier-ignore
      const record = recordOf(found, { ...said, by: author, at: BigInt(now().getTime()) * 1000n });
      await workspace.change(() => store.write(stateToWrite(record)));
      return c.json({ revision: workspace.status().revision }, 200);
    });
};
