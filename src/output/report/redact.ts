import type { IncidentDocument } from '../../model/incident.js';
import type { Language } from '../language/translate.js';

/**
 * The document with people and subjects replaced by pseudonyms, numbered in the order in which the
 * document first names them: the same document gives the same pseudonyms, in every format and language,
 * and nothing can be computed back from them. Senders and domains of the attacker stay; they are
 * indicators. So do ids of messages, sessions and events.
 */
export function redact(document: IncidentDocument, language: Language): IncidentDocument {
  const names = new Map<string, string>();
  const word = language === 'ja' ? { person: '人物', subject: '件名' } : { person: 'person', subject: 'subject' }; // prettier-ignore
  const put = (value: string, pseudonym: string): void => {
    const key = fold(value);
    if (value.trim().length >= shortest && !names.has(key)) names.set(key, pseudonym);
  };
  const persons = new Map<string, string>();
  for (const [no, person] of people(document).entries()) {
    const pseudonym = `${word.person}-${no + 1}`;
    put(person, pseudonym);
    persons.set(fold(person), pseudonym);
    const local = person.split('@')[0] ?? '';
    // alice_aoki_example0_jp, as OneDrive writes it; and a local part that is clearly a name.
    if (person.includes('@')) put(person.replaceAll(/[@.]/g, '_'), pseudonym);
    if (/[a-z][._-][a-z]/i.test(local)) {
      put(local, pseudonym);
      put(local.replaceAll(/[._-]+/g, ' '), pseudonym);
    }
  }
  const subjects = new Map<string, string>();
  for (const [no, subject] of subjectsOf(document).entries()) {
    const pseudonym = `[${word.subject}-${no + 1}]`;
    subjects.set(subject, pseudonym);
    put(subject, pseudonym);
  }
  for (const [no, { userId }] of document.incidents.flatMap(({ victims }) => victims).entries())
    if (userId !== null) put(userId, `${word.person}-id-${no + 1}`);
  const replace = replacer(names);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return (key === 'subject' ? subjects.get(value) : undefined) ?? (personal.has(key) ? persons.get(fold(value)) : undefined) ?? (kept.has(key) ? value : replace(value)); // prettier-ignore
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
  };
  return walk(document, '') as IncidentDocument;
}

/** Fields that are a person alone. */
const personal = new Set(['user', 'users', 'targets', 'by', 'address', 'mailbox', 'sender', 'value']); // prettier-ignore

/** Shorter ones would be found in any text; a field that is a person or a subject alone is replaced all the same. */
const shortest = 4;

/** Hashes, times, ids and words of our own. */
const kept = new Set(['sha256', 'id', 'events', 'afterContainment', 'cameBack', 'at', 'first', 'last', 'until', 'received', 'kind', 'source', 'sources', 'verdict', 'stage', 'severity', 'rule', 'trace', 'did', 'certainty', 'messageId', 'country', 'countries', 'lane', 'step', 'how', 'formats']); // prettier-ignore

const unique = (values: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = value.toLowerCase();
    if (value === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

const address = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

function people(document: IncidentDocument): readonly string[] {
  const { incidents, sessions, findings, marks, notes } = document;
  const own = [
    ...incidents.flatMap(({ victims }) => victims.map(({ user }) => user)),
    ...incidents.flatMap((incident) => [
      ...incident.sessions.map(({ user }) => user),
      ...incident.recipients.filter(({ internal }) => internal).map(({ address: to }) => to),
      ...incident.scope.members.filter(({ kind }) => kind === 'user').map(({ value }) => value),
    ]),
    ...sessions.map(({ user }) => user),
    ...[...findings, ...incidents.flatMap((incident) => incident.findings)].flatMap(({ users, targets }) => [...users, ...targets].filter((name) => name.includes('@'))),
    ...[...marks, ...notes].map(({ by }) => by),
  ]; // prettier-ignore
  const known = new Set(own.map((name) => name.toLowerCase()));
  const theirs = new Set(
    incidents
      .flatMap(({ infrastructure }) => infrastructure.senders)
      .map((name) => name.toLowerCase())
      .filter((name) => !known.has(name)),
  );
  const ids = new Set<string>();
  const found: string[] = [];
  const look = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'messageId') ids.add(value.replaceAll(/[<>]/g, '').toLowerCase());
      else if (value.includes('@')) found.push(...(value.match(address) ?? []));
    } else if (Array.isArray(value)) for (const one of value) look(one, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) look(one, name);
  };
  look(incidents, '');
  look(findings, '');
  look(notes, '');
  const message = new Set(
    incidents.flatMap(({ scope }) =>
      scope.members
        .filter(({ kind }) => kind === 'message')
        .map(({ value }) => value.replaceAll(/[<>]/g, '').toLowerCase()),
    ),
  );
  return unique([...own, ...found]).filter((name) => {
    const key = name.toLowerCase();
    return !theirs.has(key) && !ids.has(key) && !message.has(key);
  });
}

function subjectsOf({ incidents }: IncidentDocument): readonly string[] {
  return unique(
    incidents.flatMap(({ exposed, recipients, scope }) => [
      ...recipients.map(({ subject }) => subject ?? ''),
      ...exposed.messages.map(({ subject }) => subject ?? ''),
      ...scope.members
        .filter(({ kind }) => kind === 'message')
        .map(({ name, value }) => (name === value ? '' : (name ?? ''))),
    ]),
  );
}

/** Lower case, but where that would change the length: places must agree. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (one) =>
    one.toLowerCase().length === one.length ? one.toLowerCase() : one,
  ).join('');
}

/** Replaces names wherever they stand, the longest first, whatever their case; in one pass over the text. */
function replacer(names: ReadonlyMap<string, string>): (text: string) => string {
  // The lengths of the names that begin so: as many look-ups at a place, however many names there are.
  const starts = new Map<string, Set<number>>();
  for (const name of names.keys()) {
    const start = name.slice(0, shortest);
    const lengths = starts.get(start);
    if (lengths === undefined) starts.set(start, new Set([name.length]));
    else lengths.add(name.length);
  }
  const byStart = new Map(
    [...starts].map(([start, all]) => [start, [...all].sort((a, b) => b - a)]),
  );
  const letter = /[\p{L}\p{N}]/u;
  return (text) => {
    const from = fold(text);
    let out = '';
    let at = 0;
    while (at < text.length) {
      const here = at;
      const length = byStart.get(from.slice(at, at + shortest))?.find((each) => {
        const name = from.slice(here, here + each);
        return names.has(name) && ends(from, here, name);
      });
      out +=
        length === undefined ? text.charAt(at) : (names.get(from.slice(at, at + length)) ?? '');
      at += length ?? 1;
    }
    return out;
  };
  /** Not inside a longer word: "anna.lee" is not in "joanna.lees". Japanese has no such bounds. */
  function ends(text: string, at: number, name: string): boolean {
    if (!/^[\x20-\x7e]+$/.test(name)) return true;
    const [before, after] = [text.charAt(at - 1), text.charAt(at + name.length)];
    const latin = (one: string): boolean => letter.test(one) && one.charCodeAt(0) < 0x250;
    return !(latin(before) && latin(name.charAt(0))) && !(latin(after) && latin(name.at(-1) ?? ''));
  }
}
