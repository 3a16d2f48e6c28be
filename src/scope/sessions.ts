import { KonsekiError } from '../errors.js';
import { verdicts } from '../model/incident.js';
import type { Verdict } from '../model/incident.js';
import type { Row, Store } from '../store/store.js';
import { grouped } from './baseline.js';
import type { Mark } from './marks.js';
import { marksIn, marksOf } from './marks.js';
import { listOf, listSql, numberOf, textOf, timeOf } from './rows.js';
import { readStrands } from './strand.js';
import type { JudgedSession, JudgedStrand } from './verdict.js';
import { judge } from './verdict.js';

/** One sign-in session, from the events that carry its id or a token of it (DESIGN.md §4). */
export interface Session {
  readonly session: string;
  readonly users: readonly string[];
  /** UTC microseconds; undefined when no event has a time. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly events: number;
  readonly sources: readonly string[];
  readonly ips: readonly string[];
  readonly countries: readonly string[];
  readonly userAgents: number;
  readonly apps: readonly string[];
  readonly operations: number;
  /** Events that carry the session's id, and events joined to it by a token. */
  readonly exact: number;
  readonly token: number;
}

export interface SessionFilter {
  readonly user?: readonly string[];
  readonly limit?: number;
}

/** Every session of the case, or those in which one of the users did something, oldest first. */
export async function listSessions(
  store: Store,
  filter: SessionFilter = {},
): Promise<readonly Session[]> {
  const users = filter.user ?? [];
  const names = users.map((_, at) => `$user${at}`).join(', ');
  const rows = await store.query(
    `SELECT session, ${listSql('"user"')} AS users, min(time) AS first, max(time) AS last,
       count(*) AS events, ${listSql('source')} AS sources, ${listSql('ip')} AS ips,
       ${listSql('country')} AS countries, count(DISTINCT user_agent) AS user_agents,
       ${listSql('coalesce(app_name, app_id)')} AS apps, count(DISTINCT operation) AS operations,
       count(*) FILTER (link = 'exact') AS exact, count(*) FILTER (link = 'token') AS token
     FROM event_view WHERE session IS NOT NULL
     GROUP BY session
     ${users.length === 0 ? '' : `HAVING bool_or("user" IN (${names}) OR user_id IN (${names}))`}
     ORDER BY first NULLS LAST, session ${filter.limit === undefined ? '' : `LIMIT ${Math.trunc(filter.limit)}`}`,
    Object.fromEntries(users.map((user, at) => [`user${at}`, user.toLowerCase()])),
  );
  return rows.map((row) => ({
    session: textOf(row, 'session') ?? '',
    users: listOf(row, 'users'),
    first: timeOf(row, 'first'),
    last: timeOf(row, 'last'),
    events: numberOf(row, 'events'),
    sources: listOf(row, 'sources'),
    ips: listOf(row, 'ips'),
    countries: listOf(row, 'countries'),
    userAgents: numberOf(row, 'user_agents'),
    apps: listOf(row, 'apps'),
    operations: numberOf(row, 'operations'),
    exact: numberOf(row, 'exact'),
    token: numberOf(row, 'token'),
  }));
}

/** What is shown of an event when a session is told. */
export const storyColumns = [
  'event_id',
  'time',
  'source',
  'user',
  'target_user',
  'operation',
  'outcome',
  'error_code',
  'ip',
  'country',
  'as_org',
  'app_name',
  'app_id',
  'object',
  'subject',
  'folder',
  'user_agent',
  'session',
  'link',
  'damaged',
  'evidence_id',
  'record_no',
] as const;

/** Every event of a session over all logs, in order of time (W-3A). */
export async function* sessionEvents(
  store: Store,
  session: string,
  limit?: number,
): AsyncIterable<readonly Row[]> {
  yield* store.events({
    filter: { session: [session] },
    columns: storyColumns,
    ...(limit === undefined ? {} : { limit }),
  });
}

