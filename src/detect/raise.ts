import type { Said, Severity } from '../model/finding.js';
import { severities } from '../model/finding.js';
import type { Stage } from '../model/stage.js';
import type { AddressUse, GroupFacts } from '../store/detection.js';
import type { DetectRule } from './rule.js';

/**
 * A mail that was read, a file that was opened: nothing by itself, and worth knowing when the session it
 * happened in is an intruder's. So findings below medium are raised by a grave one beside them. What
 * an administrator does all day must raise nothing, nor may the user's own part of a stolen session.
 */

/** A finding as raising sees it. */
export interface Weighed {
  readonly facts: GroupFacts;
  readonly rule: DetectRule;
  readonly severity: Severity;
}

const rank = (severity: Severity): number => severities.indexOf(severity);
export const isGrave = (severity: Severity): boolean => rank(severity) >= rank('medium');

/** Stages of which a finding of medium severity is about who it was, and so speaks for all that he did. */
const whoStages: ReadonlySet<Stage> = new Set(['session-theft', 'login']);
/** Stages of which two different ones together do; privileges are what administrators give all day. */
const whatStages: ReadonlySet<Stage> = new Set([
  'security-info',
  'device',
  'application',
  'info-theft',
  'evasion',
  'spread',
]);

const day = 86_400_000_000n;
const hour = 3_600_000_000n;
/** Addresses of so many users, and no more, are somebody's own. */
const fewUsers = 2;
/**
 * Of a finding from several addresses, one used on so many days, and so many times those of another, is the
 * user's own: a session that two use has both.
 */
const homeDays = 4;
const homeTimes = 3;

export interface Raiser {
  /** Why this finding weighs more than its rule says; undefined where nothing raises it. */
  raise(one: Weighed): Said | undefined;
}

/**
 * @param grave - all findings of at least medium severity.
 * @param uses - how much the addresses of those are used.
 */
export function raiserOf(grave: readonly Weighed[], uses: ReadonlyMap<string, AddressUse>): Raiser {
  const bySession = groupBy(grave, ({ facts }) => facts.sessions);
  const byApp = groupBy(
    grave.filter(({ rule }) => rule.stage === 'application'),
    ({ facts }) => facts.appIds,
  );
  const byUserIp = groupBy(grave, ({ facts }) => userIps(facts, uses));
  return {
    raise: (one) => {
      const reasons: readonly (readonly [readonly Weighed[], Said])[] = [
        [
          speaking(candidates(bySession, one.facts.sessions)).filter((by) =>
            sameStrand(by.facts, one.facts, uses),
          ),
          sameSession,
        ],
        [
          candidates(byApp, one.facts.appIds).filter(
            ({ facts }) => (facts.first ?? 0n) <= (one.facts.last ?? 0n),
          ),
          sameApp,
        ],
        [
          // An address says who it was where a session cannot.
          speaking(
            candidates(byUserIp, userIps(one.facts, uses)).filter(
              (by) =>
                (by.facts.sessions.length === 0 || one.facts.sessions.length === 0) &&
                within(by.facts, one.facts, day),
            ),
          ),
          sameAddress,
        ],
      ];
      for (const [found, why] of reasons) {
        const others = found.filter(({ rule }) => rule.trace !== one.rule.trace);
        const gravest = others.toSorted(byWeight)[0];
        if (gravest !== undefined) return because(why, gravest);
      }
      return undefined;
    },
  };
}

const sameSession: Said = { en: 'the same session also has', ja: '同じセッションに' };
const sameApp: Said = {
  en: 'it was done by the application of',
  ja: '次のアプリケーションによるもののため: ',
};
const sameAddress: Said = {
  en: 'the same user at the same address also has',
  ja: '同じユーザーが同じIPアドレスから行った操作に',
};

const because = (why: Said, { facts, rule }: Weighed): Said => ({
  en: `Raised because ${why.en} "${rule.title.en}" (${facts.id}).`,
  ja: `${why.ja}「${rule.title.ja}」(${facts.id})があるため、重大度を引き上げた。`,
});

const byWeight = (a: Weighed, b: Weighed): number =>
  rank(b.severity) - rank(a.severity) || (a.facts.id < b.facts.id ? -1 : 1);

/** Those that speak for the whole session: one that is high, or about who it was, or two of a kind. */
function speaking(found: readonly Weighed[]): readonly Weighed[] {
  const stages = new Set(
    found.map(({ rule }) => rule.stage).filter((stage) => whatStages.has(stage)),
  );
  return found.filter(
    ({ severity, rule }) =>
      rank(severity) > rank('medium') ||
      whoStages.has(rule.stage) ||
      (stages.size > 1 && whatStages.has(rule.stage)),
  );
}

/** Whether what speaks for a session speaks for this part of it: a stolen session is also the user's own. */
function sameStrand(
  by: GroupFacts,
  of: GroupFacts,
  uses: ReadonlyMap<string, AddressUse>,
): boolean {
  if (by.clientIps.length === 0) return true;
  const days = (ip: string): number => uses.get(ip)?.days ?? 0;
  const least = Math.min(...by.clientIps.map(days));
  const foul = by.clientIps.filter((ip) => days(ip) < Math.max(homeDays, homeTimes * least));
  const mixed = foul.length < by.clientIps.length;
  if (of.clientIps.length > 0)
    return shares(foul, of.clientIps) || (!mixed && shares(by.userAgents, of.userAgents));
  // Nothing says from where: what happened at that time.
  return !mixed && within(by, of, hour);
}

const shares = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((value) => b.includes(value));

/** Whether `b` has a part in the time of `a`, or so long before or after it. */
function within(a: GroupFacts, b: GroupFacts, span: bigint): boolean {
  if (a.first === undefined || a.last === undefined) return false;
  if (b.first === undefined || b.last === undefined) return false;
  return b.last >= a.first - span && b.first <= a.last + span;
}

function userIps(facts: GroupFacts, uses: ReadonlyMap<string, AddressUse>): readonly string[] {
  const own = facts.clientIps.filter((ip) => (uses.get(ip)?.users ?? 0) <= fewUsers);
  return facts.users.flatMap((user) => own.map((ip) => `${user}\n${ip}`));
}

function groupBy(
  found: readonly Weighed[],
  keys: (one: Weighed) => readonly string[],
): ReadonlyMap<string, readonly Weighed[]> {
  const groups = new Map<string, Weighed[]>();
  for (const one of found)
    for (const key of keys(one)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
  return groups;
}

const candidates = (
  groups: ReadonlyMap<string, readonly Weighed[]>,
  keys: readonly string[],
): readonly Weighed[] => [...new Set(keys.flatMap((key) => groups.get(key) ?? []))];
