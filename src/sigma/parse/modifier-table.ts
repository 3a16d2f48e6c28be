/**
 * The modifiers of Sigma 2.1 (specification, appendix Modifiers), and which may stand together.
 *
 * `place`: where in the value. `encode`, `base64`: bytes of the text, in this order. `expand`, `windash`: one text
 * becomes several. `type`: what is tested; it wants the value as written, so only some others may stand beside it.
 * `flag`: of `re`, after it.
 */
export type ModifierGroup =
  'place' | 'encode' | 'base64' | 'expand' | 'windash' | 'type' | 'flag' | 'cased' | 'all' | 'neq';

export interface Modifier {
  readonly group: ModifierGroup;
  /** Other than the name itself: of an alias, the name it stands for. */
  readonly means?: string;
  /** Of a `type`: the modifiers that may stand beside it. */
  readonly beside?: readonly string[];
}

const ranged: Modifier = { group: 'type', beside: ['all'] };
const part: Modifier = { group: 'type', beside: ['all', 'neq'] };

export const modifiers: Readonly<Record<string, Modifier>> = {
  contains: { group: 'place' },
  startswith: { group: 'place' },
  endswith: { group: 'place' },

  all: { group: 'all' },
  cased: { group: 'cased' },
  neq: { group: 'neq' },
  expand: { group: 'expand' },
  windash: { group: 'windash' },

  wide: { group: 'encode', means: 'utf16le' },
  utf16le: { group: 'encode' },
  utf16be: { group: 'encode' },
  utf16: { group: 'encode' },
  base64: { group: 'base64' },
  base64offset: { group: 'base64' },

  re: { group: 'type', beside: ['i', 'm', 's', 'all', 'neq'] },
  i: { group: 'flag' },
  m: { group: 'flag' },
  s: { group: 'flag' },
  ignorecase: { group: 'flag', means: 'i' },
  multiline: { group: 'flag', means: 'm' },
  dotall: { group: 'flag', means: 's' },

  cidr: { group: 'type', beside: ['all', 'neq'] },
  exists: { group: 'type', beside: [] },
  lt: ranged,
  lte: ranged,
  gt: ranged,
  gte: ranged,
  fieldref: {
    group: 'type',
    beside: ['contains', 'startswith', 'endswith', 'cased', 'all', 'neq'],
  },
  minute: part,
  hour: part,
  day: part,
  week: part,
  month: part,
  year: part,
};

/** The least and the greatest number a part of a time can be. */
export const timeRanges: Readonly<Record<string, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1000, 9999],
};

/** What a keyword, which has no field, can carry. */
export const keywordGroups: readonly ModifierGroup[] = [
  'encode',
  'base64',
  'expand',
  'windash',
  'flag',
  'cased',
  'all',
  'neq',
];
export const keywordNames: readonly string[] = ['contains', 're'];
