import { KonsekiError } from '../errors.js';
import { parseAddress } from '../formats/address.js';
import type { LinkKind } from '../model/incident.js';
import type { Said } from '../model/finding.js';
import type { Cell, Row, Store } from '../store/store.js';
import type { Ground } from './ground.js';
import { seedOf } from './intrusions.js';
import { inboxRuleAnswer } from './first-answer.js';
import { likeIt } from './like-it.js';
import { textOf } from './rows.js';
import type { Asked } from './seed-text.js';
import { spanOf, unquoted } from './seed-text.js';
import type { Seed } from './scope.js';
import type { JudgedSession, JudgedStrand } from './verdict.js';

const usage = (message: string, hint: string): KonsekiError =>
  new KonsekiError(message, { code: 'usage', hint });
const unknown = (message: string, hint: string): KonsekiError =>
  new KonsekiError(message, { code: 'not-found', hint });

/** What the case knows of what the analyst named. @throws KonsekiError `not-found`, `usage` */
export async function seedsOf(ground: Ground, asked: readonly Asked[]): Promise<readonly Seed[]> {
  const seeds: Seed[] = [];
  for (const one of asked) seeds.push(...(await seedsOfOne(ground, one)));
  return seeds;
}

function seedsOfOne(ground: Ground, { kind, value }: Asked): Promise<readonly Seed[]> {
  switch (kind) {
    case 'user':
      return fromUser(ground, value.toLowerCase());
    case 'ip':
      return fromAddress(ground, value);
    case 'session':
      return Promise.resolve(fromSession(ground, value.toLowerCase()));
    case 'app':
      return fromApp(ground, value);
    case 'rule':
      return fromRule(ground, value);
    case 'message':
      return fromMessage(ground, value);
    case 'time':
      return Promise.resolve(fromTime(ground, value));
    case 'device':
      return fromDevice(ground, value.toLowerCase());
    case 'sender':
      return fromSender(ground, value.toLowerCase());
    case 'agent':
      return fromAgent(ground, value);
    case 'finding':
      return fromFinding(ground, value);
  }
}

const given: LinkKind = 'given';
export const named = (what: string): Said => ({
  en: `Given by the analyst: ${what}.`,
  ja: `分析者が指定: ${what}。`,
});

