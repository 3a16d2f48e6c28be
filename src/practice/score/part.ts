/** One thing that was missed or wrong, with the id by which to look it up. */
export interface Entry {
  readonly id: string;
  readonly expected: string | null;
  readonly found: string | null;
}

export interface Scored {
  readonly kind: 'scored';
  /** What the truth has, and the case can show. */
  readonly expected: number;
  readonly found: number;
  readonly missed: readonly Entry[];
  readonly wrong: readonly Entry[];
  /** In the truth, but the evidence of the case does not hold it: nobody could find it. */
  readonly absent: readonly Entry[];
  /** 0…1; null where there was nothing to find. */
  readonly recall: number | null;
  /** 0…1; null where nothing was said. */
  readonly precision: number | null;
}

export interface NotScored {
  readonly kind: 'not-scored';
  readonly reason: string;
}

export type Part = Scored | NotScored;

export const notSaid: NotScored = {
  kind: 'not-scored',
  reason: 'not scored: nothing in the case says it yet',
};

export function scored(found: {
  readonly expected: number;
  readonly found: number;
  readonly missed?: readonly Entry[];
  readonly wrong?: readonly Entry[];
  readonly absent?: readonly Entry[];
  /** How many of what was said are right, where that is another number than `found`. */
  readonly right?: number;
}): Scored {
  const { missed = [], wrong = [], absent = [], right = found.found } = found;
  const said = right + wrong.length;
  return {
    kind: 'scored',
    expected: found.expected,
    found: found.found,
    missed,
    wrong,
    absent,
    recall: found.expected === 0 ? null : found.found / found.expected,
    precision: said === 0 ? null : right / said,
  };
}
