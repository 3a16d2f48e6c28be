import type { DirectoryAct } from '../detect/directory/act.js';
import type { Said } from '../model/finding.js';
import type { Entity, EntityKind, LinkKind } from '../model/incident.js';
import type { ScopeEvent } from './evidence-of.js';
import type { Ground } from './ground.js';
import type { Excluded, ScopedPlace } from './scope.js';
import { Members, placeKey } from './scope.js';
import type { JudgedStrand } from './verdict.js';

export const minute = 60_000_000n;
export const day = 24n * 60n * minute;
/** A weak link needs the same days. */
export const around = 3n * day;
/** What a person does within this time after a mail may come of it. */
export const afterMail = 7n * day;
/** An act without session and address belongs to a session in use so near to it. */
export const nearAct = 10n * minute;
/** Least weight of a strand that a second sign brings into scope. */
export const doubtful = 30;

/** A scope while it grows; what is in it stays in it. */
export interface Growth {
  readonly ground: Ground;
  readonly members: Members;
  readonly taken: Map<number, JudgedStrand>;
  readonly places: Map<string, ScopedPlace>;
  readonly excluded: Map<string, Excluded>;
  readonly takenActs: Set<DirectoryAct>;
  /** When users did something of their own, UTC microseconds in order. */
  readonly ownTimes: Map<string, readonly bigint[]>;
  readonly bySession: ReadonlyMap<string, readonly JudgedStrand[]>;
  round: number;
}

export const startGrowth = (ground: Ground): Growth => ({
  ground,
  members: new Members(),
  taken: new Map(),
  places: new Map(),
  excluded: new Map(),
  takenActs: new Set(),
  ownTimes: new Map(),
  bySession: ground.strandsOf.session,
  round: 0,
});

export function put({ places }: Growth, events: readonly ScopeEvent[], link: LinkKind): void {
  for (const { evidenceId, recordNo } of events) {
    const key = placeKey({ evidenceId, recordNo });
    if (!places.has(key)) places.set(key, { evidenceId, recordNo, link });
  }
}

export function leaveOut(
  { excluded }: Growth,
  kind: EntityKind,
  value: string,
  said: Said,
  events: readonly string[],
): void {
  const key = `${kind}:${value}`;
  if (!excluded.has(key)) excluded.set(key, { kind, value, said, events });
}

export const isOwn = ({ ground }: Growth, strand: JudgedStrand): boolean =>
  ground.marks.session(strand.session) === 'user' || strand.verdict === 'user';

/** A strand comes in, and with it its session. */
export function take(
  { taken, members, round }: Growth,
  strand: JudgedStrand,
  from: Entity | undefined,
  link: LinkKind,
  said: Said,
  events: readonly string[],
): void {
  if (taken.has(strand.no)) return;
  taken.set(strand.no, strand);
  members.add({ kind: 'session', value: strand.session }, from, round, link, said, events);
}

export function sessionOf(g: Growth, event: ScopeEvent): Entity | undefined {
  const { taken } = g;
  const session = event.strand === undefined ? undefined : taken.get(event.strand)?.session;
  return session === undefined ? undefined : { kind: 'session', value: session };
}

/** Strands in the days of what is in scope already; all, while nothing is. */
export function near(g: Growth, candidates: readonly JudgedStrand[]): readonly JudgedStrand[] {
  const all = [...g.taken.values()];
  const firsts = all.flatMap(({ first }) => first ?? []);
  const lasts = all.flatMap(({ last }) => last ?? []);
  if (firsts.length === 0 || lasts.length === 0) return candidates;
  const from = firsts.reduce((a, b) => (b < a ? b : a)) - around;
  const to = lasts.reduce((a, b) => (b > a ? b : a)) + around;
  return candidates.filter(
    ({ first, last }) => first === undefined || last === undefined || (last >= from && first <= to),
  );
}

/** Whether a time lies between the first and the last of what is in scope, or in the two weeks after it. */
export function inTheirDays(g: Growth, time: bigint | undefined): boolean {
  const all = [...g.taken.values()].filter(({ done: n }) => n > 0);
  const firsts = all.flatMap(({ first }) => first ?? []);
  const lasts = all.flatMap(({ last }) => last ?? []);
  if (time === undefined || firsts.length === 0 || lasts.length === 0) return false;
  return (
    time >= firsts.reduce((a, b) => (b < a ? b : a)) &&
    time <= lasts.reduce((a, b) => (b > a ? b : a)) + 14n * day
  );
}

/** From a time to the nearest of others, microseconds. */
export function distance(times: readonly bigint[], time: bigint): bigint {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0n) < time) low = middle + 1;
    else high = middle;
  }
  return [times[low - 1], times[low]].reduce<bigint>((nearest, each) => {
    if (each === undefined) return nearest;
    const far = each > time ? each - time : time - each;
    return far < nearest ? far : nearest;
  }, never);
}
const never = 1n << 62n;
export const isNear = (times: readonly bigint[], time: bigint): boolean =>
  distance(times, time) <= nearAct;

export const both = (en: string, ja: string): Said => ({ en, ja });
