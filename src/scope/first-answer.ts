import type { EventFilter, Row, Store } from '../store/store.js';
import type { InboxRule } from '../detect/inbox-rule.js';
import { inboxRuleOf, ruleOperations } from '../detect/inbox-rule.js';
import { textOf, timeOf } from './rows.js';
import { storyColumns } from './sessions.js';

/** A record about an inbox rule, and what it says. */
export interface RuleEvent extends Omit<InboxRule, 'name' | 'mailbox'> {
  readonly eventId: string;
  readonly source: string;
  readonly time: bigint | undefined;
  readonly operation: string;
  readonly name: string | undefined;
  readonly mailbox: string | undefined;
  readonly user: string | undefined;
  /** Not a service, a system account or an application. */
  readonly byPerson: boolean;
  readonly outcome: string;
  readonly ip: string | undefined;
  readonly country: string | undefined;
  readonly asOrg: string | undefined;
  readonly session: string | undefined;
  readonly link: string | undefined;
}

/** The events that surround rules made in one session, or around one that has no session id. */
export interface RuleStory {
  /**
   * `session`: all its events. `around`: the record has no session id, so these are its user's
   * events half an hour before and after, which is inferred and nothing more.
   */
  readonly kind: 'session' | 'around';
  readonly session: string | undefined;
  readonly rules: readonly RuleEvent[];
  readonly filter: EventFilter;
  /** How many events there are; `events` may hold fewer. */
  readonly total: number;
  readonly events: readonly Row[];
}

export interface InboxRuleAnswer {
  /** By a person and made before the rest; rules that hide or send on mail before others; then by time. */
  readonly rules: readonly RuleEvent[];
  /** In the order of the rules they tell of. */
  readonly stories: readonly RuleStory[];
  /** Stories there are beyond those told. */
  readonly untold: number;
}

export interface AnswerLimits {
  /** Events of one story. */
  readonly events?: number;
  readonly stories?: number;
}

const halfAnHour = 30n * 60n * 1_000_000n;

/** The first answer (W-38, W-3A, W-45): inbox rules, and all that was done in their sessions. */
export async function inboxRuleAnswer(
  store: Store,
  limits: AnswerLimits = {},
): Promise<InboxRuleAnswer> {
  const rules = (await ruleEvents(store)).toSorted(byInterest);
  const groups = new Map<string, RuleEvent[]>();
  for (const rule of rules) {
    const key = storyKey(rule);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rule]);
    else group.push(rule);
  }
  const told = [...groups.values()].slice(0, limits.stories ?? groups.size);
  const stories: RuleStory[] = [];
  for (const group of told) stories.push(await tell(store, group, limits.events));
  return { rules, stories, untold: groups.size - told.length };
}

async function ruleEvents(store: Store): Promise<readonly RuleEvent[]> {
  const rows = await store.query(
    `SELECT event_id, source, time, operation, "user", user_kind, target_user, outcome, ip, country,
       as_org, session, link, object, raw
     FROM event_view
     WHERE lower(operation) IN (${ruleOperations.map((name) => `'${name}'`).join(', ')})
     ORDER BY time NULLS LAST, event_id`,
  );
  return rows.map((row) => {
    const operation = textOf(row, 'operation') ?? '';
    const rule = inboxRuleOf(operation, textOf(row, 'raw') ?? null);
    const user = textOf(row, 'user');
    return {
      ...rule,
      eventId: textOf(row, 'event_id') ?? '',
      source: textOf(row, 'source') ?? '',
      time: timeOf(row, 'time'),
      operation,
      mailbox: rule.mailbox ?? textOf(row, 'target_user') ?? user,
      user,
      byPerson: isPerson(user, textOf(row, 'user_kind')),
      outcome: textOf(row, 'outcome') ?? 'unknown',
      ip: textOf(row, 'ip'),
      country: textOf(row, 'country'),
      asOrg: textOf(row, 'as_org'),
      session: textOf(row, 'session'),
      link: textOf(row, 'link'),
    };
  });
}

function isPerson(user: string | undefined, kind: string | undefined): boolean {
  if (user === undefined || !user.includes('@') || /\s/.test(user)) return false;
  return kind !== 'service' && kind !== 'system' && kind !== 'application';
}

const deedOrder = ['made', 'enabled', 'changed', 'disabled', 'removed'];
const reachOrder = ['sends on', 'hides', 'unknown', 'moves', 'other'];

function byInterest(a: RuleEvent, b: RuleEvent): number {
  return (
    Number(b.byPerson) - Number(a.byPerson) ||
    deedOrder.indexOf(a.deed) - deedOrder.indexOf(b.deed) ||
    reachOrder.indexOf(a.reach) - reachOrder.indexOf(b.reach) ||
    Number((a.time ?? 0n) - (b.time ?? 0n))
  );
}

/** Rules of one session are told together; one without a session by itself, if a person made it. */
function storyKey(rule: RuleEvent): string | undefined {
  if (rule.session !== undefined) return `session ${rule.session}`;
  return rule.byPerson && rule.time !== undefined ? `event ${rule.eventId}` : undefined;
}

async function tell(
  store: Store,
  rules: readonly RuleEvent[],
  limit: number | undefined,
): Promise<RuleStory> {
  const [first] = rules;
  const session = first?.session;
  const around: EventFilter =
    first?.time === undefined || first.user === undefined
      ? {}
      : {
          user: [first.user],
          since: first.time - halfAnHour,
          until: first.time + halfAnHour + 1n,
        };
  const filter: EventFilter = session === undefined ? around : { session: [session] };
  const events: Row[] = [];
  const query = { filter, columns: storyColumns, ...(limit === undefined ? {} : { limit }) };
  for await (const rows of store.events(query))
    for (const row of rows)
      events.push(
        session === undefined && row['link'] === null ? { ...row, link: 'inferred' } : row,
      );
  return {
    kind: session === undefined ? 'around' : 'session',
    session,
    rules,
    filter,
    total:
      limit !== undefined && events.length === limit
        ? await store.countEvents(filter)
        : events.length,
    events,
  };
}
