import type { FastInput } from '../../formats/compile.js';
import { compileSelect } from '../../formats/compile.js';
import type { CompiledSelect } from '../../formats/compile.js';
import { literal } from '../../formats/convert.js';
import type { FastLoad } from '../store.js';

/** Lines longer than this are for our own reader: DuckDB's buffer would take the memory. */
export const longestFastLine = 16 * 1024 * 1024;
const bufferBytes = 32 * 1024 * 1024;

/** Temporary tables in which DuckDB puts the lines it cannot read. */
export const rejectedLines = 'fast_rejects';
export const rejectedScans = 'fast_reject_scans';

/** The SELECT that reads and normalises a file; undefined when its format needs the reference. */
export function fastSelect(load: FastLoad): CompiledSelect | undefined {
  const { layout } = load;
  const common = [
    'auto_detect=false',
    // Nothing is guessed from the path: "x.csv.gz" may be plain text, "c0=1/x.csv" is no partition.
    "compression='none'",
    'hive_partitioning=false',
    `max_line_size=${longestFastLine}`,
    `buffer_size=${bufferBytes}`,
    'store_rejects=true',
    `rejects_table=${literal(rejectedLines)}`,
    `rejects_scan=${literal(rejectedScans)}`,
  ];
  switch (layout.kind) {
    case 'csv': {
      const names = layout.header.map((_, at) => `c${at}`);
      const input: FastInput = { kind: 'csv', header: layout.header, names };
      const columns = names.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ');
      const from = `read_csv(${[
        literal(load.path),
        `columns={${columns}}`,
        `delim=${literal(layout.delimiter)}`,
        `quote='"'`,
        `escape='"'`,
        'header=true',
        `skip=${layout.skipLines}`,
        'strict_mode=true',
        ...common,
      ].join(', ')})`;
      return compileSelect(load.format, input, from, load.file);
    }
    case 'jsonl': {
      const input: FastInput = { kind: 'jsonl', name: 'line' };
      const from = `read_csv(${[
        literal(load.path),
        `columns={'line': 'VARCHAR'}`,
        `delim=e'\\x01'`,
        `quote=''`,
        `escape=''`,
        'header=false',
        ...common,
      ].join(', ')})`;
      return compileSelect(load.format, input, from, load.file);
    }
  }
}