async function fromUser(ground: Ground, user: string): Promise<readonly Seed[]> {
  const known = await rowsOf(
    ground.store,
    `SELECT event_id FROM events WHERE "user" = $user OR target_user = $user OR user_id = $user ORDER BY time, event_id LIMIT 1`,
    { user },
  );
  if (known.length === 0)
    throw unknown(
      `The case has no user "${user}".`,
      await likeIt(ground.store, `SELECT DISTINCT "user" AS name FROM events WHERE contains("user", '@')`, user, 'user'), // prettier-ignore
    );
  // Named by object id: the name is what everything else goes by.
  const [name] = await rowsOf(
    ground.store,
    `SELECT "user" FROM events WHERE user_id = $user AND "user" IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
    { user },
  );
  const upn = (name === undefined ? undefined : textOf(name, 'user')) ?? user;
  const seed: Seed = { kind: 'user', value: upn, link: given, said: named(upn), events: [] };
  const own = ground.strandsOf.user.get(upn) ?? [];
  if (own.some((strand) => isAccused(strand))) return [seed];
  // No session of hers is accused: then it is what she is suspected by.
  const suspected = own.filter(
    ({ verdict, findings }) => verdict !== 'user' && findings.some(({ severity }) => isGrave(severity)),
  ); // prettier-ignore
  return [seed, ...sessionSeeds(suspected, named(upn))];
}

async function fromAddress(ground: Ground, text: string): Promise<readonly Seed[]> {
  const ip = parseAddress(text)?.ip;
  if (ip === undefined)
    throw usage(`--from ip: "${text}" is not an address.`, 'Write an IPv4 or IPv6 address.');
  const known = await rowsOf(
    ground.store,
    'SELECT event_id FROM events WHERE ip = $ip ORDER BY time, event_id LIMIT 1',
    { ip },
  );
  if (known.length === 0)
    throw unknown(
      `No event of the case came from ${ip}.`,
      await likeIt(ground.store, 'SELECT DISTINCT ip AS name FROM events WHERE ip IS NOT NULL', ip, 'address'), // prettier-ignore
    );
  return [{ kind: 'ip', value: ip, link: given, said: named(ip), events: idsOf(known) }];
}

function fromSession(ground: Ground, id: string): readonly Seed[] {
  const exact = ground.sessions.filter(({ session }) => session === id);
  const found =
    exact.length > 0 ? exact : id.length < 4 ? [] : ground.sessions.filter(({ session }) => session.startsWith(id)); // prettier-ignore
  const [only, second] = found;
  if (only === undefined)
    throw unknown(
      `The case has no session "${id}".`,
      '"konseki sessions CASE" lists them; `i-…` are those that were inferred.',
    );
  if (second !== undefined)
    throw unknown(
      `Several sessions begin with "${id}".`,
      `Name one of ${found.slice(0, 5).map(({ session }) => session).join(', ')}.`,
    ); // prettier-ignore
  return [seedOfSession(only, named(only.session))];
}

async function fromApp(ground: Ground, value: string): Promise<readonly Seed[]> {
  const wanted = value.toLowerCase();
  const used = await rowsOf(
    ground.store,
    `SELECT app_id, min(event_id) AS event_id FROM events WHERE app_id IS NOT NULL AND (app_id = $app OR lower(app_name) = $app) GROUP BY app_id ORDER BY app_id`,
    { app: wanted },
  );
  const ids = new Map(used.map((row) => [textOf(row, 'app_id') ?? '', idsOf([row])]));
  for (const act of ground.acts)
    for (const { appId, name } of act.targets)
      if (appId !== undefined && (appId === wanted || name?.toLowerCase() === wanted))
        ids.set(appId, [
          ...(ids.get(appId) ?? []),
          ...act.places.flatMap(({ evidenceId, recordNo }) => ground.idOf.get(`${evidenceId}:${recordNo}`) ?? []).slice(0, 1),
        ]); // prettier-ignore
  // Records that made it may name it among the changes only; then the sessions of these lead on.
  const makers = ground.acts
    .filter((act) =>
      [...act.changes.map(({ after }) => after), ...act.details.values()].some(
        (text) => text?.toLowerCase().includes(wanted) === true,
      ),
    )
    .flatMap(({ places }) =>
      places.flatMap(
        ({ evidenceId, recordNo }) => ground.idOf.get(`${evidenceId}:${recordNo}`) ?? [],
      ),
    );
  if (ids.size === 0 && makers.length > 0 && wanted.length > 8)
    return seedsOfEvents(ground, makers, named(value));
  if (ids.size === 0)
    throw unknown(
      `The case has no application "${value}".`,
      await likeIt(ground.store, 'SELECT DISTINCT app_name AS name FROM events WHERE app_name IS NOT NULL', value, 'application'), // prettier-ignore
    );
  return [...ids].map(([appId, events]) => ({
    kind: 'app',
    value: appId,
    link: given,
    said: named(appId === wanted ? appId : `${value} (${appId})`),
    events: events.slice(0, 3),
  }));
}

async function fromRule(ground: Ground, value: string): Promise<readonly Seed[]> {
  const name = unquoted(value);
  const { rules } = await inboxRuleAnswer(ground.store, { stories: 0 });
  const hits = rules.filter((rule) => rule.name?.toLowerCase() === name.toLowerCase());
  if (hits.length === 0) {
    const names = [...new Set(rules.flatMap((rule) => rule.name ?? []))];
    throw unknown(
      `No record of the case is about an inbox rule named "${name}".`,
      names.length === 0
        ? 'There is no record about an inbox rule with a name at all.'
        : `There are: ${names.slice(0, 8).map((one) => `"${one}"`).join(', ')}.`,
    ); // prettier-ignore
  }
  return seedsOfEvents(ground, hits.map(({ eventId }) => eventId), named(`inbox rule "${name}"`)); // prettier-ignore
}

async function fromMessage(ground: Ground, value: string): Promise<readonly Seed[]> {
  const wanted = unquoted(value);
  const found = await rowsOf(
    ground.store,
    `SELECT message_id, min(subject) AS subject, min(event_id) AS event_id FROM events
     WHERE message_id IS NOT NULL AND (message_id = $id OR message_id = '<' || $id || '>' OR lower(subject) = lower($id))
     GROUP BY message_id ORDER BY message_id LIMIT ${mostMessages}`,
    { id: wanted },
  );
  if (found.length === 0)
    throw unknown(
      `No record of the case names a message "${wanted}".`,
      await likeIt(ground.store, 'SELECT DISTINCT subject AS name FROM events WHERE subject IS NOT NULL AND message_id IS NOT NULL', wanted, 'subject'), // prettier-ignore
    );
  const sent = await rowsOf(
    ground.store,
    `SELECT event_id FROM events WHERE source = 'ual' AND lower(operation) IN ('send', 'sendas', 'sendonbehalf')
       AND message_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]'))) ORDER BY time, event_id`,
    { ids: JSON.stringify(found.map((row) => textOf(row, 'message_id'))) },
  );
  return [...messageSeeds(found), ...(await seedsOfEvents(ground, idsOf(sent), named(wanted)))];
}

