import type { IncidentVictim } from '../model/incident.js';
import type { Containment } from './containment.js';
import type { Facts } from './facts.js';
import type { FirstAccess } from './first-access.js';
import { firstAccessOf } from './first-access.js';
import type { RoleSaid } from './roles.js';
import { rolesOf } from './roles.js';
import { both, greatest, isoMicros, minuteOf, unique } from './texts.js';

export interface Victims {
  readonly victims: readonly IncidentVictim[];
  /** By user, for those as whom the attacker acts. */
  readonly entries: ReadonlyMap<string, FirstAccess>;
}

/** Whose accounts the attacker has, and whose mailboxes, files and settings were acted upon. */
export async function victimsOf(
  facts: Facts,
  containments: readonly Containment[],
): Promise<Victims> {
  const { foreign, users, lured } = facts;
  const entries = new Map<string, FirstAccess>();
  const acting = unique([...users, ...[...lured.keys()].flatMap(({ user }) => user ?? [])]);
  const victims: IncidentVictim[] = [];
  for (const user of acting) {
    const entry = await firstAccessOf(facts, user);
    if (entry !== undefined) entries.set(user, entry);
    victims.push(await victimOf(facts, user, 'signs-in', entry, containments));
  }
  const touched = unique(
    foreign.flatMap(({ target, outcome }) =>
      target?.includes('@') === true && outcome !== 'failure' && isOurs(facts, target) && !acting.includes(target) ? [target] : [],
    ),
  ).sort(); // prettier-ignore
  for (const user of touched)
    victims.push(await victimOf(facts, user, 'target', undefined, containments));
  const order = ({ entry, user }: IncidentVictim): string => `${entry?.at ?? '~'} ${user}`;
  return { victims: victims.sort((a, b) => (order(a) < order(b) ? -1 : 1)), entries };
}

const isOurs = ({ domains }: Facts, user: string): boolean => domains.has(user.split('@')[1] ?? '');

/** The attacker's events as this user after the last thing that should have ended them. */
export function afterContainmentOf(
  facts: Facts,
  user: string,
  containments: readonly Containment[],
): readonly string[] {
  const last = greatest(shutsOf(containments, user).map(({ at }) => at));
  return last === undefined ? [] : doneBetween(facts, user, last);
}

/** Steps of one response follow one another: what the attacker does between them is no return. Microseconds. */
const oneResponse = 3_600_000_000n;

/** The first response's last step, where another response came later and the attacker acted between the two. */
function cameBackOf(
  facts: Facts,
  user: string,
  containments: readonly Containment[],
): { readonly first: Containment; readonly events: readonly string[] } | undefined {
  const shuts = shutsOf(containments, user);
  const first = shuts.find(({ at }, no) => (shuts[no + 1]?.at ?? at) - at > oneResponse);
  if (first === undefined) return undefined;
  const events = doneBetween(facts, user, first.at, shuts.at(-1)?.at);
  return events.length === 0 ? undefined : { first, events };
}

const shutsOf = (containments: readonly Containment[], user: string): readonly Containment[] =>
  containments.filter((each) => each.user === user && each.shutsOut);

function doneBetween(
  { foreign }: Facts,
  user: string,
  after: bigint,
  until?: bigint,
): readonly string[] {
  return unique(
    foreign.flatMap((event) =>
      event.user === user && event.time !== undefined && event.time > after && (until === undefined || event.time <= until) &&
      event.outcome !== 'failure' && event.outcome !== 'interrupted' ? [event.eventId] : [],
    ),
  ); // prettier-ignore
}

async function victimOf(
  facts: Facts,
  user: string,
  how: IncidentVictim['how'],
  entry: FirstAccess | undefined,
  containments: readonly Containment[],
): Promise<IncidentVictim> {
  const own = facts.foreign.filter((event) => event.user === user);
  const last = greatest((how === 'signs-in' ? own : facts.foreign.filter(({ target }) => target === user)).flatMap(({ time }) => time ?? [])); // prettier-ignore
  const roles: readonly RoleSaid[] = await rolesOf(facts, user);
  const contained = containments.filter((each) => each.user === user);
  const after = afterContainmentOf(facts, user, containments);
  const back = cameBackOf(facts, user, containments);
  const id = own.find(({ userId }) => userId !== undefined)?.userId;
  const said = [
    how === 'signs-in'
      ? (entry?.said ?? both(`The attacker acts as ${user}.`, `攻撃者が ${user} として操作している。`))
      : both(`Mailbox, files or settings of ${user} were acted upon.`, `${user} のメールボックス、ファイルまたは設定が操作された。`),
    ...(roles.length === 0 ? [] : [both(`Has rights: ${roles.map(({ role }) => role).join(', ')}.`, `権限: ${roles.map(({ role }) => role).join('、')}。`)]),
    ...(how === 'target' || back === undefined ? [] : [backSaid(back.first, back.events.length)]),
    ...(how === 'target' ? [] : [containedSaid(contained, after.length, facts)]),
  ]; // prettier-ignore
  return {
    user,
    userId: id ?? null,
    how,
    roles: roles.map(({ role }) => role),
    privileged: roles.length > 0,
    firstAccess: entry?.at ?? null,
    entry: entry ?? null,
    lastSeen: last === undefined ? null : isoMicros(last),
    contained: contained.map(({ at, said: what, by, events }) => ({
      at: isoMicros(at),
      what: both(`${what.en} (${by})`, `${what.ja} (${by})`),
      events: [...events],
    })),
    afterContainment: [...after],
    cameBack: [...(back?.events ?? [])],
    said: both(said.map(({ en }) => en).join(' '), said.map(({ ja }) => ja).join('')),
  };
}

const backSaid = (first: Containment, count: number): ReturnType<typeof both> =>
  both(
    `"${first.said.en}" at ${minuteOf(first.at)} did not keep the attacker out: ${count} more ${count === 1 ? 'event' : 'events'} until the next response.`,
    `${minuteOf(first.at)} の「${first.said.ja}」では攻撃者を締め出せず、次の対応までに操作が ${count} 件ある。`,
  );

function containedSaid(
  contained: readonly Containment[],
  after: number,
  { coverage }: Facts,
): ReturnType<typeof both> {
  const last = contained.filter(({ shutsOut }) => shutsOut).at(-1);
  if (last === undefined)
    return both(
      'No password reset, revocation of sessions or disabling is recorded since.',
      'その後のパスワードリセット、セッション失効、アカウント無効化の記録はない。',
    );
  const isSeen = coverage.some(
    (log) => (log.source === 'entra_signin' || log.source === 'ual') && log.last !== undefined && log.last > last.at,
  ); // prettier-ignore
  return after > 0
    ? both(
        `After "${last.said.en}" at ${minuteOf(last.at)} the attacker was active ${after} more times.`,
        `${minuteOf(last.at)} の「${last.said.ja}」の後にも、攻撃者の操作が ${after} 件ある。`,
      )
    : both(
        `${last.said.en} at ${minuteOf(last.at)}; ${isSeen ? 'nothing of the attacker is recorded after it' : 'the logs end before that, so it is not known whether the attacker came back'}.`,
        `${minuteOf(last.at)} に「${last.said.ja}」。${isSeen ? 'その後の攻撃者の操作は記録されていない' : 'ログはそれ以前で終わっているため、攻撃者が戻ったかは不明'}。`,
      );
}