/** A session with its verdict; also one inferred from records that carry no id. */
export interface SessionView extends Session {
  readonly inferred: boolean;
  readonly verdict: Verdict;
  /** Of its gravest strand. */
  readonly weight: number;
  /** The analyst's mark that overrules the signals. */
  readonly marked: Mark | undefined;
  /** Events attached by user, address, client and time alone. */
  readonly attached: number;
  /** Numbers and owners of its networks. */
  readonly networks: readonly string[];
  readonly clients: readonly string[];
  readonly agents: readonly string[];
  /** By time of their first event. */
  readonly strands: readonly JudgedStrand[];
}

export interface ViewFilter {
  /** Names or object ids: sessions in which one of them did something. */
  readonly user?: readonly string[];
  readonly verdict?: readonly Verdict[];
  /** `gravity`: the worst verdict and greatest weight first; `time`: the oldest. */
  readonly order: 'gravity' | 'time';
}

/** Every session of the case, judged with its marks. Strands that are due are woven first. */
export async function viewSessions(
  store: Store,
  filter: ViewFilter,
): Promise<readonly SessionView[]> {
  const marks = marksIn(await store.journal());
  const { sessions } = judge(await readStrands(store), marksOf(marks));
  const rows = await store.query(
    `SELECT t.session, ${listSql('e."user"')} AS users, ${listSql('e.user_id')} AS user_ids, count(DISTINCT e.operation) AS operations
     FROM event_strands s JOIN strands t USING (strand) JOIN events e ON e.rowid = s."row" GROUP BY t.session`,
  );
  const facts = new Map(rows.map((row) => [textOf(row, 'session') ?? '', row]));
  const wanted = filter.user?.map((name) => name.toLowerCase());
  const found: SessionView[] = [];
  for (const session of sessions) {
    if (filter.verdict !== undefined && !filter.verdict.includes(session.verdict)) continue;
    const row = facts.get(session.session) ?? {};
    const names = [...listOf(row, 'users'), ...listOf(row, 'user_ids')];
    if (wanted !== undefined && !wanted.some((name) => names.includes(name))) continue;
    found.push(viewOf(session, row, marks));
  }
  const rank = ({ verdict }: SessionView): number => verdicts.indexOf(verdict);
  return found.sort(
    (a, b) =>
      (filter.order === 'gravity' ? rank(b) - rank(a) || b.weight - a.weight : 0) ||
      byFirst(a, b) || (a.session < b.session ? -1 : 1),
  ); // prettier-ignore
}

function viewOf(judged: JudgedSession, row: Row, marks: readonly Mark[]): SessionView {
  const strands = [...judged.strands].sort((a, b) => byFirst(a, b) || a.no - b.no);
  const all = (of: (strand: JudgedStrand) => readonly string[]): readonly string[] => [
    ...new Set(strands.flatMap(of)),
  ];
  const sum = (of: (strand: JudgedStrand) => number): number =>
    strands.reduce((total, strand) => total + of(strand), 0);
  const times = (of: (strand: JudgedStrand) => bigint | undefined): readonly bigint[] =>
    strands.flatMap((strand) => of(strand) ?? []).sort((a, b) => (a < b ? -1 : 1));
  const { session, inferred, verdict, weight } = judged;
  return {
    session,
    inferred,
    verdict,
    weight,
    marked: marks.find(({ kind, value }) => kind === 'session' && value === session.toLowerCase()),
    users: listOf(row, 'users'),
    first: times(({ first }) => first)[0],
    last: times(({ last }) => last).at(-1),
    events: sum(({ events }) => events),
    sources: [...all((strand) => strand.sources)].sort(),
    ips: [...all(({ ips }) => ips)].sort(),
    countries: [...all(({ countries }) => countries)].sort(),
    userAgents: all((strand) => strand.userAgents).length,
    apps: [...all(({ apps }) => apps)].sort(),
    operations: numberOf(row, 'operations'),
    exact: sum(({ exact }) => exact),
    token: sum(({ token }) => token),
    attached: sum((strand) => strand.attached),
    networks: all(({ network, asOrg }) => [
      asOrg === undefined || asOrg === network ? network : `${network} ${asOrg}`,
    ]),
    clients: all(({ client }) => [client]),
    agents: [...all((strand) => strand.userAgents)].sort(),
    strands,
  };
}

