import { existsSync, realpathSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { KonsekiError } from '../../errors.js';
import type { Row } from '../store.js';
import { toCell } from './values.js';

/** A connection to the open database. Each has its own transaction. */
export interface Database {
  readonly file: string;
  readonly connection: DuckDBConnection;
  run(sql: string, parameters?: Record<string, DuckDBValue>): Promise<number>;
  all(sql: string, parameters?: Record<string, DuckDBValue>): Promise<readonly Row[]>;
  /** On a connection of its own: DuckDB ends a stream, without a word, at the next statement. */
  stream(sql: string, parameters?: Record<string, DuckDBValue>): AsyncIterable<readonly Row[]>;
  /** Another connection to the same database, for the caller to close. */
  another(): Promise<Database>;
  close(): void;
}

export type Mode = 'read' | 'write';

/** Memory for DuckDB's own work; what Node needs comes on top. */
const memoryLimit = '700MB';

/**
 * What this process has open, by real path. A second instance on one file in one process loses rows
 * silently, and closing it gives up the lock of both (measured.md).
 */
interface Shared {
  readonly mode: Mode;
  readonly instance: Promise<DuckDBInstance>;
  users: number;
}
const opened = new Map<string, Shared>();

function realPath(file: string): string {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file));
  } catch {
    return path.resolve(file);
  }
}

/** In the place of a file: a database of its own, kept nowhere. */
export const inMemory = ':memory:';

/** Opens the file, creating it in write mode. @throws KonsekiError with what to do about it. */
export async function openDatabase(file: string, mode: Mode): Promise<Database> {
  if (file === inMemory) {
    const instance = await DuckDBInstance.create(file, {
      memory_limit: memoryLimit,
      // For a handful of records: another thread costs more than it does.
      threads: '1',
    });
    return connect(instance, file, () => {
      instance.closeSync();
    });
  }
  if (mode === 'write') await mustBeWritable(file);
  const key = realPath(file);
  const known = opened.get(key);
  if (known !== undefined && (mode === 'write' || known.mode === 'write'))
    throw busy(file, process.pid, undefined);
  const shared = known ?? { mode, instance: openInstance(file, mode), users: 0 };
  opened.set(key, shared);
  shared.users++;
  const leave = (): boolean => {
    shared.users--;
    if (shared.users > 0) return false;
    opened.delete(key);
    return true;
  };
  try {
    const instance = await shared.instance;
    return await connect(instance, file, () => {
      if (leave()) instance.closeSync();
    });
  } catch (error) {
    leave();
    throw storeError(error, file);
  }
}

/** @param left - called once, when the connection is closed. */
async function connect(
  instance: DuckDBInstance,
  file: string,
  left: () => void,
): Promise<Database> {
  const connection = await instance.connect();
  let closed = false;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, file);
    }
  };
  const database: Database = {
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
      const own = await database.another();
      try {
        const result = await guard(() => own.connection.stream(sql, parameters));
        const names = result.deduplicatedColumnNames();
        for (;;) {
          const chunk = await guard(() => result.fetchChunk());
          if (chunk === null || chunk.rowCount === 0) return;
          yield rowsOf(names, chunk.getRows());
        }
      } finally {
        own.close();
      }
    },
    another: () => guard(() => connect(instance, file, () => undefined)),
    close: () => {
      if (closed) return;
      closed = true;
      connection.closeSync();
      left();
    },
  };
  return database;
}

/** Does the work in one transaction on a connection of its own: wholly, or not at all. */
export async function inTransaction<T>(
  database: Database,
  work: (own: Database) => Promise<T>,
): Promise<T> {
  const own = await database.another();
  try {
    await own.run('BEGIN');
    const result = await work(own);
    await own.run('COMMIT');
    return result;
  } finally {
    // Closing rolls back what is not committed.
    own.close();
  }
}

function openInstance(file: string, mode: Mode): Promise<DuckDBInstance> {
  return DuckDBInstance.create(file, {
    access_mode: mode === 'read' ? 'READ_ONLY' : 'READ_WRITE',
    memory_limit: memoryLimit,
    temp_directory: `${file}.tmp`,
    // The storage version that can compress with zstd.
    storage_compatibility_version: 'latest',
    // A parallel load leaves part-filled row groups; merging them at the checkpoint would write half
    // the file twice (measured: a third of the time, half the size).
    max_vacuum_tasks: '0',
    // Nothing is fetched and nothing outside the case is loaded.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
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

function busy(file: string, pid: string | number | undefined, cause: unknown): KonsekiError {
  const whose = pid === process.pid ? 'this process' : 'another process';
  return new KonsekiError(
    `The case is in use by ${whose}${pid === undefined ? '' : ` (PID ${pid})`}.`,
    {
      code: 'case-busy',
      place: { file },
      hint: 'Wait until that command has finished, or end it, and try again.',
      cause,
    },
  );
}

/** What DuckDB says, as one of our sentences where the situation is a known one. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof KonsekiError || !(error instanceof Error)) return error;
  const text = error.message;
  if (/Could not set lock|Conflicting lock|being used by another process/i.test(text)) {
    return busy(file, /PID (\d+)/.exec(text)?.[1], error);
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
  if (text.startsWith('IO Error'))
    return new KonsekiError(`The store of the case cannot be read or written: ${text.slice(10)}.`, {
      code: 'unreadable',
      place: { file },
      hint: 'Check that the disk of the case folder is there and that the folder is a folder.',
      cause: error,
    });
  return error;
}