async function fromSender(ground: Ground, sender: string): Promise<readonly Seed[]> {
  const found = await rowsOf(
    ground.store,
    `SELECT message_id, min(subject) AS subject, min(event_id) AS event_id FROM events
     WHERE source IN ('mail', 'message_trace') AND "user" = $sender AND message_id IS NOT NULL GROUP BY message_id ORDER BY message_id LIMIT ${mostMessages}`,
    { sender },
  );
  if (found.length === 0)
    throw unknown(
      `No mail of the case is from "${sender}".`,
      await likeIt(ground.store, `SELECT DISTINCT "user" AS name FROM events WHERE source IN ('mail', 'message_trace') AND "user" IS NOT NULL`, sender, 'sender'), // prettier-ignore
    );
  return [
    { kind: 'sender', value: sender, link: given, said: named(sender), events: idsOf(found).slice(0, 3) },
    ...messageSeeds(found),
  ]; // prettier-ignore
}

function fromTime(ground: Ground, value: string): readonly Seed[] {
  const [since, until] = spanOf(value);
  const suspected = [...ground.strands.values()].filter(
    (strand) =>
      strand.first !== undefined && strand.last !== undefined && strand.first <= until && strand.last >= since &&
      (isAccused(strand) || (strand.verdict !== 'user' && strand.findings.some(({ severity }) => isGrave(severity)))),
  ); // prettier-ignore
  if (suspected.length === 0)
    throw unknown(
      `Nothing suspicious happened in ${value}.`,
      '"konseki findings CASE --since … --until …" lists what was found there, and "konseki events" everything.',
    );
  return sessionSeeds(suspected, named(value));
}

async function fromDevice(ground: Ground, value: string): Promise<readonly Seed[]> {
  const found = await rowsOf(
    ground.store,
    `SELECT device_id, min(event_id) AS event_id FROM events WHERE device_id IS NOT NULL AND device_id = $id GROUP BY 1`,
    { id: value },
  );
  const acts = ground.acts.filter(({ targets }) =>
    targets.some(({ type, id, name }) => type === 'device' && (id === value || name?.toLowerCase() === value)),
  ); // prettier-ignore
  const ids = new Set([
    ...found.flatMap((row) => textOf(row, 'device_id') ?? []),
    ...acts.flatMap(({ targets }) => targets.flatMap(({ type, id }) => (type === 'device' && id !== undefined ? [id] : []))),
  ]); // prettier-ignore
  if (ids.size === 0)
    throw unknown(
      `The case has no device "${value}".`,
      'Name its object id, its device id, or the name it was registered with.',
    );
  return [...ids].sort().map((id) => ({
    kind: 'device',
    value: id,
    link: given,
    said: named(id),
    events: idsOf(found),
  }));
}

