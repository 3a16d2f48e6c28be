import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { KonsekiError } from '../../../errors.js';
import { severities } from '../../../model/finding.js';
import { stages } from '../../../model/stage.js';
import type { FindingFilter, StoredFinding } from '../../../store/detection.js';
import { answers, list, said, time, wireTime } from '../wire.js';
import type { Workspace } from '../workspace.js';

const finding = z.object({
  id: z.string(),
  rule: z.string(),
  title: said,
  stage: z.enum(stages),
  trace: z.string(),
  severity: z.enum(severities),
  level: z.enum(severities),
  raised: said.nullable(),
  said,
  description: z.string(),
  first: time.nullable(),
  last: time.nullable(),
  users: list(z.string()),
  targets: list(z.string()),
  sessions: list(z.string()),
  ips: list(z.string()),
  countries: list(z.string()),
  userAgents: list(z.string()),
  apps: list(z.string()),
  techniques: list(z.string()),
  rows: list(z.string()),
  falsePositives: list(said),
  check: list(said),
  eventCount: z.number(),
});
export type WireFinding = z.infer<typeof finding>;

const all = createRoute({
  method: 'get',
  path: '/api/findings',
  request: {
    query: z.object({
      severity: z.enum(severities).optional(),
      stage: z.enum(stages).optional(),
      user: z.string().optional(),
      session: z.string().optional(),
      order: z.enum(['severity', 'stage', 'time']).default('severity'),
      limit: z.coerce.number().int().min(1).max(5000).default(1000),
    }),
  },
  responses: answers(
    z.object({ total: z.number(), findings: list(finding) }),
    'Findings, the gravest first',
  ),
});

const one = createRoute({
  method: 'get',
  path: '/api/finding',
  request: { query: z.object({ id: z.string().min(3) }) },
  responses: answers(
    z.object({ finding, events: list(z.string()) }),
    'One finding and the events that prove it',
  ),
});

function wireFinding(stored: StoredFinding): WireFinding {
  return {
    ...stored,
    raised: stored.raised ?? null,
    first: wireTime(stored.first),
    last: wireTime(stored.last),
  };
}

/** What rules and analysers found. */
export const findingRoutes = (workspace: Workspace) => {
  const { store } = workspace.opened;
  return new OpenAPIHono()
    .openapi(all, async (c) => {
      const { severity, stage, user, session, order, limit } = c.req.valid('query');
      const filter: FindingFilter = {
        ...(severity === undefined ? {} : { severity }),
        ...(stage === undefined ? {} : { stage: [stage] }),
        ...(user === undefined ? {} : { user: [user] }),
        ...(session === undefined ? {} : { session: [session] }),
      };
      const found = await store.findings({ filter, order, limit });
      return c.json({ total: await store.countFindings(filter), findings: found.map(wireFinding) }, 200); // prettier-ignore
    })
    .openapi(one, async (c) => {
      const { id } = c.req.valid('query');
      const [found] = await store.findings({ filter: { id }, order: 'severity', limit: 1 });
      if (found === undefined)
        throw new KonsekiError(`The case has no finding "${id}".`, { code: 'not-found', hint: 'Findings are made anew when evidence or rules change: look at the list again.' }); // prettier-ignore
      const events = (await store.findingEvents([found.id], 2000)).get(found.id) ?? [];
      return c.json({ finding: wireFinding(found), events: events.map(({ eventId }) => eventId) }, 200); // prettier-ignore
    });
};
