import { z } from 'zod';

/** What can be said of a measure from a tenant's configuration. Only `enforced` is a pass. */
export const verdicts = [
  'enforced',
  'enforced-with-gaps',
  'report-only',
  'absent',
  'not-possible',
  'not-decidable',
  'not-judged',
] as const;
export type Verdict = (typeof verdicts)[number];

/** A statement by its code; `src/output/language/posture-table.ts` holds the sentence. */
const saysSchema = z.strictObject({
  code: z.string(),
  values: z.record(z.string(), z.string()),
});

/** What a gap is about: a sign-in has one value of each. */
export const dimensions = [
  'users',
  'apps',
  'clients',
  'platforms',
  'locations',
  'devices',
  'signInRisk',
  'userRisk',
  'insiderRisk',
  'flows',
] as const;
export type Dimension = (typeof dimensions)[number];

const itemSchema = z.strictObject({
  kind: z.string(),
  id: z.string(),
  /** As the tenant names it; written by anybody. Empty where the language table has the name. */
  name: z.string(),
  /** Users behind it, where the snapshot tells them. */
  members: z.array(z.string()),
  /** How many users that is; undefined when the snapshot does not tell. */
  count: z.number().int().optional(),
});

/** Sign-ins that nothing covers: those for which all parts hold. */
const openSchema = z.strictObject({
  kind: z.literal('open'),
  parts: z.array(
    z.strictObject({
      dimension: z.enum(dimensions),
      /** `only`: the items named; `except`: all but the items named. */
      mode: z.enum(['only', 'except']),
      items: z.array(itemSchema),
    }),
  ),
  /** No setting of this measure can close it. */
  inherent: z.boolean(),
});
const statedSchema = z.strictObject({ kind: z.literal('stated'), says: saysSchema });
const gapSchema = z.discriminatedUnion('kind', [openSchema, statedSchema]);

/** An object of the tenant, with its place in the snapshot. */
const objectSchema = z.strictObject({
  kind: z.string(),
  id: z.string(),
  name: z.string(),
  file: z.string(),
  /** JSON path of what decides. */
  path: z.string(),
  /** `decides`: the verdict rests on it. `helps`: it closes a gap. Others do not count, and `why` says why. */
  role: z.enum(['decides', 'helps', 'report-only', 'disabled', 'insufficient']),
  why: z.array(saysSchema),
});

const judgementSchema = z.strictObject({
  id: z.string(),
  /** The stages of an intrusion it stops or shows (W-11). */
  stages: z.array(z.string()),
  verdict: z.enum(verdicts),
  basis: z.enum(['configuration', 'answer', 'none']),
  because: z.array(saysSchema),
  gaps: z.array(gapSchema),
  /** More gaps than are listed. */
  moreGaps: z.boolean(),
  objects: z.array(objectSchema),
  remarks: z.array(saysSchema),
});

const fileSchema = z.strictObject({
  file: z.string(),
  kinds: z.array(z.string()),
  objects: z.number().int(),
  /** Graph said there are more pages than the snapshot has. */
  cut: z.boolean(),
});
const problemSchema = z.strictObject({ file: z.string(), says: saysSchema });

/** The result of `konseki posture --json`. */
export const postureSchema = z.strictObject({
  kind: z.literal('konseki-posture'),
  version: z.literal(1),
  tenant: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  /** Licences the verdicts rest on; undefined when neither the snapshot nor the person says them. */
  licences: z.array(z.string()).optional(),
  licenceBasis: z.enum(['snapshot', 'named', 'unknown']),
  measures: z.array(judgementSchema),
  files: z.array(fileSchema),
  /** Files, or parts of files, that were not read. */
  problems: z.array(problemSchema),
  /** Objects that no file of the snapshot holds. */
  missing: z.array(z.string()),
});

export type Says = Readonly<z.infer<typeof saysSchema>>;
export type GapItem = Readonly<z.infer<typeof itemSchema>>;
export type OpenGap = Readonly<z.infer<typeof openSchema>>;
export type Gap = Readonly<z.infer<typeof gapSchema>>;
export type PostureObject = Readonly<z.infer<typeof objectSchema>>;
export type StagedJudgement = Readonly<z.infer<typeof judgementSchema>>;
/** As it is judged: its stages are those of the measure. */
export type Judgement = Omit<StagedJudgement, 'stages'>;
export type SnapshotFileSummary = Readonly<z.infer<typeof fileSchema>>;
export type SnapshotProblem = Readonly<z.infer<typeof problemSchema>>;
export type PostureDocument = Readonly<z.infer<typeof postureSchema>>;

export const says = (code: string, values: Readonly<Record<string, string>> = {}): Says => ({
  code,
  values: { ...values },
});
