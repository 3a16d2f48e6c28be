import { columnNames } from '../model/event.js';

/** Columns of `event_view` that rules may group by and sentences may name. */
export const viewColumns: ReadonlySet<string> = new Set([
  ...columnNames,
  'source',
  'session',
  'link',
  'as_org',
  'ip_kind',
  'agent_kind',
  'log_country',
]);
