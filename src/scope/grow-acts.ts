import type { Entity, LinkKind } from '../model/incident.js';
import type { DirectoryAct } from '../detect/directory/act.js';
import { appIdsOf } from '../detect/app-ids.js';
import { grouped, isPlace } from './baseline.js';
import { actTable } from './created-table.js';
import type { Growth } from './growth.js';
import { both, distance, isNear, isOwn, put } from './growth.js';
import { placeKey } from './scope.js';
import type { JudgedStrand } from './verdict.js';

/** Changes of the directory: those of the sessions, and those without a session that only these can have made. */
export async function takeActs(g: Growth, fresh: readonly JudgedStrand[]): Promise<void> {
  const { ground, takenActs, ownTimes } = g;
  const { evidence } = ground;
  for (const user of new Set(fresh.flatMap((strand) => strand.user ?? [])))
    if (!ownTimes.has(user)) {
      const own = (ground.strandsOf.user.get(user) ?? []).filter(
        (each) => isOwn(g, each) && isPlace(each.network),
      );
      ownTimes.set(user, await evidence.times(own.map(({ no }) => no)));
    }
  const sessions = new Set([...g.taken.values()].map(({ session }) => session));
  const byUser = grouped(fresh, ({ user }) => user ?? '');
  const found: {
    readonly act: DirectoryAct;
    readonly session: string;
    readonly link: LinkKind;
  }[] = [];
  for (const [user, list] of byUser) {
    const times = await evidence.times(list.map(({ no }) => no));
    const ips = new Set(list.flatMap((strand) => strand.ips));
    const [first] = list;
    if (first === undefined) continue;
    for (const act of ground.acts) {
      if (takenActs.has(act) || (act.by !== user && act.targetUser !== user)) continue;
      if (act.session !== undefined) {
        if (sessions.has(act.session) && strandTaken(g, act))
          found.push({ act, session: act.session, link: 'session' });
        continue;
      }
      if (act.by !== user) {
        // A service writes down what the user's session asked of it.
        const registers = actTable.some(({ kind, operation }) => (kind === 'device' || kind === 'security-info') && operation.test(act.operation)) || /^update (user|device)/.test(act.operation); // prettier-ignore
        if (
          act.byApplication &&
          registers &&
          isNear(times, act.time) &&
          !ownIsNearer(g, user, times, act.time)
        )
          found.push({ act, session: first.session, link: 'inferred' });
        continue;
      }
      if (act.ip !== undefined && ips.has(act.ip))
        found.push({ act, session: first.session, link: 'ip' });
      else if (
        act.ip === undefined &&
        isNear(times, act.time) &&
        !ownIsNearer(g, user, times, act.time)
      )
        found.push({ act, session: first.session, link: 'inferred' });
    }
  }
  for (const one of found) takeAct(g, one.act, one.session, one.link);
  for (const [user, list] of byUser) await takePlaceless(g, user, list);
  // Further records of the same acts: the directory writes several under one correlation id.
  const ids = new Set(found.flatMap(({ act }) => act.correlation ?? []));
  for (const act of ground.acts)
    if (!takenActs.has(act) && act.correlation !== undefined && ids.has(act.correlation)) {
      const origin = found.find(({ act: each }) => each.correlation === act.correlation);
      if (origin !== undefined)
        takeAct(g, act, origin.session, origin.link === 'inferred' ? 'inferred' : 'session');
    }
}

/** An act about a member of the scope, whoever did it: the user who was talked into it, too. */
export function aboutMember(g: Growth, act: DirectoryAct, member: Entity, link: LinkKind): void {
  const { ground, members, places, takenActs } = g;
  if (takenActs.has(act)) return;
  takenActs.add(act);
  for (const place of act.places) {
    const key = placeKey(place);
    if (!places.has(key)) places.set(key, { ...place, link });
  }
  const events = act.places.flatMap((place) => ground.idOf.get(placeKey(place)) ?? []);
  const gave = /^(consent to application|add )/.test(act.operation);
  if (gave && !act.byApplication && act.by !== '')
    members.add({ kind: 'user', value: act.by }, member, g.round, link,
      both(`${act.by} did this: ${act.operation}.`, `${act.by} による操作: ${act.operation}。`), events); // prettier-ignore
}

/** Records that say neither session nor address, made while the intruder was at work and the user was not. */
export async function takePlaceless(
  g: Growth,
  user: string,
  fresh: readonly JudgedStrand[],
): Promise<void> {
  const { ground, taken } = g;
  const { evidence } = ground;
  const loose = (ground.strandsOf.user.get(user) ?? []).filter(
    (each) => each.inferred && each.network === 'unknown' && !taken.has(each.no),
  );
  if (loose.length === 0) return;
  const times = await evidence.times(fresh.map(({ no }) => no));
  const events = await evidence.of(loose.map(({ no }) => no));
  put(g, 
    events.filter(({ time, operation }) => !operation.includes(' ') && time !== undefined && isNear(times, time) && !ownIsNearer(g, user, times, time)),
    'inferred',
  ); // prettier-ignore
}

export function strandTaken(g: Growth, act: DirectoryAct): boolean {
  const { taken, bySession } = g;
  // A session both have used: the act's own address says whose it was.
  const list = bySession.get(act.session ?? '') ?? [];
  const of = act.ip === undefined ? undefined : list.find(({ ips }) => ips.includes(act.ip ?? ''));
  return of === undefined
    ? list.every(({ no, done: n }) => taken.has(no) || n === 0)
    : taken.has(of.no);
}

/** Whether the user's own sessions have an event nearer to this time than the intruder's. */
export function ownIsNearer(
  g: Growth,
  user: string,
  times: readonly bigint[],
  time: bigint,
): boolean {
  const { ownTimes } = g;
  const own = ownTimes.get(user) ?? [];
  return distance(own, time) < distance(times, time);
}

export function takeAct(g: Growth, act: DirectoryAct, session: string, link: LinkKind): void {
  const { ground, members, places, takenActs } = g;
  takenActs.add(act);
  for (const place of act.places) {
    const key = placeKey(place);
    if (!places.has(key)) places.set(key, { ...place, link });
  }
  if (act.failed) return;
  const events = act.places.flatMap((place) => ground.idOf.get(placeKey(place)) ?? []);
  const from: Entity = { kind: 'session', value: session };
  const kind = actTable.find(({ operation }) => operation.test(act.operation))?.kind;
  const said = both(
    `${act.operation}, in this session.`,
    `このセッションでの操作: ${act.operation}。`,
  );
  if (kind === 'app') {
    const named = act.targets.filter(
      ({ type, name }) => name !== undefined && (type === 'application' || type === 'serviceprincipal'),
    ); // prettier-ignore
    const names = new Set(named.map(({ name }) => name));
    for (const appId of appIdsOf([act])) {
      const own = named.find((target) => target.appId === appId)?.name;
      const name = own ?? (names.size === 1 ? named[0]?.name : undefined);
      members.add({ kind, value: appId, name }, from, g.round, 'created', said, events);
    }
  } else if (kind !== undefined) {
    const target =
      act.targets.find(({ type }) => (kind === 'device' ? type === 'device' : kind === 'role' ? type === 'role' : true)) ?? act.targets[0]; // prettier-ignore
    const value =
      kind === 'security-info'
        ? `${act.targetUser ?? act.by}: ${act.reason ?? act.operation}`
        : (target?.id ?? target?.name);
    if (value !== undefined)
      members.add({ kind, value, name: target?.name }, from, g.round, 'created', said, events);
  }
}
