import path from 'node:path';
import { normalise } from '../../src/formats/normalise.js';
import { recogniser } from '../../src/formats/registry.js';
import { compileRules } from '../../src/sigma/compile/compile-rules.js';
import { evaluate } from '../../src/sigma/evaluate.js';
import { fieldMap } from '../../src/sigma/fields.js';
import { logSourceParts } from '../../src/sigma/log-source.js';
import type { Rule } from '../../src/sigma/rule.js';
import type { RuleEvent } from '../../src/sigma/values.js';
import { openDuckdbStore } from '../../src/store/duckdb/store.js';
import type { NewEvent } from '../../src/store/store.js';
import { addRecords } from '../support/store-records.js';
import type { Exported } from './exporters.js';

/** A rule and the records that it must fire on. */
export interface Wanted {
  readonly rule: Rule;
  readonly on: readonly Exported[];
}

/** A record that the rule did not fire on, and which of the two engines missed it. */
export interface Missed {
  readonly rule: string;
  readonly exporter: string;
  readonly engine: 'evaluate' | 'compile';
}

function eventOf({ exporter, shape, fields }: Exported, number: number): NewEvent {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error(`${exporter}: not recognised`);
  const event = normalise(format, { kind: 'record', recordNo: number, fields }, 'export');
  if (event.kind === 'unreadable') throw new Error(`${exporter}: ${event.reason}`);
  // Each export is an event of its own here, though they tell of the same thing.
  const values = { ...event.values, event_id: `event-${number}`, match_key: null };
  return {
    recordNo: number,
    format: format.name,
    source: format.source,
    event: { ...event, values },
  };
}

const isMeant = (rule: Rule, { source, columns }: RuleEvent): boolean =>
  logSourceParts(rule.logsource).some(
    (part) =>
      part.source === source &&
      (part.only === undefined ||
        part.only.values.includes(String(columns[part.only.column]).toLowerCase())),
  );

/** Puts all records into one case, and asks both engines about each rule and its records. */
export async function missed(all: readonly Wanted[], folder: string): Promise<readonly Missed[]> {
  const places = all.flatMap(({ rule, on }, index) =>
    on.map((record) => ({ rule, index, record })),
  );
  const store = await openDuckdbStore(path.join(folder, 'store.duckdb'), 'write');
  try {
    await addRecords(
      store,
      'evidence',
      places.map(({ record }, at) => eventOf(record, at + 1)),
    );
    const rows = await store.query('SELECT * FROM event_view ORDER BY record_no');
    const found = new Set<string>();
    for (const { sql, parameters } of compileRules(
      all.map(({ rule }) => rule),
      fieldMap,
      logSourceParts,
    ))
      for (const row of await store.query(sql, parameters))
        found.add(`${String(row['rule'])} ${String(row['record_no'])}`);
    return places.flatMap(({ rule, index, record: { exporter } }, at): readonly Missed[] => {
      const columns = rows[at];
      if (columns === undefined) throw new Error(`record ${at + 1} is not in the store`);
      const event: RuleEvent = {
        source: columns['source'] as RuleEvent['source'],
        columns,
        raw: columns['raw'] as string | null,
      };
      const slow = isMeant(rule, event) && evaluate(rule, event, fieldMap(rule.logsource));
      const fast = found.has(`${index} ${at + 1}`);
      return [
        ...(slow ? [] : [{ rule: rule.title, exporter, engine: 'evaluate' as const }]),
        ...(fast ? [] : [{ rule: rule.title, exporter, engine: 'compile' as const }]),
      ];
    });
  } finally {
    store.close();
  }
}
