import { z } from 'zod';
import type { Said, Severity } from '../../../model/finding.js';
import type { Cell, Row } from '../../../store/store.js';
import type { AnalyserMatch, EventPlace } from '../../analyser.js';

const listed = z.array(z.string().nullable());

/** A list as the store gives it: JSON text. Empty where there is none. */
export function texts(cell: Cell | undefined): readonly string[] {
  if (typeof cell !== 'string') return [];
  return listed.parse(JSON.parse(cell)).filter((one) => one !== null);
}

/** `evidence:record`, as the facts write an event's place. */
export function placeOf(text: string): EventPlace {
  const [evidenceId, recordNo] = text.split(':').map(Number);
  if (evidenceId === undefined || recordNo === undefined) throw new Error(`no place: ${text}`);
  return { evidenceId, recordNo };
}

/** The events of a row's `places`, each once, in the order of the row. */
export function placesOf(row: Row, column = 'places'): readonly EventPlace[] {
  return [...new Set(texts(row[column]))].map(placeOf);
}

/** Points → how grave, by the least points of each; undefined is too few. */
export function graded(
  points: number,
  least: { readonly low: number; readonly medium: number; readonly high: number },
): Severity | undefined {
  if (points >= least.high) return 'high';
  if (points >= least.medium) return 'medium';
  return points >= least.low ? 'low' : undefined;
}

/** A part of a sentence, where it applies. */
export interface Reason extends Said {
  readonly holds: boolean;
}

/** Joins what holds to one text; empty when nothing does. */
export function because(reasons: readonly Reason[]): Said {
  const held = reasons.filter(({ holds }) => holds);
  return { en: held.map(({ en }) => en).join(', '), ja: held.map(({ ja }) => ja).join('、') };
}

/** Whether a row's column is true or a number above nought. */
export function yes(row: Row, column: string): boolean {
  const cell = row[column];
  return cell === true || (typeof cell === 'number' && cell > 0);
}

export function numberOf(row: Row, column: string): number {
  const cell = row[column];
  return typeof cell === 'number' ? cell : Number(cell ?? 0);
}

export function textOf(row: Row, column: string): string {
  const cell = row[column];
  return cell === null || cell === undefined ? '' : String(cell);
}

/** The first of several lists of places, joined; no more than `limit`, so that a finding can be read. */
export function someOf(places: readonly EventPlace[], limit = 200): readonly EventPlace[] {
  return places.slice(0, limit);
}

/** Everything in order of its first event, so that the same case gives the same matches in the same order. */
export function inOrder(matches: readonly AnalyserMatch[]): readonly AnalyserMatch[] {
  const keyOf = ({ events }: AnalyserMatch): readonly [number, number] => [
    events[0]?.evidenceId ?? 0,
    events[0]?.recordNo ?? 0,
  ];
  return [...matches].sort((a, b) => {
    const [evidenceA, recordA] = keyOf(a);
    const [evidenceB, recordB] = keyOf(b);
    return evidenceA - evidenceB || recordA - recordB;
  });
}
