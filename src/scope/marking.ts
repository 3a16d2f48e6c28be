import { KonsekiError } from '../errors.js';
import { parseAddress } from '../formats/address.js';
import type { Store } from '../store/store.js';
import { likeIt } from './like-it.js';
import type { MarkKind } from './marks.js';
import { markKinds, markWords, noMark } from './marks.js';
import { textOf } from './rows.js';

/** What is to be marked, as the case knows it. */
export interface Markable {
  readonly kind: MarkKind;
  readonly value: string;
  readonly as: string;
}

/**
 * Reads `session:… attacker` and holds it against the case.
 *
 * @throws KonsekiError `usage`: no such kind or word; `not-found`: not in the case
 */
export async function markable(store: Store, what: string, as: string): Promise<Markable> {
  const at = what.indexOf(':');
  const kind = markKinds.find((name) => name === what.slice(0, at).trim().toLowerCase());
  const text = what.slice(at + 1).trim();
  if (at < 0 || kind === undefined || text === '')
    throw new KonsekiError(`"${what}" cannot be marked.`, {
      code: 'usage',
      hint: `Write ${markKinds.map((name) => `${name}:…`).join(', ')}.`,
    });
  const words: readonly string[] = [...markWords[kind], noMark];
  const word = as.trim().toLowerCase();
  if (!words.includes(word))
    throw new KonsekiError(`A${kind === 'ip' ? 'n' : ''} ${kind} cannot be marked "${as}".`, {
      code: 'usage',
      hint: `Mark it ${words.slice(0, -1).join(' or ')}, or ${noMark} to take a mark back.`,
    });
  return { kind, value: await known(store, kind, text), as: word };
}

function known(store: Store, kind: MarkKind, text: string): Promise<string> {
  switch (kind) {
    case 'session':
      return knownSession(store, text.toLowerCase());
    case 'ip':
      return knownAddress(store, text);
    case 'finding':
      return knownFinding(store, text.toLowerCase());
  }
}

async function knownSession(store: Store, id: string): Promise<string> {
  const rows = await store.query(
    `SELECT DISTINCT session FROM strands WHERE session = $id OR (length($id) >= 6 AND starts_with(session, $id)) ORDER BY session <> $id, 1 LIMIT 3`,
    { id },
  );
  const names = rows.flatMap((row) => textOf(row, 'session') ?? []);
  const [first, second] = names;
  if (first !== undefined && (first === id || second === undefined)) return first;
  throw new KonsekiError(
    first === undefined ? `The case has no session "${id}".` : `Several sessions begin with "${id}".`, // prettier-ignore
    { code: 'not-found', hint: '"konseki sessions CASE" lists them.' },
  );
}

async function knownAddress(store: Store, text: string): Promise<string> {
  const ip = parseAddress(text)?.ip;
  if (ip === undefined)
    throw new KonsekiError(`"${text}" is not an address.`, {
      code: 'usage',
      hint: 'Write an IPv4 or IPv6 address.',
    });
  const rows = await store.query('SELECT 1 AS one FROM events WHERE ip = $ip LIMIT 1', { ip });
  if (rows.length > 0) return ip;
  throw new KonsekiError(`No event of the case came from ${ip}.`, {
    code: 'not-found',
    hint: await likeIt(store, 'SELECT DISTINCT ip AS name FROM events WHERE ip IS NOT NULL', ip, 'address'), // prettier-ignore
  });
}

async function knownFinding(store: Store, id: string): Promise<string> {
  const found = id.length < 3 ? [] : await store.findings({ filter: { id }, order: 'severity', limit: 2 }); // prettier-ignore
  const [first, second] = found;
  if (first !== undefined && (first.id === id || second === undefined)) return first.id;
  throw new KonsekiError(
    first === undefined ? `No finding has the id "${id}".` : `Several findings have an id that begins with "${id}".`, // prettier-ignore
    { code: 'not-found', hint: '"konseki findings CASE" lists them.' },
  );
}
