import { z } from 'zod';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { DirectoryAct } from '../directory/act.js';
import { accountOf } from '../directory/act.js';
import { distinct, groupByKeys, listed, minute, placesOf } from '../directory/groups.js';
import { readActs } from '../directory/read.js';
import { roleOf } from './role-granted.js';

const parameters = z.strictObject({
  /** Removals by one account are one finding while less than this lies between. */
  minutes: z.number().positive().default(60),
  /** So many administrators removed by one account are more than tidying up. */
  many: z.number().int().min(2).default(3),
});
type Parameters = z.infer<typeof parameters>;

interface Removal {
  readonly act: DirectoryAct;
  readonly time: bigint;
  readonly member: string;
  readonly role: string | undefined;
}

function removalOf(act: DirectoryAct): Removal | undefined {
  const before = roleOf(act, 'before');
  const { name, tier } = before.name === undefined ? roleOf(act, 'after') : before;
  const member = accountOf(act);
  if (tier === 2 || member === undefined || act.failed || act.byApplication) return undefined;
  return { act, time: act.time, member, role: name };
}

function matchOf(group: readonly Removal[], many: number): AnalyserMatch {
  const by = distinct(group.map(({ act }) => act.by));
  const members = distinct(group.map(({ member }) => member));
  const others = members.filter((member) => !by.includes(member));
  return {
    events: placesOf(group.map(({ act }) => act)),
    // One's own role given back is no attack upon others.
    severity: others.length >= many ? 'high' : others.length > 0 ? 'medium' : 'low',
    values: {
      by: listed(by),
      member: listed(members),
      role: listed(distinct(group.map(({ role }) => role))),
    },
  };
}

/** Administrators lose their roles by a person's hand: a way to lock the others out. */
export const roleRemoved: Analyser<Parameters> = {
  slug: 'role-removed',
  parameters,
  run: async (store, { minutes, many }) => {
    const acts = await readActs(store, '^remove (?:eligible |scoped )?member from role');
    const removals = acts
      .filter(({ operation }) => !/expired|requested|denied|cancell?ed/.test(operation))
      .map(removalOf)
      .filter((removal) => removal !== undefined);
    const groups = groupByKeys(
      removals,
      ({ act }) => [act.by],
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    );
    return groups.map((group) => matchOf(group, many));
  },
};
