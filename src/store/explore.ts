/** Questions of the explorer of events: what a person narrows millions of rows down by. */

/** Columns of the event view whose values are counted. */
export const facetNames = [
  'source',
  'user',
  'operation',
  'outcome',
  'session',
  'ip',
  'country',
  'as_org',
  'app_name',
  'record_type_name',
  'browser',
  'os',
  'client_app',
  'user_kind',
  'error_code',
] as const;
export type FacetName = (typeof facetNames)[number];

/** Where an event stands in the order of time, then source and place. */
export interface EventPlace {
  /** UTC microseconds. */
  readonly time: bigint | null;
  readonly source: string;
  readonly evidenceId: number;
  readonly recordNo: number;
}

export interface Facet {
  readonly values: readonly { readonly value: string | null; readonly events: number }[];
  /** How many values there are in all. */
  readonly distinct: number;
}

export interface Histogram {
  /** Microseconds a bar. */
  readonly width: bigint;
  readonly bars: readonly {
    /** UTC microseconds; a multiple of the width. */
    readonly from: bigint;
    readonly source: string;
    readonly events: number;
  }[];
  /** Events that have no time. */
  readonly undated: number;
}
