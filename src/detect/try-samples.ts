import type { DetectPack } from './pack.js';
import type { IpDatabase } from '../ingest/enrich/ip-database.js';
import { openIpDatabase } from '../ingest/enrich/ip-database.js';
import { openMemoryStore } from '../store/duckdb/store.js';
import type { Store } from '../store/store.js';
import type { Said } from '../model/finding.js';
import type { Problem } from '../sigma/parse/problem.js';
import { detect } from './run.js';
import type { DetectRule } from './rule.js';
import type { Sample } from './samples.js';
import { addSample, readSamples, settleSamples } from './samples.js';

/** How a rule does on one of its samples. */
export interface Tried {
  readonly sample: string;
  readonly kind: Sample['kind'];
  /** Sentences of the findings that the rule gave. */
  readonly said: readonly Said[];
  /** Fields that a sentence must say and that the sample does not have. */
  readonly lacking: readonly string[];
  /** A positive sample gives findings whose sentences are whole, a benign one none. */
  readonly right: boolean;
}

export interface TriedRule {
  readonly rule: DetectRule;
  readonly tried: readonly Tried[];
  /** Of its file of samples. */
  readonly problems: readonly Problem[];
  readonly right: boolean;
}

interface Placed {
  readonly rule: DetectRule;
  readonly sample: Sample;
}

/**
 * Runs rules on their samples, on the real store. A rule that looks at one event at a time does not
 * mind who else is there, so those share a store; the others get one for each sample.
 *
 * @param pack - where they come from: correlations are made of others of it.
 */
export async function trySamples(
  rules: readonly DetectRule[],
  pack: DetectPack,
): Promise<readonly TriedRule[]> {
  const read = await Promise.all(rules.map(async (rule) => ({ rule, samples: await readSamples(rule.place.file) }))); // prettier-ignore
  const addresses = await openIpDatabase({});
  const outcomes = new Map<Sample, Tried>();
  const placed = read.flatMap(({ rule, samples: { samples } }) =>
    samples.map((sample): Placed => ({ rule, sample })),
  );
  const alone = (one: Placed): boolean => one.rule.finder.kind !== 'rule';
  const together = placed.filter((one) => !alone(one));
  const groups = [
    ...(together.length > 0 ? [together] : []),
    ...placed.filter(alone).map((one) => [one]),
  ];
  const store = await openMemoryStore();
  try {
    for (const group of groups) {
      for (const [sample, tried] of await tryTogether(store, group, pack, addresses))
        outcomes.set(sample, tried);
      await store.reset();
    }
  } finally {
    store.close();
  }
  return read.map(({ rule, samples: { samples, problems } }) => {
    const tried = samples.flatMap((sample) => outcomes.get(sample) ?? []);
    return {
      rule,
      tried,
      problems,
      right: problems.length === 0 && tried.length > 0 && tried.every(({ right }) => right),
    };
  });
}

/** One store for these samples, each as evidence of its own. */
async function tryTogether(
  store: Store,
  placed: readonly Placed[],
  pack: DetectPack,
  addresses: IpDatabase,
): Promise<ReadonlyMap<Sample, Tried>> {
  const evidence = new Map<number, Placed>();
  for (const one of placed) evidence.set(await addSample(store, one.sample), one);
  await settleSamples(store, addresses);
  const lacking = new Map<string, readonly string[]>();
  const needed = new Set(placed.map(({ rule }) => rule));
  await detect(store, {
    pack: { ...pack, rules: pack.rules.filter((rule) => needed.has(rule)) },
    stamp: '',
    onLacking: (_rule, id, names) => lacking.set(id, names),
  });
  return outcomesIn(store, evidence, lacking);
}

async function outcomesIn(
  store: Store,
  evidence: ReadonlyMap<number, Placed>,
  lacking: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<Sample, Tried>> {
  const findings = await store.findings({ filter: {}, order: 'time' });
  const events = await store.findingEvents(findings.map(({ id }) => id));
  const outcomes = new Map<Sample, Tried>();
  for (const [evidenceId, { rule, sample }] of evidence) {
    const own = findings.filter(
      (finding) =>
        finding.rule === rule.id &&
        events.get(finding.id)?.some((event) => event.evidenceId === evidenceId) === true,
    );
    const wanting = own.flatMap(({ id }) => lacking.get(id) ?? []);
    outcomes.set(sample, {
      sample: sample.name,
      kind: sample.kind,
      said: own.map(({ said }) => said),
      lacking: wanting,
      right: sample.kind === 'positive' ? own.length > 0 && wanting.length === 0 : own.length === 0,
    });
  }
  return outcomes;
}
