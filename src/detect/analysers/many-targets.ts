import { z } from 'zod';
import { severities } from '../../model/finding.js';
import type { Severity } from '../../model/finding.js';
import type { Cell, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { burstsOf } from '../directory/bursts.js';
import { expression } from '../directory/expression.js';
import { distinct, listed } from '../directory/groups.js';
import { operationsLike } from '../directory/read.js';

const parameters = z.strictObject({
  sources: z.array(z.enum(['ual', 'entra_audit', 'azure_activity', 'graph_activity'])).min(1),
  /** RE2 over the lower-case operation. */
  operations: z.string(),
  /** Whose different values are counted; the first that has one. */
  count: z.array(z.enum(['target_user', 'object', 'correlation_id'])).min(1),
  atLeast: z.number().int().min(2),
  minutes: z.number().positive(),
  /** From so many on it weighs more. */
  steps: z
    .array(z.strictObject({ from: z.number().int(), severity: z.enum(severities) }))
    .default([]),
  /** RE2 over the lower-case name of who did it: accounts of synchronisation and the like. */
  leaveOut: expression.optional(),
});
type Parameters = z.infer<typeof parameters>;

interface Deed {
  readonly place: EventPlace;
  readonly time: bigint;
  readonly by: string;
  readonly target: string;
}

const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : '');

async function readDeeds(store: Store, of: Parameters): Promise<readonly Deed[]> {
  const sources = of.sources.map((_, at) => `$source${at}`).join(', ');
  const counted = of.count.map((column) => `nullif(${column}, '')`).join(', ');
  const named = await operationsLike(store, of.operations, of.sources);
  if (named.length === 0) return [];
  const rows = await store.query(
    `SELECT evidence_id, record_no, "time", coalesce("user", user_id, '') AS who,
            lower(coalesce(${counted}, event_id)) AS target
     FROM event_view
     WHERE source IN (${sources}) AND outcome <> 'failure' AND "time" IS NOT NULL
       AND operation IN (${named.map((_, at) => `$operation${at}`).join(', ')})
     ORDER BY who, "time", source, evidence_id, record_no`,
    {
      ...Object.fromEntries(named.map((name, at) => [`operation${at}`, name])),
      ...Object.fromEntries(of.sources.map((source, at) => [`source${at}`, source])),
    },
  );
  const { leaveOut } = of;
  return rows.flatMap((row): Deed[] => {
    const by = textOf(row['who']);
    if (typeof row['time'] !== 'bigint' || leaveOut?.test(by) === true) return [];
    return [
      {
        place: { evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) },
        time: row['time'],
        by,
        // A deleted account's name starts with its id: the two logs may or may not have it so.
        target: textOf(row['target']).replace(/^[0-9a-f]{32}(?=.+@)/, ''),
      },
    ];
  });
}

function matchOf(run: readonly Deed[], steps: Parameters['steps']): AnalyserMatch {
  const targets = distinct(run.map(({ target }) => target));
  const reached = steps.filter(({ from }) => targets.length >= from);
  const severity = reached.reduce<Severity | undefined>(
    (highest, step) =>
      highest === undefined || severities.indexOf(step.severity) > severities.indexOf(highest)
        ? step.severity
        : highest,
    undefined,
  );
  return {
    events: run.map(({ place }) => place),
    ...(severity === undefined ? {} : { severity }),
    values: {
      by: run[0]?.by ?? '',
      number: String(targets.length),
      targets: listed(
        targets.map((target) => target.split('/').at(-1) ?? target),
        6,
      ),
    },
  };
}

/** One account does the same to many different targets in a short time. */
export const manyTargets: Analyser<Parameters> = {
  slug: 'many-targets',
  parameters,
  run: async (store, wanted) => {
    const window = BigInt(Math.round(wanted.minutes * 60)) * 1_000_000n;
    const byAccount = new Map<string, Deed[]>();
    for (const deed of await readDeeds(store, wanted)) {
      const own = byAccount.get(deed.by);
      if (own === undefined) byAccount.set(deed.by, [deed]);
      else own.push(deed);
    }
    return [...byAccount.values()].flatMap((deeds) =>
      burstsOf(deeds, ({ target }) => target, wanted.atLeast, window).map((run) =>
        matchOf(run, wanted.steps),
      ),
    );
  },
};
