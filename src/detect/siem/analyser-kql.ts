import type { TableName } from '../../sigma/kql/schemas-table.js';
import type { Said } from '../../model/finding.js';

/** What an analyser looks for, as a query written by hand: simpler, and it says in what. */
export interface AnalyserKql {
  readonly tables: readonly TableName[];
  readonly text: string;
  /** What the analyser does beside, and the query does not. */
  readonly simpler: Said;
  /** Seconds that one answer may span. */
  readonly span: number;
}

/** From the parameters of the rule's file; undefined where these ask for what no query can say. */
export type KqlTemplate = (parameters: Readonly<Record<string, unknown>>) => readonly AnalyserKql[];

/** The columns that a query ends with, for an alert's entities. */
export const entities = (account: string, address: string): string =>
  `| extend AccountUpn = ${account}, ClientAddress = ${address}`;

export const query = (
  table: TableName,
  simpler: Said,
  lines: readonly string[],
  span = 0,
): AnalyserKql => ({ tables: [table], text: [table, ...lines].join('\n'), simpler, span });
