import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { systemCode } from '../errors.js';
import type { IpDatabase } from '../ingest/enrich/ip-database.js';
import { enrichFrom } from '../ingest/enrich/enrich.js';
import { interpret } from '../ingest/interpret.js';
import type { ColumnValue } from '../model/event.js';
import type { NewEvent, Store } from '../store/store.js';
import type { Problem } from '../sigma/parse/problem.js';
import { plain, readYaml } from '../sigma/parse/yaml.js';
import { placeOf, problemsOf } from './yaml-file.js';

/** Records that a rule must find something in, or must not (docs/rules.md). */
export interface Sample {
  readonly kind: 'positive' | 'benign';
  readonly name: string;
  readonly events: readonly NewEvent[];
}

export interface Samples {
  readonly file: string;
  readonly samples: readonly Sample[];
  readonly problems: readonly Problem[];
}

/** As few as every rule must have. */
export const leastSamples = { positive: 1, benign: 2 } as const;

const sampleSchema = z.strictObject({
  name: z.string().trim().min(1),
  records: z.array(z.record(z.string(), z.unknown())).min(1),
});
const fileSchema = z.strictObject({
  positive: z.array(sampleSchema).min(leastSamples.positive),
  benign: z.array(sampleSchema).min(leastSamples.benign),
});

/** `rules/x/y.yml` → `rules/x/y.samples.yml` */
export const samplesFileOf = (ruleFile: string): string =>
  ruleFile.replace(/\.ya?ml$/i, (ending) => `.samples${ending}`);

/** The samples beside a rule; what is wrong with them is a problem. */
export async function readSamples(ruleFile: string): Promise<Samples> {
  const file = samplesFileOf(ruleFile);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const missing = systemCode(error) === 'ENOENT';
    return failed(file, missing ? 'the rule has no samples' : 'the samples cannot be read');
  }
  const { documents, problems } = readYaml(text, file);
  const [document] = documents;
  if (problems.length > 0)
    return { file, samples: [], problems: problems.map((one) => ({ ...one, rule: undefined })) };
  if (document === undefined) return failed(file, 'there are no samples in this file');
  const parsed = fileSchema.safeParse(plain(document));
  if (!parsed.success)
    return { file, samples: [], problems: problemsOf(parsed.error, document, undefined) };
  const wrong: Problem[] = [];
  const samples = (['positive', 'benign'] as const).flatMap((kind) =>
    parsed.data[kind].map(({ name, records }, index): Sample => {
      const events = records.flatMap((fields, at): readonly NewEvent[] => {
        const made = interpreted(fields, at + 1, file);
        if (made.event !== undefined) return [made.event];
        wrong.push({
          code: 'value',
          rule: undefined,
          feature: 'records',
          message: `${name}: ${made.why}`,
          hint: undefined,
          place: placeOf(document, [kind, index, 'records', at]),
        });
        return [];
      });
      return { kind, name, events };
    }),
  );
  return { file, samples, problems: wrong };
}

function failed(file: string, message: string): Samples {
  const place = { file, line: 1, column: 1 };
  return {
    file,
    samples: [],
    problems: [
      { code: 'missing', rule: undefined, feature: 'samples', message, hint: undefined, place },
    ],
  };
}

type Interpreted =
  | { readonly event: NewEvent; readonly why?: never }
  | { readonly event: undefined; readonly why: string };

/** A record as JSON exports have it, else as a row of CSV, else as a saved mail. */
function interpreted(
  fields: Readonly<Record<string, unknown>>,
  recordNo: number,
  file: string,
): Interpreted {
  let why = '';
  for (const shape of ['json', 'csv', 'mail'] as const) {
    const made = interpret({ kind: 'record', recordNo, fields }, shape, file, undefined);
    if (made.kind === 'event') {
      if (made.event.event.damage === null) return { event: made.event };
      why = made.event.event.damage;
    } else if (why === '') why = made.reject.reason;
  }
  return { event: undefined, why };
}

/**
 * Takes a sample into a store, as evidence of its own. Authors copy records, so ids are made
 * different from those of other samples; within one, equal ids stay equal. @returns its number.
 */
export async function addSample(store: Store, sample: Sample): Promise<number> {
  const intake = await store.intake({
    file: sample.name,
    onDisk: sample.name,
    archiveSha256: null,
    bytes: 0,
    copy: null,
  });
  const own = (id: ColumnValue): ColumnValue =>
    id === null ? null : `${String(id)} (sample ${intake.evidenceId})`;
  await intake.append(
    sample.events.map((one) => {
      const { event_id: id, match_key: key } = one.event.values;
      const values = { ...one.event.values, event_id: own(id), match_key: own(key) };
      return { ...one, event: { ...one.event, values } };
    }),
  );
  await intake.complete({
    sha256: `sample ${intake.evidenceId}`,
    encoding: 'utf-8',
    format: sample.events[0]?.format ?? null,
    warnings: [],
    addedAt: 0n,
    addedBy: 'konseki',
  });
  return intake.evidenceId;
}

/** What happens in a case after adding, before detection. */
export async function settleSamples(store: Store, addresses: IpDatabase): Promise<void> {
  await enrichFrom(store, addresses);
  await store.joinTokens();
}
