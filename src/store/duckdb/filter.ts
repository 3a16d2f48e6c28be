import type { DuckDBValue } from '@duckdb/node-api';
import { canonicalIpv6 } from '../../formats/address.js';
import type { EventFilter } from '../store.js';
import { timestamp } from './values.js';

export interface Where {
  readonly sql: string;
  readonly parameters: Record<string, DuckDBValue>;
}

/** A filter as a condition on event_view; every value is a parameter. */
export function whereOf(filter: EventFilter): Where {
  const conditions: string[] = [];
  const parameters: Record<string, DuckDBValue> = {};
  const bind = (value: DuckDBValue): string => {
    const name = `p${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `$${name}`;
  };
  const anyOf = (values: readonly string[] | undefined, one: (value: string) => string): void => {
    if (values !== undefined && values.length > 0)
      conditions.push(`(${values.map(one).join(' OR ')})`);
  };
  anyOf(filter.user, (value) => {
    const name = bind(value.toLowerCase());
    return `("user" = ${name} OR target_user = ${name} OR user_id = ${name})`;
  });
  anyOf(filter.session, (value) => `session = ${bind(value.toLowerCase())}`);
  anyOf(filter.ip, (value) => `ip = ${bind(canonicalIpv6(value) ?? value)}`);
  anyOf(filter.operation, (value) => `lower(operation) = ${bind(value.toLowerCase())}`);
  anyOf(filter.source, (value) => `source = ${bind(value)}`);
  anyOf(filter.app, (value) => {
    const name = bind(value.toLowerCase());
    return `(app_id = ${name} OR lower(app_name) = ${name})`;
  });
  anyOf(filter.outcome, (value) => `outcome = ${bind(value.toLowerCase())}`);
  anyOf(filter.country, (value) => `country = ${bind(value.toUpperCase())}`);
  anyOf(filter.eventId, (value) => {
    const name = bind(value);
    return `(event_id = ${name} OR match_key = ${name} OR event_id = lower(${name}))`;
  });
  if (filter.evidenceId !== undefined) conditions.push(`evidence_id = ${bind(filter.evidenceId)}`);
  anyOf(
    filter.finding,
    (value) =>
      `(evidence_id, record_no) IN (SELECT (evidence_id, record_no) FROM finding_events WHERE finding = ${bind(value)})`,
  );
  if (filter.since !== undefined) conditions.push(`time >= ${bind(timestamp(filter.since))}`);
  if (filter.until !== undefined) conditions.push(`time < ${bind(timestamp(filter.until))}`);
  if (filter.grep !== undefined) {
    const pattern = bind(filter.grep);
    conditions.push(
      `(${['raw', 'envelope', 'subject'].map((column) => `regexp_matches(coalesce(${column}, ''), ${pattern}, 'i')`).join(' OR ')}` +
        // PowerShell writes ' < > & and others as \u0027 and so on; json() undoes that.
        ` OR CASE WHEN contains(raw, '\\u') AND json_valid(raw) THEN regexp_matches(json(raw)::VARCHAR, ${pattern}, 'i') ELSE false END)`,
    );
  }
  return { sql: conditions.length === 0 ? 'true' : conditions.join(' AND '), parameters };
}
