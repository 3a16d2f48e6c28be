import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Normalised } from '../model/event.js';
import { addRecords, at, record, rowsOf } from '../../test/support/store-records.js';
import type { NewEvent, Store } from './store.js';

/** What each format says of an event, richest first; all say it truly. */
const formats = [
  { name: 'ual-record', says: ['user', 'ip', 'subject'] },
  { name: 'ual-sentinel', says: ['user', 'city', 'outcome'] },
  { name: 'ual-flat-csv', says: ['ip', 'city', 'folder'] },
] as const;
const columns = ['user', 'ip', 'subject', 'city', 'outcome', 'folder'] as const;

interface Sight {
  readonly id: number;
  readonly format: number;
  readonly damaged: boolean;
}
interface File {
  readonly sights: readonly Sight[];
  readonly rejects: number;
}

const truth = (id: number): Partial<Normalised> =>
  Object.fromEntries(
    columns.map((column) => [column, column === 'outcome' ? 'success' : `${column}-${id}`]),
  );

function recordOf({ id, format, damaged }: Sight): NewEvent {
  const { name, says } = formats[format]!;
  const said = Object.fromEntries(says.map((column) => [column, truth(id)[column]]));
  return record(
    {
      outcome: 'unknown',
      ...said,
      event_id: `e${id}`,
      time: damaged ? null : at(id),
      operation: 'Read',
    },
    { format: name, ...(damaged ? { damage: 'cut' } : {}) },
  );
}

/** What must come out of all files together, whatever their order. */
function expectedOf(files: readonly File[]): unknown[] {
  const sights = files.flatMap((file) => file.sights);
  const ids = [...new Set(sights.map(({ id }) => id))].sort((a, b) => a - b);
  return ids.map((id) => {
    const mine = sights.filter((sight) => sight.id === id);
    const best = [...mine].sort(
      (a, b) => Number(a.damaged) - Number(b.damaged) || a.format - b.format,
    )[0]!;
    const said = new Set<string>(mine.flatMap(({ format }) => formats[format]!.says));
    const values = columns.map((column) => [
      column,
      said.has(column) ? truth(id)[column] : column === 'outcome' ? 'unknown' : null,
    ]);
    return {
      event_id: `e${id}`,
      format: formats[best.format]!.name,
      damaged: best.damaged,
      time: mine.every(({ damaged }) => damaged) ? null : at(id),
      ...(Object.fromEntries(values) as object),
    };
  });
}

const sight = fc.record({
  id: fc.nat(9),
  format: fc.nat(formats.length - 1),
  damaged: fc.boolean(),
});
const someFiles = fc.array(
  fc.record({ sights: fc.array(sight, { maxLength: 12 }), rejects: fc.nat(2) }),
  { minLength: 1, maxLength: 5 },
);

/** Named and nameless records; those of one key may be of several events. */
const keyed = fc.record({ key: fc.nat(2), n: fc.nat(2), named: fc.boolean() });

export function storeProperties(current: () => Store, fresh: () => Promise<Store>): void {
  const runs = { numRuns: 10 };

  /** Adds the files, holding the counts to what they must add up to. */
  async function addAll(
    store: Store,
    files: readonly { readonly events: readonly NewEvent[]; readonly rejects: number }[],
  ): Promise<number> {
    let events = 0;
    let places = 0;
    for (const [index, file] of files.entries()) {
      const added = await addRecords(store, `f${index}`, file.events, file.rejects);
      expect(added.records).toBe(added.events + added.duplicates + added.rejects);
      expect(added.records).toBe(file.events.length + file.rejects);
      events += added.events;
      places += added.records - added.rejects;
    }
    const kept = await store.countEvents({});
    expect(events).toBe(kept);
    const [seen] = await store.query('SELECT count(*) AS n FROM sightings');
    expect(Number(seen?.['n']) + kept).toBe(places);
    return kept;
  }

  it('holds the counts and the same events, in whatever order files come', async () => {
    const property = fc.asyncProperty(someFiles, fc.nat(), async (files, turn) => {
      const wanted = ['event_id', 'format', 'damaged', 'time', ...columns];
      const from = turn % files.length;
      for (const order of [files, [...files.slice(from), ...files.slice(0, from)].reverse()]) {
        const store = await fresh();
        await addAll(
          store,
          order.map(({ sights, rejects }) => ({ events: sights.map(recordOf), rejects })),
        );
        const rows = await rowsOf(store, {}, wanted);
        rows.sort((a, b) => (String(a['event_id']) < String(b['event_id']) ? -1 : 1));
        expect(rows).toEqual(expectedOf(files));
      }
    });
    await fc.assert(property, runs);
  });

  it('holds the counts where records without an id find theirs', async () => {
    const files = fc.array(fc.array(keyed, { maxLength: 8 }), { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(files, async (made) => {
      const all = made.flat();
      let expected = 0;
      for (const key of [0, 1, 2]) {
        const distinct = (named: boolean): number =>
          new Set(all.filter((it) => it.key === key && it.named === named).map(({ n }) => n)).size;
        expected += Math.max(distinct(true), distinct(false));
      }
      const eventOf = ({ key, n, named }: (typeof all)[number]): NewEvent =>
        record(
          { event_id: `${named ? 'id' : 'h-x'}-${key}-${n}`, match_key: `h-${key}` },
          { source: 'entra_audit' },
        );
      await fresh();
      const kept = await addAll(
        current(),
        made.map((sights) => ({ events: sights.map(eventOf), rejects: 0 })),
      );
      expect(kept).toBe(expected);
    });
    await fc.assert(property, runs);
  });
}
