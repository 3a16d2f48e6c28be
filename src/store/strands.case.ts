import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Normalised } from '../model/event.js';
import { addRecords, at, record, rowsOf } from '../../test/support/store-records.js';
import type { NewEvent, Row, Store } from './store.js';

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0.0.0';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Firefox/125.0';
const hour = 3600;

/** What a record says that strands are made of; `undefined` is a record without it. */
interface Sight {
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly token?: string | undefined;
  readonly ip?: string | undefined;
  readonly agent?: string | undefined;
  /** Seconds after the beginning. */
  readonly time?: number | undefined;
}

const recordOf = (id: string, { user, session, token, ip, agent, time }: Sight): NewEvent =>
  record({
    event_id: id,
    user: user ?? null,
    session_id: session ?? null,
    token_id: token ?? null,
    ip: ip ?? null,
    user_agent: agent ?? null,
    time: time === undefined ? null : at(time),
  } satisfies Partial<Normalised>);

/** Links and sessions of events, by event id. */
async function linksOf(store: Store): Promise<ReadonlyMap<string, Row>> {
  const rows = await store.query(
    `SELECT e.event_id, s.link, t.session, t.inferred, t."user", t.network, t.client
     FROM event_strands s JOIN strands t USING (strand) JOIN events e ON e.rowid = s."row"`,
  );
  const found = new Map(rows.map((row) => [String(row['event_id']), row]));
  // No event is in two strands.
  expect(found.size).toBe(rows.length);
  return found;
}

async function known(store: Store): Promise<void> {
  await store.saveAddresses(
    ['198.51.100.1', '203.0.113.7'].map((ip, n) => ({
      ip, country: n === 0 ? 'JP' : 'SG', city: null, asn: 64500 + n, asOrg: `Net ${n}`, kind: 'public', origin: 'test',
    })),
  ); // prettier-ignore
  await store.saveAgents([
    { userAgent: chrome, browser: 'Chrome 124', os: 'Windows 10', kind: 'browser' },
    { userAgent: firefox, browser: 'Firefox 125', os: 'Linux', kind: 'browser' },
  ]);
}

async function woven(
  store: Store,
  sights: Readonly<Record<string, Sight>>,
): Promise<ReadonlyMap<string, Row>> {
  await addRecords(store, 'log', Object.entries(sights).map(([id, sight]) => recordOf(id, sight))); // prettier-ignore
  await store.joinTokens();
  await known(store);
  await store.weaveStrands();
  return linksOf(store);
}

const [home, away] = ['198.51.100.1', '203.0.113.7'];
const alice = 'alice@t.example';

/** A place for one store, which the tests open and remove. */
interface Home {
  readonly open: (mode: 'read' | 'write') => Promise<Store>;
  readonly remove: () => Promise<void>;
}

