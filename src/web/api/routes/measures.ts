import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { answersOf } from '../../../measures/effect/answers.js';
import { planProducts } from '../../../measures/logs/licences-table.js';
import { readinessOf } from '../../../measures/logs/readiness.js';
import { sources } from '../../../model/event.js';
import type { MeasureAnswer, ReadinessPlan } from '../../../model/measure.js';
import { answers, list } from '../wire.js';
import type { Workspace } from '../workspace.js';

const measures = createRoute({
  method: 'get',
  path: '/api/measures',
  request: { query: z.object({ incident: z.string().optional() }) },
  responses: answers(
    z.object({ measures: z.custom<readonly MeasureAnswer[]>().openapi({ type: 'array', items: { type: 'object' } }) }),
    'Which measure would have stopped, ended or shown which step; empty without an incident',
  ),
}); // prettier-ignore

const plan = createRoute({
  method: 'get',
  path: '/api/plan',
  request: {
    query: z.object({
      /** With commas. */
      licence: z.string().default(''),
      incident: z.string().optional(),
    }),
  },
  responses: answers(
    z.object({ licences: list(z.string()), plan: z.custom<ReadinessPlan>().openapi({ type: 'object' }) }),
    'Which logs there are under these licences, and until when each must be fetched',
  ),
}); // prettier-ignore

/** Before and after the incident: the logs there are, and the measures that would have helped. */
export const measureRoutes = (workspace: Workspace) =>
  new OpenAPIHono()
    .openapi(measures, async (c) => {
      const { incidents } = await workspace.document();
      const wanted = c.req.valid('query').incident;
      const incident = incidents.find(({ id }) => id === wanted) ?? incidents[0];
      return c.json({ measures: incident === undefined ? [] : answersOf(incident) }, 200);
    })
    .openapi(plan, async (c) => {
      const { licence, incident: wanted } = c.req.valid('query');
      const empty = (await workspace.opened.store.evidence()).length === 0;
      const document = empty ? undefined : await workspace.document();
      const incident = document?.incidents.find(({ id }) => id === wanted) ?? document?.incidents[0]; // prettier-ignore
      const made = readinessOf({
        licences: licence.split(',').filter((name) => name.trim() !== ''),
        now: workspace.now().getTime(),
        ...(incident === undefined ? {} : { start: Date.parse(incident.window.from), end: Date.parse(incident.window.to) }),
        ...(document === undefined ? {} : { coverage: document.coverage.flatMap(({ source, first, last }) => {
          const name = sources.find((one) => one === source);
          return name === undefined ? [] : [{ source: name, first, last }];
        }) }),
      }); // prettier-ignore
      return c.json({ licences: Object.keys(planProducts), plan: made }, 200);
    });
