import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRecords, at, record, rowsOf } from '../../test/support/store-records.js';
import { facetNames } from './explore.js';
import type { EventPlace } from './explore.js';
import type { EventFilter, NewEvent, Row, Store } from './store.js';
import type { StoreHome } from './store-home.js';

const users = ['alice@x.test', 'bob@x.test'] as const;
const sessions = ['aaaaaaaa-0000-0000-0000-000000000001', 'aaaaaaaa-0000-0000-0000-000000000002'] as const; // prettier-ignore
const ips = ['192.0.2.1', '192.0.2.2', '2001:db8::1'] as const;
const operations = ['Send', 'MailItemsAccessed', 'New-InboxRule'] as const;
const logs = ['ual', 'entra_signin', 'message_trace'] as const;
const columns = ['event_id', 'time', 'source', 'session', 'outcome', 'country', 'browser', 'evidence_id', 'record_no'] as const; // prettier-ignore

/** Every combination comes up in three hundred records, NULL among the values of each column. */
function recordOf(no: number): NewEvent {
  const pick = <T>(list: readonly T[], step: number): T | null =>
    list[Math.floor(no / step) % (list.length + 1)] ?? null;
  return record(
    {
      event_id: `e${no}`,
      // Several at once, many of them out of order, some never.
      time: no % 11 === 0 ? null : at(((no * 7919) % 83) * 60),
      user: pick(users, 1),
      session_id: no % 5 === 0 ? null : pick(sessions, 2),
      token_id: no % 3 === 0 ? null : `t${no % 4}`,
      ip: pick(ips, 3),
      operation: pick(operations, 5) ?? 'Read',
      outcome: pick(['success', 'failure'], 7),
      country: no % 13 === 0 ? 'DE' : null,
      user_agent: pick(['agent one', 'agent two'], 4),
      app_name: pick(['OfficeHome', 'My App'], 6),
    },
    { source: logs[no % logs.length] ?? 'ual', raw: JSON.stringify({ Id: no, Text: `word${no % 9}` }) },
  );
} // prettier-ignore

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const some = <T>(list: readonly T[]): fc.Arbitrary<T[] | undefined> =>
  maybe(fc.subarray([...list], { minLength: 1 }));
const minute = fc.integer({ min: 0, max: 90 }).map((minutes) => at(minutes * 60));

const filters: fc.Arbitrary<EventFilter> = fc
  .record({
    user: some(users),
    session: some(sessions),
    ip: some(ips),
    operation: some(operations),
    source: some(logs),
    app: some(['officehome', 'My App']),
    outcome: some(['success', 'failure', 'unknown']),
    country: some(['JP', 'DE', 'FR']),
    since: maybe(minute),
    until: maybe(minute),
    grep: maybe(fc.constantFrom('word[1-3]', 'WORD8')),
  })
  // As from a caller: what is not asked for is not there.
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));

const placeOf = (row: Row): EventPlace => ({
  time: typeof row['time'] === 'bigint' ? row['time'] : null,
  source: String(row['source']),
  evidenceId: Number(row['evidence_id']),
  recordNo: Number(row['record_no']),
});

/** The explorer answers as `Store.events` does, in pages, counts and bars. */
export function exploreContract(name: string, newHome: () => Promise<StoreHome>): void {
  describe(`${name} explores events`, () => {
    let home: StoreHome;
    let store: Store;
    beforeEach(async () => {
      home = await newHome();
      store = await home.open('write');
      const all = Array.from({ length: 300 }, (_, no) => recordOf(no));
      await addRecords(store, 'a', all.slice(0, 170));
      await addRecords(store, 'b', all.slice(170));
      await store.saveAddresses([
        { ip: ips[0], country: 'JP', city: null, asn: 64500, asOrg: 'Net', kind: 'public', origin: 'test' },
        { ip: ips[1], country: 'FR', city: null, asn: 64501, asOrg: 'Other net', kind: 'public', origin: 'test' },
      ]);
      await store.joinTokens();
    }); // prettier-ignore
    afterEach(async () => {
      store.close();
      await home.remove();
    });

    async function holds(filter: EventFilter, size: number): Promise<void> {
      const expected = await rowsOf(store, filter, columns);
      const paged: Row[] = [];
      for (let after: EventPlace | undefined; ;) {
        const page = await store.eventPage({ filter, columns, limit: size, ...(after === undefined ? {} : { after }) }); // prettier-ignore
        paged.push(...page);
        expect(paged.length).toBeLessThanOrEqual(expected.length);
        const last = page.at(-1);
        if (last === undefined || page.length < size) break;
        after = placeOf(last);
      }
      expect(paged).toEqual(expected);
      expect(await store.countEvents(filter)).toBe(expected.length);
      const histogram = await store.eventHistogram(filter, 7);
      expect(histogram.undated).toBe(expected.filter(({ time }) => time === null).length);
      for (const { from, source, events } of histogram.bars)
        expect(events).toBe(
          expected.filter(({ time, source: log }) => typeof time === 'bigint' && log === source && time >= from && time < from + histogram.width).length,
        ); // prettier-ignore
      const drawn = histogram.bars.reduce((sum, { events }) => sum + events, 0);
      expect(drawn + histogram.undated).toBe(expected.length);
      for (const by of facetNames) {
        const facet = await store.eventFacet(filter, by, 1000);
        const rows = await rowsOf(store, filter, [by]);
        const counted = new Map<string | null, number>();
        for (const row of rows) {
          const value = row[by] === null || row[by] === undefined ? null : String(row[by]);
          counted.set(value, (counted.get(value) ?? 0) + 1);
        }
        expect(new Map(facet.values.map(({ value, events }) => [value, events]))).toEqual(counted);
        expect(facet.distinct).toBe(counted.size);
        expect(facet.values.map(({ events }) => events)).toEqual([...counted.values()].sort((a, b) => b - a)); // prettier-ignore
      }
    }

    it('as it lists them, for whatever filter', async () => {
      const property = fc.asyncProperty(filters, fc.integer({ min: 1, max: 60 }), holds);
      await fc.assert(property, { numRuns: 12, examples: [[{}, 37], [{ country: ['JP'] }, 25], [{ outcome: ['unknown'], session: [...sessions] }, 25]] }); // prettier-ignore
    });

    it('the same with the index of sessions, users and addresses', async () => {
      await store.weaveStrands();
      for (const filter of [{ user: [users[0]] }, { session: [sessions[0]] }, { ip: [ips[0]], country: ['JP'] }])
        await holds(filter, 20);
    }); // prettier-ignore

    it('and counts no more values than are asked for', async () => {
      const facet = await store.eventFacet({}, 'operation', 2);
      expect(facet.values).toHaveLength(2);
      expect(facet.distinct).toBe(4);
    });

    it('refusing a wrong expression and more bars than a picture holds', async () => {
      const refused = { code: 'usage' };
      const grep = '(';
      await expect(store.eventPage({ filter: { grep }, columns: ['event_id'], limit: 1 })).rejects.toMatchObject(refused); // prettier-ignore
      await expect(store.eventFacet({ grep }, 'user', 1)).rejects.toMatchObject(refused);
      await expect(store.eventHistogram({ grep }, 10)).rejects.toMatchObject(refused);
      await expect(store.eventHistogram({}, 0)).rejects.toMatchObject(refused);
    });
  });
}