const byFirst = (
  a: { readonly first: bigint | undefined },
  b: { readonly first: bigint | undefined },
): number =>
  a.first === b.first ? 0 : a.first === undefined ? 1 : b.first === undefined ? -1 : a.first < b.first ? -1 : 1; // prettier-ignore

const shortestPart = 3;

/** The session with this id, or the one whose id begins so. @throws KonsekiError `not-found` */
export async function oneSession(store: Store, id: string): Promise<SessionView> {
  const part = id.replace(/…$/, '').trim().toLowerCase();
  const all = part.length < shortestPart ? [] : await viewSessions(store, { order: 'time' });
  const exact = all.find(({ session }) => session.toLowerCase() === part);
  if (exact !== undefined) return exact;
  const found = all.filter(({ session }) => session.toLowerCase().startsWith(part));
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  throw new KonsekiError(
    second === undefined
      ? `No session has the id "${id}".`
      : `Several sessions have an id that begins with "${id}".`,
    {
      code: 'not-found',
      hint:
        second === undefined
          ? `"konseki sessions CASE" lists them${part.length < shortestPart ? `; write at least ${shortestPart} signs of the id` : ''}.`
          : `Name one of ${found.slice(0, 5).map(({ session }) => session).join(', ')}${found.length > 5 ? ', …' : ''}.`,
    },
  ); // prettier-ignore
}

/** A finding that an event of a session belongs to. */
export interface FlowFinding {
  readonly id: string;
  readonly trace: string;
  readonly severity: string;
}

export interface FlowEvent {
  /** The `storyColumns`; `link` is `exact`, `token` or `inferred`. */
  readonly row: Row;
  /** Number of its strand in the case. */
  readonly strand: number;
  readonly findings: readonly FlowFinding[];
}

/** The flow of a session in order of time over all logs, inferred events among them (W-3A). */
export async function sessionFlow(
  store: Store,
  { session, strands }: SessionView,
  limit?: number,
): Promise<readonly FlowEvent[]> {
  const numbers = JSON.stringify(strands.map(({ no }) => no));
  const columns = storyColumns.filter((name) => !['outcome', 'country', 'as_org', 'session', 'link'].includes(name)); // prettier-ignore
  const rows = await store.query(
    `SELECT ${columns.map((name) => `e."${name}"`).join(', ')}, coalesce(e.outcome, 'unknown') AS outcome,
       coalesce(e.country, i.country) AS country, i.as_org AS as_org, s.link, s.strand
     FROM event_strands s JOIN events e ON e.rowid = s."row" LEFT JOIN ip_info i ON i.ip = e.ip
     WHERE s.strand IN (SELECT unnest(from_json($numbers, '["INTEGER"]')))
     ORDER BY e.time NULLS LAST, e.source, e.evidence_id, e.record_no
     ${limit === undefined ? '' : `LIMIT ${Math.trunc(limit)}`}`,
    { numbers },
  );
  const proofs = grouped(
    await store.query(
      `SELECT s.evidence_id, s.record_no, f.id, r.trace, f.severity
       FROM event_strands s JOIN finding_events x ON x.evidence_id = s.evidence_id AND x.record_no = s.record_no
       JOIN findings f ON f.id = x.finding JOIN finding_rules r ON r.rule = f.rule
       WHERE s.strand IN (SELECT unnest(from_json($numbers, '["INTEGER"]'))) ORDER BY f.id`,
      { numbers },
    ),
    placeOf,
  );
  return rows.map((row) => {
    const { strand, ...rest } = row;
    return {
      row: { ...rest, session },
      strand: Number(strand),
      findings: (proofs.get(placeOf(row)) ?? []).map((proof) => ({
        id: textOf(proof, 'id') ?? '',
        trace: textOf(proof, 'trace') ?? '',
        severity: textOf(proof, 'severity') ?? '',
      })),
    };
  });
}

const placeOf = (row: Row): string => `${String(row['evidence_id'])}:${String(row['record_no'])}`;
