import { distance } from 'fastest-levenshtein';
import type { Store } from '../store/store.js';
import { textOf } from './rows.js';

const shown = 5;

/**
 * A hint with names of the case that are like one that is not there.
 *
 * @param sql returns the names there are in a column `name`
 */
export async function likeIt(
  store: Store,
  sql: string,
  wanted: string,
  what: string,
): Promise<string> {
  const rows = await store.query(sql);
  const names = rows.flatMap((row) => textOf(row, 'name') ?? []);
  if (names.length === 0) return `The case names no ${what} at all.`;
  const text = wanted.toLowerCase();
  const far = (name: string): number => {
    const other = name.toLowerCase();
    return other.includes(text) || text.includes(other) ? 0 : distance(other, text);
  };
  const close = names
    .map((name) => ({ name, far: far(name) }))
    .filter((each) => each.far <= Math.max(3, text.length / 2))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, shown);
  return close.length === 0
    ? `None of the ${names.length} that are there is like it.`
    : `Like it: ${close.map(({ name }) => name).join(', ')}.`;
}
