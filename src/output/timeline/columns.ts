import type { TimelineEntry } from '../../model/incident.js';
import type { Translate } from '../language/translate.js';
import { laneColours, logColour } from './look.js';

/** By who acted (W-14), or by which log tells it (W-12). */
export const arrangements = ['lane', 'log'] as const;
export type Arrangement = (typeof arrangements)[number];

export interface FigureColumn {
  readonly id: string;
  readonly title: string;
  readonly colour: string;
}

const lanes = ['user', 'microsoft', 'attacker'] as const;
const logs = [
  'mail',
  'entra_signin',
  'entra_audit',
  'ual',
  'risk_detection',
  'azure_activity',
  'graph_activity',
  'other',
] as const;
type Log = (typeof logs)[number];
/** The logs of W-12 are always drawn: an empty one says something too. */
const always: ReadonlySet<Log> = new Set(['mail', 'entra_signin', 'entra_audit', 'ual']);

function logOf({ source }: TimelineEntry): Log {
  if (source === null) return 'other';
  return source === 'message_trace' ? 'mail' : source;
}

/** The columns, and the column of an entry. */
export function columnsOf(
  by: Arrangement,
  timeline: readonly TimelineEntry[],
  say: Translate,
): {
  readonly columns: readonly FigureColumn[];
  readonly columnOf: (entry: TimelineEntry) => string;
} {
  switch (by) {
    case 'lane':
      return {
        columns: lanes.map((id) => ({ id, title: say(`timeline.lane.${id}`), colour: laneColours[id] })),
        columnOf: ({ lane }) => lane,
      }; // prettier-ignore
    case 'log': {
      const used = new Set(timeline.map(logOf));
      return {
        columns: logs
          .filter((id) => always.has(id) || used.has(id))
          .map((id) => ({ id, title: say(`timeline.log.${id}`), colour: logColour })),
        columnOf: logOf,
      };
    }
  }
}
