import { KonsekiError } from '../../errors.js';
import type { Source } from '../../model/event.js';
import type { Readiness, ReadinessPlan, ReadinessState } from '../../model/measure.js';
import type { Feature } from './licences-table.js';
import { planProducts } from './licences-table.js';
import type { LogRow } from './logs-table.js';
import { beforehandRows, logRows } from './logs-table.js';

export interface ReadinessQuestion {
  /** Names of `planProducts`; none: what holds for everybody. */
  readonly licences: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly start?: number;
  /** When the incident ended; now, where that is not known. */
  readonly end?: number;
  /** What a case has. */
  readonly coverage?: readonly {
    readonly source: Source;
    readonly first: string | null;
    readonly last: string | null;
  }[];
}

const day = 86_400_000;
/** Days before the incident that show what is usual for a user. */
const usualDays = 30;
/** Days in which fetching cannot wait. */
const soonDays = 7;

/** @throws KonsekiError `usage`: no such licence, or a start that has not come yet */
export function readinessOf(question: ReadinessQuestion): ReadinessPlan {
  const { licences, now, start } = question;
  const features = featuresOf(licences);
  if (start !== undefined && start > now)
    throw new KonsekiError('The incident would begin in the future.', {
      code: 'usage',
      hint: 'Give a start before now, or another --now.',
    });
  const end = Math.max(start ?? now, question.end ?? now);
  const rows = logRows.map((row) => readiness(row, { ...question, end }, features));
  return {
    licences: [...licences],
    now: iso(now),
    start: start === undefined ? null : iso(start),
    end: start === undefined ? null : iso(end),
    rows: rows.toSorted((a, b) => rank(a) - rank(b) || a.log.order - b.log.order),
    beforehand: beforehandRows,
  };
}

/** @throws KonsekiError `usage` */
export function featuresOf(licences: readonly string[]): ReadonlySet<Feature> {
  return new Set(
    licences.flatMap((name) => {
      const found = planProducts[name.trim().toLowerCase()];
      if (found !== undefined) return found;
      throw new KonsekiError(`There is no licence "${name.trim()}".`, {
        code: 'usage',
        hint: `Known are ${Object.keys(planProducts).join(', ')}; several with commas.`,
      });
    }),
  );
}

/** What is about to go comes first, what is there or gone last; within each, the order of looking. */
const ranks: Readonly<Record<ReadinessState, number>> = {
  'partly-gone': 0,
  soon: 0,
  'part-there': 1,
  fetch: 1,
  beforehand: 2,
  there: 3,
  expired: 4,
  'rest-gone': 4,
  'not-licensed': 5,
};
const rank = ({ state }: Readiness): number => ranks[state];

function readiness(
  { kept, single, ...log }: LogRow,
  { now, start, end = now, coverage = [] }: ReadinessQuestion,
  features: ReadonlySet<Feature>,
): Readiness {
  const held = kept.find(({ needs }) => needs === undefined || features.has(needs));
  const cover = coverage.find(({ source }) => source === log.source);
  const { first = null, last = null } = cover ?? {};
  const have = first === null || last === null ? null : { first, last };
  const keptDays = held?.days ?? null;
  const gone = keptDays === null ? null : now - keptDays * day;
  const by = start === undefined || keptDays === null ? null : start + keptDays * day;
  const from =
    start === undefined || gone === null ? null : Math.max(start - usualDays * day, gone);
  return {
    log,
    state: stateOf(),
    keptDays,
    fetchFrom: from === null || (by !== null && end + (keptDays ?? 0) * day < now) ? null : iso(from),
    fetchBy: by === null ? null : iso(by),
    goneBefore: gone === null ? null : iso(gone),
    have,
  }; // prettier-ignore

  function stateOf(): ReadinessState {
    if (have !== null && start !== undefined) {
      // Logs are fetched by days, and a quiet log ends before the incident does.
      const whole =
        single === true ||
        (Date.parse(have.first) <= start + day && Date.parse(have.last) >= end - day);
      if (whole) return 'there';
      return gone !== null && end <= gone ? 'rest-gone' : 'part-there';
    }
    if (held === undefined) return 'not-licensed';
    if (gone === null) return 'beforehand';
    if (start === undefined) return 'fetch';
    if (end < gone) return 'expired';
    if (start < gone) return 'partly-gone';
    return start - gone < soonDays * day ? 'soon' : 'fetch';
  }
}

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