/** How any store joins events to sessions, divides these into strands, and finds them again. */
export function strandContract(name: string, newHome: () => Promise<Home>): void {
  describe(`${name} weaves strands`, () => {
    let place: Home;
    let store: Store;
    const anotherStore = async (): Promise<{ store: Store; remove: () => Promise<void> }> => {
      const other = await newHome();
      return { store: await other.open('write'), remove: () => other.remove() };
    };
    beforeEach(async () => {
      place = await newHome();
      store = await place.open('write');
    });
    afterEach(async () => {
      store.close();
      await place.remove();
    });

    it('exact by session, by token where it is of one session only, inferred where one session fits', async () => {
      const s = 'aaaaaaaa-0000-0000-0000-000000000001';
      const links = await woven(store, {
        exact: { user: alice, session: s, token: 't1', ip: home, agent: chrome, time: 0 },
        token: { user: alice, token: 't1', ip: home, agent: chrome, time: 60 },
        // A token of two sessions is no evidence for either.
        doubtful1: { user: 'bo@t.example', session: 'b1', token: 't2', ip: home, agent: chrome, time: 0 },
        doubtful2: { user: 'bo@t.example', session: 'b2', token: 't2', ip: home, agent: chrome, time: 10 },
        neither: { user: 'bo@t.example', token: 't2', ip: home, agent: chrome, time: 5 },
        inferred: { user: alice, ip: home, time: 300 },
        late: { user: alice, ip: home, time: 60 + 16 * 60 },
        elsewhere: { user: alice, ip: away, time: 30 },
        otherClient: { user: alice, ip: home, agent: firefox, time: 30 },
      }); // prettier-ignore
      const said = (id: string): unknown => [links.get(id)?.['link'], links.get(id)?.['session']];
      expect(said('exact')).toEqual(['exact', s]);
      expect(said('token')).toEqual(['token', s]);
      expect(said('inferred')).toEqual(['inferred', s]);
      for (const id of ['neither', 'late', 'elsewhere', 'otherClient']) {
        expect(links.get(id)?.['link']).toBe('inferred');
        expect(links.get(id)?.['session']).toMatch(/^i-[0-9a-f]{12}$/);
        expect(links.get(id)?.['inferred']).toBe(true);
      }
      expect(links.get('exact')?.['inferred']).toBe(false);
    });

    it('a stolen session is two strands; what names no client or address goes where it can only belong', async () => {
      const session = 'stolen';
      const links = await woven(store, {
        own: { user: alice, session, ip: home, agent: chrome, time: 0 },
        thief: { user: alice, session, ip: away, agent: firefox, time: 60 },
        silent: { user: alice, session, ip: away, time: 70 },
        placeless: { user: alice, session, agent: chrome, time: 80 },
        neither: { user: alice, session, time: 90 },
      });
      const strand = (id: string): unknown => [links.get(id)?.['network'], links.get(id)?.['client']]; // prettier-ignore
      expect(strand('own')).toEqual(['AS64500', 'Windows/Chrome']);
      expect(strand('thief')).toEqual(['AS64501', 'Linux/Firefox']);
      expect(strand('silent')).toEqual(strand('thief'));
      expect(strand('placeless')).toEqual(strand('own'));
      expect(strand('neither')).toEqual(['unknown', 'unknown']);
    });

    it('a session is its user’s, also where one record names another and one nobody', async () => {
      const links = await woven(store, {
        a: { user: alice, session: 's', ip: home, time: 0 },
        b: { user: alice, session: 's', ip: home, time: 1 },
        c: { user: 'other@t.example', session: 's', ip: home, time: 2 },
        d: { session: 's', ip: home, time: 3 },
      });
      expect(new Set([...links.values()].map((row) => row['user']))).toEqual(new Set([alice]));
      expect(links.size).toBe(4);
    });

    it('records without session are one until a pause of twelve hours; without a time they are in one, too', async () => {
      const links = await woven(store, {
        a: { user: alice, ip: home, time: 0 },
        b: { user: alice, ip: home, time: 11 * hour },
        c: { user: alice, ip: home, time: 24 * hour },
        never: { user: alice, ip: home },
        nobody: { ip: home, time: 0 },
      });
      const session = (id: string): unknown => links.get(id)?.['session'];
      expect(session('a')).toBe(session('b'));
      expect(session('c')).not.toBe(session('a'));
      expect(session('never')).toMatch(/^i-/);
      expect(links.has('nobody')).toBe(false);
    });

    it('one network with hundreds of addresses is one strand', async () => {
      const sights = Object.fromEntries(
        Array.from({ length: 300 }, (_, n) => [`e${n}`, { user: alice, session: 's', ip: `10.${n >> 4}.${n & 15}.9`, agent: chrome, time: n }]),
      ); // prettier-ignore
      await addRecords(store, 'log', Object.entries(sights).map(([id, sight]) => recordOf(id, sight))); // prettier-ignore
      await store.saveAddresses(Object.values(sights).map(({ ip }) => ({ ip, country: 'JP', city: null, asn: 64510, asOrg: 'Mobile', kind: 'public', origin: 'test' }))); // prettier-ignore
      await known(store);
      await store.weaveStrands();
      const rows = await store.query('SELECT network, events, len(ips) AS ips FROM strands');
      expect(rows).toEqual([{ network: 'AS64510', events: 300, ips: 300 }]);
    });

    it('anew when evidence came, and not otherwise', async () => {
      await addRecords(store, 'a', [recordOf('e1', { user: alice, session: 's', time: 0 })]);
      expect(await store.strandsAreFresh()).toBe(false);
      expect(await store.weaveStrands()).toBe(true);
      expect(await store.strandsAreFresh()).toBe(true);
      expect(await store.weaveStrands()).toBe(false);
      await addRecords(store, 'b', [recordOf('e2', { user: alice, session: 's', time: 1 })]);
      // Until they are woven anew, what was added is found all the same.
      expect(await store.countEvents({ session: ['s'] })).toBe(2);
      expect(await store.strandsAreFresh()).toBe(false);
      expect(await store.weaveStrands()).toBe(true);
      expect((await linksOf(store)).size).toBe(2);
    });

    const maybe = <T>(...values: readonly T[]): fc.Arbitrary<T | undefined> =>
      fc.constantFrom(undefined, ...values);
    const sights = fc.array(
      fc.record({
        user: maybe(alice, 'bo@t.example', 'svc'),
        session: maybe('s1', 's2', 's3'),
        token: maybe('t1', 't2'),
        ip: maybe(home, away, '2001:db8:1:2::3'),
        agent: maybe(chrome, firefox),
        time: maybe(0, 600, 1200, 5 * hour, 40 * hour),
      }),
      { minLength: 1, maxLength: 30 },
    );

    it('every event of a user or a session is in one strand, whatever the order in which they come', async () => {
      await fc.assert(
        fc.asyncProperty(sights, async (list) => {
          const named = list.map((sight, n) => [`e${n}`, sight] as const);
          const answers: unknown[] = [];
          for (const order of [named, [...named].reverse()]) {
            const other = await anotherStore();
            try {
              const links = await woven(other.store, Object.fromEntries(order));
              for (const [id, { user, session }] of named) {
                if (user !== undefined || session !== undefined) expect(links.has(id)).toBe(true);
                if (session !== undefined)
                  expect(links.get(id)).toMatchObject({ link: 'exact', session }); // prettier-ignore
                else if (links.get(id)?.['inferred'] === true)
                  expect(links.get(id)).toMatchObject({ link: 'inferred' });
              }
              answers.push([...links].sort(([a], [b]) => (a < b ? -1 : 1)));
            } finally {
              other.store.close();
              await other.remove();
            }
          }
          expect(answers[1]).toEqual(answers[0]);
        }),
        { numRuns: 6 },
      );
    }, 120_000);

    it('and then finds the same events by session, user and address, in the same order', async () => {
      const list = fc.sample(sights, { numRuns: 4, seed: 7 }).flat();
      await addRecords(store, 'a', list.map((sight, n) => recordOf(`a${n}`, sight))); // prettier-ignore
      await addRecords(store, 'b', list.map((sight, n) => record({ ...recordOf(`b${n}`, sight).event.values, target_user: alice, user_id: 'oid-1' }))); // prettier-ignore
      await store.joinTokens();
      await known(store);
      const filters = [
        ...['s1', 'S2', 'none'].map((session) => ({ session: [session] })),
        ...['Alice@T.example', 'oid-1', 'svc'].map((user) => ({ user: [user] })),
        { ip: [home] },
        { ip: ['2001:DB8:1:2:0::3'] },
        { ip: [away], user: [alice] },
        { session: ['s1'], since: at(600) },
        { session: ['s1', 's2'] },
      ];
      const answer = async (): Promise<unknown> => {
        const all: unknown[] = [];
        for (const filter of filters)
          for (const limit of [undefined, 3])
            all.push([filter, await rowsOf(store, filter, ['event_id', 'session', 'link', 'country'], limit), await store.countEvents(filter)]); // prettier-ignore
        return all;
      };
      const scanned = await answer();
      await store.weaveStrands();
      expect(await answer()).toEqual(scanned);
    }, 60_000);
  });
}
