import type { Incident } from '../../model/incident.js';
import type { MeasureAnswer } from '../../model/measure.js';
import { catalogue } from '../catalogue/catalogue-table.js';
import { judges } from './effects.js';

/** Each measure of the catalogue held against an incident. `posture`: measure id → verdict of `konseki posture`. */
export function answersOf(
  incident: Incident,
  posture: ReadonlyMap<string, string> = new Map(),
): readonly MeasureAnswer[] {
  return catalogue.map((measure) => {
    const answer = judges[measure.id]?.(incident) ?? [];
    const known = posture.get(measure.id) ?? null;
    return 'en' in answer
      ? { measure, effects: [], without: answer, posture: known }
      : { measure, effects: answer.map((effect) => ({ ...effect, measure: measure.id })), without: null, posture: known }; // prettier-ignore
  });
}
