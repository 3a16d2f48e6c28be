import { createHash } from 'node:crypto';
import { KonsekiError } from '../../errors.js';
import type { Incident, TimelineEntry } from '../../model/incident.js';

/** A timeline entry with the id it is opened by. */
export interface NamedEntry {
  readonly id: string;
  readonly entry: TimelineEntry;
}

const shortest = 6;

/**
 * The entries of an incident with ids made of what they say: they stay the same when other entries come
 * or go. Each is as long as it takes to tell it from the others.
 */
export function namedEntries({ timeline }: Pick<Incident, 'timeline'>): readonly NamedEntry[] {
  const seen = new Map<string, number>();
  const hashes = timeline.map((entry) => {
    const said = JSON.stringify([entry.at, entry.lane, entry.said.en, entry.user, entry.events[0] ?? '']); // prettier-ignore
    const nth = seen.get(said) ?? 0;
    seen.set(said, nth + 1);
    return createHash('sha256').update(`${said}${nth}`).digest('hex');
  });
  let length = shortest;
  while (length < 64 && new Set(hashes.map((hash) => hash.slice(0, length))).size < hashes.length)
    length += 1;
  return timeline.map((entry, at) => ({ id: (hashes[at] ?? '').slice(0, length), entry }));
}

/**
 * The entry with this id or the only one whose id begins so; a finding's id finds its first entry.
 *
 * @throws KonsekiError `not-found`, or `usage` where several begin so.
 */
export function entryOf(incident: Incident, id: string): NamedEntry {
  const named = namedEntries(incident);
  const wanted = id.toLowerCase();
  const found = wanted === '' ? [] : named.filter((each) => each.id.startsWith(wanted));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined)
    throw new KonsekiError(`Several entries of the timeline begin with "${id}".`, {
      code: 'usage',
      hint: `Write more of it: ${found.slice(0, 5).map((each) => each.id).join(', ')}.`,
    }); // prettier-ignore
  const ofFinding = named.find(
    ({ entry }) => wanted.length >= 4 && entry.finding?.startsWith(wanted) === true,
  );
  if (ofFinding !== undefined) return ofFinding;
  throw new KonsekiError(`The timeline of ${incident.id} has no entry "${id}".`, {
    code: 'not-found',
    hint: 'konseki timeline CASE lists the entries with their ids.',
  });
}
