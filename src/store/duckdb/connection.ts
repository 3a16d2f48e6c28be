import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { KonsekiError } from '../../errors.js';
import type { Row } from '../store.js';
import { toCell } from './values.js';

/** The open database: one instance, one connection (measured.md: two instances lose rows). */
export interface Database {
  readonly file: string;
  readonly connection: DuckDBConnection;
  run(sql: string, parameters?: Record<string, DuckDBValue>): Promise<number>;
  all(sql: string, parameters?: Record<string, DuckDBValue>): Promise<readonly Row[]>;
  stream(sql: string, parameters?: Record<string, DuckDBValue>): AsyncIterable<readonly Row[]>;
  close(): void;
}

export type Mode = 'read' | 'write';

/** Memory for DuckDB's own work; what Node needs comes on top. */
const memoryLimit = '700MB';

/** Opens the file, creating it in write mode. @throws KonsekiError with what to do about it. */
export async function openDatabase(file: string, mode: Mode): Promise<Database> {
  // A store that was not closed has a write-ahead log, which only a writer can take in.
  const readOnly = mode === 'read' && !existsSync(`${file}.wal`);
  if (!readOnly) await mustBeWritable(file);
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(file, {
      access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
      memory_limit: memoryLimit,
      temp_directory: `${file}.tmp`,
      // The storage version that can compress with zstd.
      storage_compatibility_version: 'latest',
      // Nothing is fetched and nothing outside the case is loaded.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
  } catch (error) {
    throw storeError(error, file);
  }
  const connection = await instance.connect();
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, file);
    }
  };
  return {
    file,
    connection,
    run: (sql, parameters) =>
      guard(async () => (await connection.run(sql, parameters)).rowsChanged),
    all: (sql, parameters) =>
      guard(async () => {
        const reader = await connection.runAndReadAll(sql, parameters);
        return rowsOf(reader.deduplicatedColumnNames(), reader.getRows());
      }),
    stream: async function* (sql, parameters) {
      const result = await guard(() => connection.stream(sql, parameters));
      const names = result.deduplicatedColumnNames();
      for (;;) {
        const chunk = await guard(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield rowsOf(names, chunk.getRows());
      }
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function rowsOf(names: readonly string[], rows: readonly (readonly DuckDBValue[])[]): Row[] {
  return rows.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, toCell(row[at] ?? null)])),
  );
}

async function mustBeWritable(file: string): Promise<void> {
  try {
    await access(path.dirname(file), constants.W_OK);
    if (existsSync(file)) await access(file, constants.W_OK);
  } catch (cause) {
    throw new KonsekiError('The case cannot be written to.', {
      code: 'read-only',
      place: { file },
      hint: 'Give yourself write permission on the case folder, or copy it to a place where you have it.',
      cause,
    });
  }
}

/** What DuckDB says, as one of our sentences where the situation is a known one. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof KonsekiError || !(error instanceof Error)) return error;
  const text = error.message;
  if (/Could not set lock|Conflicting lock|being used by another process/i.test(text)) {
    const process = /PID (\d+)/.exec(text)?.[1];
    return new KonsekiError(
      `The case is in use by another process${process === undefined ? '' : ` (PID ${process})`}.`,
      {
        code: 'case-busy',
        place: { file },
        hint: 'Wait until that command has finished, or end it, and try again.',
        cause: error,
      },
    );
  }
  if (/No space left on device|ENOSPC|disk is full|not enough space|failed to offload/i.test(text))
    return new KonsekiError('The disk is full; nothing of this file was added.', {
      code: 'disk-full',
      place: { file },
      hint: 'Free some space on the disk of the case folder and run the same command again.',
      cause: error,
    });
  if (/Read-only file system|Permission denied/i.test(text))
    return new KonsekiError('The case cannot be written to.', {
      code: 'read-only',
      place: { file },
      hint: 'Copy the case to a place where you may write.',
      cause: error,
    });
  if (
    /not a valid DuckDB database|newer version of DuckDB|Serialization Error|storage version/i.test(
      text,
    )
  )
    return new KonsekiError(
      'The store of the case cannot be opened: it is damaged or of a newer version.',
      {
        code: 'case-newer',
        place: { file },
        hint: 'Open it with the version of Konseki that made it; the evidence files themselves are untouched.',
        cause: error,
      },
    );
  return error;
}
