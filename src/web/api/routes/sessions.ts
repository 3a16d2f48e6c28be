import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { severities } from '../../../model/finding.js';
import { sources } from '../../../model/event.js';
import { stages } from '../../../model/stage.js';
import { verdicts } from '../../../model/incident.js';
import type { SessionView } from '../../../scope/sessions.js';
import { oneSession, sessionFlow, viewSessions } from '../../../scope/sessions.js';
import type { JudgedStrand } from '../../../scope/verdict.js';
import { answers, list, row, said, time, wireRow, wireTime } from '../wire.js';
import type { Workspace } from '../workspace.js';

const signal = z.object({
  signal: z.string(),
  weight: z.number(),
  said,
  events: list(z.string()),
});
const strand = z.object({
  no: z.number(),
  verdict: z.enum(verdicts),
  weight: z.number(),
  network: z.string(),
  asOrg: z.string().nullable(),
  client: z.string(),
  first: time.nullable(),
  last: time.nullable(),
  events: z.number(),
  ips: list(z.string()),
  countries: list(z.string()),
  userAgents: list(z.string()),
  apps: list(z.string()),
  signals: list(signal),
  findings: list(z.object({ id: z.string(), trace: z.string(), stage: z.enum(stages), severity: z.enum(severities) })),
}); // prettier-ignore
const session = z.object({
  session: z.string(),
  inferred: z.boolean(),
  verdict: z.enum(verdicts),
  weight: z.number(),
  marked: z.object({ as: z.string(), by: z.string(), at: time, why: z.string() }).nullable(),
  users: list(z.string()),
  first: time.nullable(),
  last: time.nullable(),
  events: z.number(),
  exact: z.number(),
  token: z.number(),
  attached: z.number(),
  sources: list(z.enum(sources)),
  ips: list(z.string()),
  countries: list(z.string()),
  networks: list(z.string()),
  clients: list(z.string()),
  apps: list(z.string()),
  strands: list(strand),
});
export type WireSession = z.infer<typeof session>;

const all = createRoute({
  method: 'get',
  path: '/api/sessions',
  request: {
    query: z.object({
      user: z.string().optional(),
      verdict: z.enum(verdicts).optional(),
      order: z.enum(['gravity', 'time']).default('gravity'),
      limit: z.coerce.number().int().min(1).max(5000).default(500),
    }),
  },
  responses: answers(
    z.object({ total: z.number(), sessions: list(session) }),
    'Sessions with verdict and signals',
  ),
});

const one = createRoute({
  method: 'get',
  path: '/api/session',
  request: {
    query: z.object({
      id: z.string().min(3),
      limit: z.coerce.number().int().min(1).max(20_000).default(2000),
    }),
  },
  responses: answers(
    z.object({
      session,
      flow: list(z.object({ row, strand: z.number(), findings: list(z.object({ id: z.string(), trace: z.string(), severity: z.string() })) })),
    }),
    'One session and its flow over all logs (W-3A)',
  ),
}); // prettier-ignore

function wireStrand(judged: JudgedStrand): z.infer<typeof strand> {
  const { no, verdict, weight, network, client, events, ips, countries, userAgents, apps } = judged;
  return {
    no, verdict, weight, network, client, events, ips, countries, userAgents, apps,
    asOrg: judged.asOrg ?? null,
    first: wireTime(judged.first), last: wireTime(judged.last),
    signals: judged.signals.map(({ signal: name, weight: each, said: text, events: proof }) => ({ signal: name, weight: each, said: text, events: proof })),
    findings: judged.findings.map(({ id, trace, stage, severity }) => ({ id, trace, stage, severity })),
  };
} // prettier-ignore

function wireSession(view: SessionView): WireSession {
  const { inferred, verdict, weight, marked, users, events, exact, token, attached, ips, countries, networks, clients, apps } = view;
  return {
    session: view.session, inferred, verdict, weight, users, events, exact, token, attached, ips, countries, networks, clients, apps,
    sources: sources.filter((name) => view.sources.includes(name)),
    marked: marked === undefined ? null : { as: marked.as, by: marked.by, at: wireTime(marked.at) ?? '', why: marked.why },
    first: wireTime(view.first), last: wireTime(view.last),
    strands: view.strands.map(wireStrand),
  };
} // prettier-ignore

/** The pivot of W-3A: sessions side by side, and one in full. */
export const sessionRoutes = (workspace: Workspace) => {
  const { store } = workspace.opened;
  const views = async (order: 'gravity' | 'time'): Promise<readonly SessionView[]> => {
    await workspace.document();
    return workspace.kept(`sessions-${order}`, () => viewSessions(store, { order }));
  };
  return new OpenAPIHono()
    .openapi(all, async (c) => {
      const { user, verdict, order, limit } = c.req.valid('query');
      const found = (await views(order)).filter(
        (view) =>
          (user === undefined || view.users.includes(user.toLowerCase())) &&
          (verdict === undefined || view.verdict === verdict),
      );
      return c.json({ total: found.length, sessions: found.slice(0, limit).map(wireSession) }, 200);
    })
    .openapi(one, async (c) => {
      const { id, limit } = c.req.valid('query');
      const known = (await views('time')).find((view) => view.session === id);
      const view = known ?? (await oneSession(store, id));
      const flow = await sessionFlow(store, view, limit);
      return c.json({ session: wireSession(view), flow: flow.map((event) => ({ ...event, row: wireRow(event.row) })) }, 200); // prettier-ignore
    });
};