async function fromAgent(ground: Ground, agent: string): Promise<readonly Seed[]> {
  const known = await rowsOf(
    ground.store,
    'SELECT event_id FROM events WHERE user_agent = $agent ORDER BY time, event_id LIMIT 1',
    { agent },
  );
  if (known.length === 0)
    throw unknown(
      'No event of the case has this user agent.',
      await likeIt(ground.store, 'SELECT DISTINCT user_agent AS name FROM events WHERE user_agent IS NOT NULL', agent, 'user agent'), // prettier-ignore
    );
  return [{ kind: 'user-agent', value: agent, link: given, said: named(agent), events: idsOf(known) }]; // prettier-ignore
}

async function fromFinding(ground: Ground, value: string): Promise<readonly Seed[]> {
  const [found, second] = await ground.store.findings({
    filter: { id: value },
    order: 'severity',
    limit: 2,
  });
  if (found === undefined || second !== undefined)
    throw unknown(
      found === undefined ? `No finding has the id "${value}".` : `Several findings have an id that begins with "${value}".`, // prettier-ignore
      '"konseki findings CASE" lists them.',
    );
  const events = (await ground.store.findingEvents([found.id])).get(found.id) ?? [];
  return seedsOfEvents(ground, events.map(({ eventId }) => eventId), named(found.said.en)); // prettier-ignore
}

const mostMessages = 500;

const messageSeeds = (rows: readonly Row[]): readonly Seed[] =>
  rows.map((row) => ({
    kind: 'message',
    value: textOf(row, 'message_id') ?? '',
    link: given,
    said: named(textOf(row, 'subject') ?? textOf(row, 'message_id') ?? ''),
    events: idsOf([row]),
  }));

/** The sessions these events are in. */
export async function seedsOfEvents(
  ground: Ground,
  ids: readonly string[],
  said: Said,
): Promise<readonly Seed[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOf(
    ground.store,
    `SELECT DISTINCT s.strand FROM event_strands s JOIN events e ON e.rowid = s."row"
     WHERE e.event_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]'))) ORDER BY 1`,
    { ids: JSON.stringify(ids) },
  );
  const strands = rows.flatMap((row) => ground.strands.get(Number(row['strand'])) ?? []);
  return sessionSeeds(strands, said, ids);
}

/** One seed for each session of these strands. */
function sessionSeeds(
  strands: readonly JudgedStrand[],
  said: Said,
  events?: readonly string[],
): readonly Seed[] {
  const sessions = [...new Set(strands.map(({ session }) => session))].sort();
  return sessions.map((session) => ({
    kind: 'session',
    value: session,
    link: given,
    said,
    events: (events ?? strands.filter((each) => each.session === session).flatMap(({ findings, firstEvents }) => [...findings.flatMap((one) => one.events.slice(0, 1)), ...firstEvents.slice(0, 1)])).slice(0, 5),
  })); // prettier-ignore
}

function seedOfSession(session: JudgedSession, said: Said): Seed {
  return { ...seedOf(session), link: given, said };
}

const isAccused = ({ verdict, done }: JudgedStrand): boolean =>
  done > 0 && (verdict === 'attacker' || verdict === 'suspicious');
const isGrave = (severity: string): boolean =>
  severity === 'medium' || severity === 'high' || severity === 'critical';

const idsOf = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap((row) => textOf(row, 'event_id') ?? []);

const rowsOf = (
  store: Store,
  sql: string,
  parameters: Readonly<Record<string, Cell>>,
): Promise<readonly Row[]> => store.query(sql, parameters);
