import { z } from 'zod';
import type { JournalEntry } from '../store/store.js';
import type { Marks } from './verdict.js';

/**
 * Marks and notes: what people say of the case (W-39). They are entries of the journal, never changed and
 * never taken out: the latest of each thing holds, and `none` takes a mark back.
 */

export const markEntry = 'mark';
export const noteEntry = 'note';

/** What can be marked, and as what. */
export const markWords = {
  session: ['user', 'attacker'],
  ip: ['ours'],
  finding: ['expected'],
} as const;
export type MarkKind = keyof typeof markWords;
export const markKinds = ['session', 'ip', 'finding'] as const satisfies readonly MarkKind[];
/** Takes a mark back. */
export const noMark = 'none';

export interface Mark {
  readonly kind: MarkKind;
  /** Session id in lower case, canonical address, or id of the finding. */
  readonly value: string;
  readonly as: string;
  readonly why: string;
  readonly by: string;
  /** UTC microseconds. */
  readonly at: bigint;
}

export interface Note {
  /** When it happened, UTC microseconds. */
  readonly at: bigint;
  readonly text: string;
  readonly by: string;
  /** When it was written down. */
  readonly written: bigint;
}

const markDetail = z.object({
  kind: z.enum(markKinds),
  value: z.string(),
  as: z.string(),
  why: z.string(),
});
/** The time is text: JSON has no numbers of that size. */
const noteDetail = z.object({ at: z.string().regex(/^-?\d+$/) });

/** The journal's entry for a mark. */
export const markToWrite = ({ kind, value, as, why, by, at }: Mark): JournalEntry => ({
  at,
  author: by,
  kind: markEntry,
  text: `${kind}:${value} ${as}${why === '' ? '' : `: ${why}`}`,
  detail: { kind, value, as, why },
});

export const noteToWrite = ({ at, text, by, written }: Note): JournalEntry => ({
  at: written,
  author: by,
  kind: noteEntry,
  text,
  detail: { at: at.toString() },
});

/** The marks that hold, in the order in which their things were first marked. */
export function marksIn(journal: readonly JournalEntry[]): readonly Mark[] {
  const latest = new Map<string, Mark>();
  for (const { at, author, kind, detail } of journal) {
    const read = kind === markEntry ? markDetail.safeParse(detail) : undefined;
    if (read?.success !== true) continue;
    const mark = { ...read.data, by: author, at };
    latest.set(`${mark.kind}:${mark.value}`, mark);
  }
  return [...latest.values()].filter(({ as }) => as !== noMark);
}

/** By the time they tell of. */
export function notesIn(journal: readonly JournalEntry[]): readonly Note[] {
  return journal
    .flatMap(({ at, author, kind, text, detail }) => {
      const read = kind === noteEntry ? noteDetail.safeParse(detail) : undefined;
      return read?.success === true
        ? [{ at: BigInt(read.data.at), text, by: author, written: at }]
        : [];
    })
    .sort((a, b) =>
      a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.written < b.written ? -1 : a.written > b.written ? 1 : 0,
    ); // prettier-ignore
}

/** The marks as the verdict asks for them. */
export function marksOf(marks: readonly Mark[]): Marks {
  const as = new Map(marks.map((mark) => [`${mark.kind}:${mark.value}`, mark.as]));
  return {
    session: (id) => {
      const said = as.get(`session:${id.toLowerCase()}`);
      return said === 'user' || said === 'attacker' ? said : undefined;
    },
    ip: (ip) => {
      const said = as.get(`ip:${ip}`);
      return said === 'ours' ? said : undefined;
    },
    expected: (finding) => as.get(`finding:${finding}`) === 'expected',
  };
}
