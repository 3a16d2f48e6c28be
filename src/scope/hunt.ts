import ipaddr from 'ipaddr.js';
import { KonsekiError } from '../errors.js';
import type { Cell, Store } from '../store/store.js';
import type { Ground } from './ground.js';
import type { Indicator, IndicatorKind } from './indicator-text.js';
import { listOf, listSql, numberOf, textOf, timeOf } from './rows.js';
import type { Asked } from './seed-text.js';
import type { Seed } from './scope.js';
import { named, seedsOf, seedsOfEvents } from './seeds.js';

/** An indicator, and where it occurs in the case. */
export interface Hit extends Indicator {
  readonly events: number;
  /** UTC microseconds. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly users: readonly string[];
  readonly sources: readonly string[];
  readonly sessions: readonly string[];
  readonly operations: readonly string[];
  /** Ids of the first events. */
  readonly eventIds: readonly string[];
  /** What in the case it is: of a network its addresses, of a domain its senders. */
  readonly as: readonly string[];
}

/** The condition, on `e`, under which an event names `$value`; `as` is what it calls it. */
const conditions: Readonly<Record<IndicatorKind, { readonly where: string; readonly as: string }>> = {
  ip: { where: 'e.ip = $value', as: 'e.ip' },
  network: { where: `e.ip IN (SELECT unnest(from_json($list, '["VARCHAR"]')))`, as: 'e.ip' },
  agent: { where: 'lower(e.user_agent) = lower($value)', as: 'e.user_agent' },
  sender: { where: '(e."user" = $value OR e.target_user = $value)', as: '$value' },
  domain: {
    where: `(ends_with(e."user", '@' || $value) OR ends_with(e."user", '.' || $value) OR ends_with(e.target_user, '@' || $value) OR regexp_matches(lower(e.raw), '(^|[^a-z0-9-])' || regexp_escape($value) || '([^a-z0-9.-]|\\.?$)'))`,
    as: `CASE WHEN ends_with(e."user", '@' || $value) AND e.source IN ('mail', 'message_trace') THEN e."user" END`,
  },
  subject: { where: 'lower(e.subject) = lower($value)', as: 'e.message_id' },
  hash: { where: 'contains(lower(e.raw), $value)', as: 'e.object' },
  app: { where: '(e.app_id = $value OR contains(lower(e.raw), $value))', as: '$value' },
  url: { where: `(contains(e.raw, $value) OR contains(replace(e.raw, '\\/', '/'), $value))`, as: '$value' },
}; // prettier-ignore

/** Where each indicator occurs; those that do not are told with no events. */
export async function hunt(
  store: Store,
  indicators: readonly Indicator[],
): Promise<readonly Hit[]> {
  const hits: Hit[] = [];
  const addresses = indicators.some(({ kind }) => kind === 'network')
    ? (await store.query('SELECT DISTINCT ip FROM events WHERE ip IS NOT NULL ORDER BY ip')).flatMap((row) => textOf(row, 'ip') ?? [])
    : []; // prettier-ignore
  for (const indicator of indicators) hits.push(await lookUp(store, indicator, addresses));
  return hits;
}

async function lookUp(
  store: Store,
  indicator: Indicator,
  addresses: readonly string[],
): Promise<Hit> {
  const { where, as } = conditions[indicator.kind];
  const parameters: Record<string, Cell> =
    indicator.kind === 'network'
      ? { list: JSON.stringify(addresses.filter((ip) => isWithin(ip, indicator.value))) }
      : { value: indicator.value };
  const [row] = await store.query(
    `SELECT count(*) AS events, min(e.time) AS first, max(e.time) AS last, ${listSql('e."user"')} AS users, ${listSql('e.source')} AS sources,
       ${listSql('t.session')} AS sessions, ${listSql('e.operation')} AS operations, ${listSql(as)} AS named,
       to_json(min_by(e.event_id, (e.time, e.event_id), 5))::VARCHAR AS ids
     FROM events e LEFT JOIN event_strands x ON x."row" = e.rowid LEFT JOIN strands t ON t.strand = x.strand WHERE ${where}`,
    parameters,
  );
  if (row === undefined) throw new Error('a count has one row');
  return {
    ...indicator,
    events: numberOf(row, 'events'),
    first: timeOf(row, 'first'),
    last: timeOf(row, 'last'),
    users: listOf(row, 'users'),
    sources: listOf(row, 'sources'),
    sessions: listOf(row, 'sessions'),
    operations: listOf(row, 'operations'),
    eventIds: listOf(row, 'ids'),
    as: listOf(row, 'named'),
  };
}

function isWithin(ip: string, network: string): boolean {
  const [range, bits] = ipaddr.parseCIDR(network);
  const address = ipaddr.parse(ip);
  if (address.kind() !== range.kind()) return false;
  return address.match(range, bits);
}

/** What indicators that occur begin a scope with. */
export async function seedsOfHits(ground: Ground, hits: readonly Hit[]): Promise<readonly Seed[]> {
  const seeds: Seed[] = [];
  for (const hit of hits.filter(({ events }) => events > 0)) {
    const found: Seed[] = [];
    for (const one of askedOf(hit)) found.push(...(await seedsIfThere(ground, one)));
    const { kind, value, eventIds } = hit;
    // It stands in a record without being what the record is about: then the session of that record is the lead.
    if (found.length === 0) found.push(...(await seedsOfEvents(ground, eventIds, named(`${kind} ${value}`)))); // prettier-ignore
    if (found.length === 0)
      for (const id of await messagesOf(ground.store, eventIds))
        found.push(...(await seedsIfThere(ground, { kind: 'message', value: id })));
    seeds.push(...found.map((seed): Seed => ({ ...seed, link: 'indicator' })));
  }
  return seeds;
}

/** Message ids of events. */
async function messagesOf(store: Store, eventIds: readonly string[]): Promise<readonly string[]> {
  const rows = await store.query(
    `SELECT DISTINCT message_id FROM events WHERE message_id IS NOT NULL
       AND event_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]'))) ORDER BY 1`,
    { ids: JSON.stringify(eventIds) },
  );
  return rows.flatMap((row) => textOf(row, 'message_id') ?? []);
}

async function seedsIfThere(ground: Ground, asked: Asked): Promise<readonly Seed[]> {
  try {
    return await seedsOf(ground, [asked]);
  } catch (error) {
    if (error instanceof KonsekiError && error.code === 'not-found') return [];
    throw error;
  }
}

function askedOf({ kind, value, as }: Hit): readonly Asked[] {
  switch (kind) {
    case 'ip':
    case 'network':
      return as.map((ip) => ({ kind: 'ip', value: ip }));
    case 'agent':
      return as.map((agent) => ({ kind: 'agent', value: agent }));
    case 'sender':
      return [{ kind: 'sender', value }];
    case 'domain':
      return as.map((sender) => ({ kind: 'sender', value: sender }));
    case 'subject':
      return as.map((id) => ({ kind: 'message', value: id }));
    case 'app':
      return [{ kind: 'app', value }];
    case 'hash':
    case 'url':
      return [];
  }
}
