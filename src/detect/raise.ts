import type { Said, Severity } from '../model/finding.js';
import { severities } from '../model/finding.js';
import type { Stage } from '../model/stage.js';
import type { GroupFacts } from '../store/detection.js';
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
/** Addresses of so many users, and no more, are somebody's own. */
const fewUsers = 2;

export interface Raiser {
  /** Why this finding weighs more than its rule says; undefined where nothing raises it. */
  raise(one: Weighed): Said | undefined;
}

/**
 * @param grave - all findings of at least medium severity.
 * @param usersOf - how many users of the case an address has.
 */
export function raiserOf(grave: readonly Weighed[], usersOf: ReadonlyMap<string, number>): Raiser {
  const bySession = groupBy(grave, ({ facts }) => facts.sessions);
  const byApp = groupBy(
    grave.filter(({ rule }) => rule.stage === 'application'),
    ({ facts }) => facts.appIds,
  );
  const byUserIp = groupBy(grave, ({ facts }) => userIps(facts, usersOf));
  return {
    raise: (one) => {
      const reasons: readonly (readonly [readonly Weighed[], Said])[] = [
        [
          speaking(candidates(bySession, one.facts.sessions)).filter((by) => sameStrand(by, one)),
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
            candidates(byUserIp, userIps(one.facts, usersOf)).filter(
              (by) =>
                (by.facts.sessions.length === 0 || one.facts.sessions.length === 0) &&
                near(by.facts, one.facts),
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

/** Not known to be of two clients: a stolen session is also the user's own. */
function sameStrand({ facts: a }: Weighed, { facts: b }: Weighed): boolean {
  if (a.clientIps.length === 0 || b.clientIps.length === 0) return true;
  return shares(a.clientIps, b.clientIps) || shares(a.userAgents, b.userAgents);
}

const shares = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((value) => b.includes(value));

function near(a: GroupFacts, b: GroupFacts): boolean {
  if (a.first === undefined || a.last === undefined) return false;
  if (b.first === undefined || b.last === undefined) return false;
  return b.last >= a.first - day && b.first <= a.last + day;
}

function userIps(facts: GroupFacts, usersOf: ReadonlyMap<string, number>): readonly string[] {
  const own = facts.clientIps.filter((ip) => (usersOf.get(ip) ?? 0) <= fewUsers);
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
