import type { JournalEntry } from '../store.js';
import type { Database } from './connection.js';
import { timestamp } from './values.js';

/** Adds an entry, in the transaction of the connection where it has one. */
export async function writeJournal(database: Database, entry: JournalEntry): Promise<void> {
  await database.run('INSERT INTO journal VALUES ($at, $author, $kind, $text, $detail)', {
    at: timestamp(entry.at),
    author: entry.author,
    kind: entry.kind,
    text: entry.text,
    detail: JSON.stringify(entry.detail ?? null),
  });
}
