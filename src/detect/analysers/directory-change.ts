import { z } from 'zod';
import { severities } from '../../model/finding.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { Change, DirectoryAct } from '../directory/act.js';
import { accountOf } from '../directory/act.js';
import { distinct, groupByKeys, listed, minute, placesOf } from '../directory/groups.js';
import type { Expression } from '../directory/expression.js';
import { expression } from '../directory/expression.js';
import { readActs } from '../directory/read.js';

const parameters = z.strictObject({
  /** RE2 over the lower-case operation. */
  operations: z.string(),
  /** One of these properties changed so; with none every act of the operations counts. */
  changes: z
    .array(
      z.strictObject({
        property: expression,
        before: expression.optional(),
        after: expression.optional(),
        /** The same text may stand before too, unless the change brought it. */
        fresh: z.boolean().default(true),
        severity: z.enum(severities).optional(),
      }),
    )
    .default([]),
  /** What applications and services of Microsoft's do is left out. */
  people: z.boolean().default(false),
  /** Also what was tried and failed. */
  failures: z.boolean().default(false),
  /** Acts of one account upon one object are one finding while less than this lies between. */
  minutes: z.number().positive().default(30),
});
type Parameters = z.infer<typeof parameters>;
type Wanted = Parameters['changes'][number];

interface Hit {
  readonly act: DirectoryAct;
  readonly time: bigint;
  readonly change: Change | undefined;
  readonly wanted: Wanted | undefined;
}

const matches = (wanted: Expression | undefined, value: string | undefined): boolean =>
  wanted === undefined || wanted.test(value ?? '');

function isWanted(wanted: Wanted, change: Change): boolean {
  if (!matches(wanted.property, change.name)) return false;
  if (!matches(wanted.before, change.before) || !matches(wanted.after, change.after)) return false;
  if (change.before === change.after) return false;
  return !(
    wanted.fresh &&
    wanted.after !== undefined &&
    change.before !== undefined &&
    matches(wanted.after, change.before)
  );
}

function hitOf(act: DirectoryAct, changes: readonly Wanted[]): Hit | undefined {
  if (changes.length === 0) return { act, time: act.time, change: undefined, wanted: undefined };
  for (const wanted of changes) {
    const change = act.changes.find((one) => isWanted(wanted, one));
    if (change !== undefined) return { act, time: act.time, change, wanted };
  }
  return undefined;
}

const short = (value: string): string => {
  const plain = value.replace(/\s+/g, ' ');
  return plain.length > 120 ? `${plain.slice(0, 120)}…` : plain;
};

/** The name of what was changed; the account where it was one. */
function objectOf(act: DirectoryAct): string | undefined {
  const named = act.targets.find(({ name }) => name !== undefined)?.name;
  return named ?? accountOf(act) ?? act.targets[0]?.id;
}

function matchOf(group: readonly Hit[]): AnalyserMatch {
  const change = group.find((hit) => hit.change !== undefined)?.change;
  const levels = group.flatMap(({ wanted }) => wanted?.severity ?? []);
  const severity = [...levels].sort((one, other) => severities.indexOf(other) - severities.indexOf(one))[0]; // prettier-ignore
  const objects = distinct(group.map(({ act }) => objectOf(act)));
  return {
    events: placesOf(group.map(({ act }) => act)),
    ...(severity === undefined ? {} : { severity }),
    values: {
      by: listed(distinct(group.map(({ act }) => act.by))),
      ...(objects.length === 0 ? {} : { target: listed(objects) }),
      ...(change === undefined ? {} : { property: change.name }),
      ...(change?.before === undefined ? {} : { before: short(change.before) }),
      ...(change?.after === undefined ? {} : { after: short(change.after) }),
    },
  };
}

/**
 * A change of the directory, by its operation and by what the changed properties were and became: the same
 * over the unified and the Entra audit log, whose records hold them in different places and spellings.
 */
export const directoryChange: Analyser<Parameters> = {
  slug: 'directory-change',
  parameters,
  run: async (store, { operations, changes, people, failures, minutes }) => {
    const acts = await readActs(store, operations);
    const hits = acts
      .filter((act) => (failures || !act.failed) && !(people && act.byApplication))
      .map((act) => hitOf(act, changes))
      .filter((hit) => hit !== undefined);
    const groups = groupByKeys(
      hits,
      ({ act }) => [
        `${act.by}|${objectOf(act) ?? ''}`,
        ...(act.correlation === undefined ? [] : [act.correlation]),
      ],
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    );
    return groups.map(matchOf);
  },
};
