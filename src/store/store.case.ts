import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KonsekiError } from '../errors.js';
import type { Normalised } from '../model/event.js';
import {
  addRecords,
  at,
  facts,
  fileOf,
  record,
  reject,
  rowsOf,
  valuesOf,
} from '../../test/support/store-records.js';
import { exploreContract } from './explore.case.js';
import type { StoreHome } from './store-home.js';
import { storeProperties } from './store-properties.case.js';
import { strandContract } from './strands.case.js';
import type { Store } from './store.js';

/** What an implementation may not be able to do; each skip says why. */
export type Skips = Partial<Record<'streams while writing', string>>;

/** What every store must do, whatever it is made of. */
export function storeContract(
  name: string,
  newHome: () => Promise<StoreHome>,
  skips: Skips = {},
): void {
  describe(`${name} as a store`, () => {
    let home: StoreHome;
    let store: Store;
    beforeEach(async () => {
      home = await newHome();
      store = await home.open('write');
    });
    afterEach(async () => {
      store.close();
      await home.remove();
    });
    const reopen = async (mode: 'read' | 'write'): Promise<void> => {
      store.close();
      store = await home.open(mode);
    };
    const one = async (columns: readonly string[]): Promise<unknown> => {
      const rows = await rowsOf(store, {}, columns);
      expect(rows).toHaveLength(1);
      return rows[0];
    };

    it('writes an answer as a Parquet file, also when open for reading', async () => {
      await addRecords(store, 'a', [record({ event_id: "it's", time: at(5), user: '=1+1' })]);
      const dir = mkdtempSync(path.join(tmpdir(), "konseki's-"));
      try {
        const file = path.join(dir, "a'b.parquet");
        const sql = `SELECT event_id, time, "user" FROM events WHERE event_id = $id`;
        await reopen('read');
        await store.parquet(file, sql, { id: "it's" });
        await store.parquet(file, sql, { id: "it's" });
        expect(await store.query(`SELECT * FROM read_parquet($file)`, { file })).toEqual([
          { event_id: "it's", time: at(5), user: '=1+1' },
        ]);
      } finally {
        rmSync(dir, { recursive: true });
      }
    });

    describe('takes a file in', () => {
      it('and counts its records', async () => {
        const evidence = await addRecords(
          store,
          'a',
          [
            record({ event_id: 'e1', time: at(5) }),
            record({ event_id: 'e2', time: at(1) }, { damage: 'cut' }),
            record({ event_id: 'e1', time: at(5) }),
          ],
          2,
        );
        expect(evidence).toMatchObject({
          file: 'a',
          onDisk: '/evidence/a',
          records: 5,
          events: 2,
          duplicates: 1,
          rejects: 2,
          damaged: 1,
          formats: ['ual-record'],
          first: at(1),
          last: at(5),
          addedBy: 'tester',
        });
        expect(await store.evidence()).toEqual([evidence]);
        expect(await store.countEvents({})).toBe(2);
      });

      it('and keeps it when it is opened again', async () => {
        const evidence = await addRecords(store, 'a', [record({ event_id: 'e1' })], 1);
        await reopen('read');
        expect(await store.evidence()).toEqual([evidence]);
        expect(await valuesOf(store)).toEqual(['e1']);
        expect(await store.rejects()).toHaveLength(1);
      });

      it('and shows nothing of it before it is complete', async () => {
        const intake = await store.intake(fileOf('a'));
        const nothing = async (): Promise<void> => {
          expect(await store.evidence()).toEqual([]);
          expect(await store.countEvents({})).toBe(0);
          expect(await valuesOf(store)).toEqual([]);
          expect(await store.rejects()).toEqual([]);
        };
        await intake.append([record({ event_id: 'e1' })]);
        await intake.reject([reject(2)]);
        await nothing();
        await intake.profile();
        await nothing();
        await intake.complete(facts);
        expect(await store.countEvents({})).toBe(1);
        expect(await store.rejects()).toHaveLength(1);
      });

      it.each(['before', 'after'])('or nothing, abandoned %s its profile', async (when) => {
        await addRecords(store, 'a', [record({ event_id: 'e1', user: null })]);
        const intake = await store.intake(fileOf('b'));
        const many = Array.from({ length: 3000 }, (_, n) => record({ event_id: `x${n}` }));
        await intake.append([record({ event_id: 'e1', user: 'alice' }), ...many]);
        await intake.reject([reject(2)]);
        if (when === 'after') await intake.profile();
        await intake.abandon();
        await reopen('write');
        expect(await rowsOf(store, {}, ['event_id', 'user'])).toEqual([
          { event_id: 'e1', user: null },
        ]);
        expect(await store.evidence()).toHaveLength(1);
        expect(await store.rejects()).toEqual([]);
        expect((await addRecords(store, 'b', many)).events).toBe(3000);
      });

      it('one after the other', async () => {
        const intake = await store.intake(fileOf('a'));
        await expect(store.intake(fileOf('b'))).rejects.toThrow('one file is added at a time');
        await intake.abandon();
        await intake.abandon();
        expect((await addRecords(store, 'b', [record({ event_id: 'e' })])).events).toBe(1);
      });

      it('and profiles it', async () => {
        const intake = await store.intake(fileOf('a'));
        const envelope = (index: number): string =>
          JSON.stringify({ ResultIndex: String(index), ResultCount: '9' });
        const made = { format: 'ual-search-csv' };
        await intake.append([
          record({ event_id: 'e1', user: 'a', record_type: 1 }, { ...made, envelope: envelope(1) }),
          record({ event_id: 'e2', user: 'b', record_type: 1 }, { ...made, envelope: envelope(7) }),
          record({ event_id: 'e3' }, { ...made, envelope: '{"ResultCount":"\\ud800"}' }),
        ]);
        await intake.reject([reject(4)]);
        expect(await intake.profile()).toEqual({
          rows: 3,
          rejects: 1,
          users: 2,
          recordTypes: 1,
          results: [{ count: 9, rows: 2, highest: 7 }],
        });
        await intake.abandon();
      });

      it('with its entry in the journal', async () => {
        const intake = await store.intake(fileOf('a'));
        await intake.append([record({ event_id: 'e1' })]);
        await intake.complete(facts, ({ events }) => ({
          at: at(1),
          author: 'me',
          kind: 'evidence-added',
          text: `${events}`,
          detail: { n: 1 },
        }));
        const [entry] = await store.journal();
        expect(entry).toMatchObject({ author: 'me', text: '1', detail: { n: 1 } });
      });

      it('of a format that none of its records is of', async () => {
        const intake = await store.intake(fileOf('a'));
        const evidence = await intake.complete({ ...facts, format: 'ual-purview-csv' });
        expect(evidence).toMatchObject({ records: 0, formats: ['ual-purview-csv'], first: null });
      });
    });

    it('keeps text as it stands', async () => {
      const odd = 'a\u0000b\u202e "\'\\ 痕跡 😀\r\n';
      await addRecords(store, 'a', [
        record(
          { event_id: 'e1', subject: odd, ip_port: 65535, asn: Number.MAX_SAFE_INTEGER },
          { raw: `{"a":"\\u0000"}`, envelope: odd },
        ),
      ]);
      expect(await one(['subject', 'raw', 'envelope', 'ip_port', 'asn'])).toEqual({
        subject: odd,
        raw: `{"a":"\\u0000"}`,
        envelope: odd,
        ip_port: 65535,
        asn: Number.MAX_SAFE_INTEGER,
      });
    });

    it('finds evidence by its hash', async () => {
      const intake = await store.intake(fileOf('a'));
      await intake.append([record({ event_id: 'e1' })]);
      const evidence = await intake.complete({ ...facts, sha256: 'ab'.repeat(32) });
      expect(await store.evidenceBySha256('ab'.repeat(32))).toEqual(evidence);
      expect(await store.evidenceBySha256('cd'.repeat(32))).toBeUndefined();
    });

    it('lists the rejects of all files, or of one', async () => {
      await addRecords(store, 'a', [], 2);
      const b = await addRecords(store, 'b', [], 1);
      expect(await store.rejects()).toHaveLength(3);
      expect(await store.rejects(b.evidenceId)).toEqual([
        { evidenceId: b.evidenceId, ...reject(1) },
      ]);
    });

    describe('makes one event', () => {
      const counts = ({ events, duplicates }: { events: number; duplicates: number }): number[] => [
        events,
        duplicates,
      ];

      it('of copies in one file', async () => {
        const copies = Array.from({ length: 118 }, () => record({ event_id: 'e1' }));
        expect(counts(await addRecords(store, 'a', copies))).toEqual([1, 117]);
        expect(await one(['record_no'])).toEqual({ record_no: 1 });
        expect(await store.sightings('ual', 'e1')).toHaveLength(117);
      });

      it('of overlapping files', async () => {
        const ids = (from: number, to: number): ReturnType<typeof record>[] =>
          Array.from({ length: to - from }, (_, n) => record({ event_id: `e${from + n}` }));
        expect(counts(await addRecords(store, 'a', ids(0, 10)))).toEqual([10, 0]);
        expect(counts(await addRecords(store, 'b', ids(6, 14)))).toEqual([4, 4]);
        expect(counts(await addRecords(store, 'a again', ids(0, 10)))).toEqual([0, 10]);
        expect(await store.countEvents({})).toBe(14);
        const seen = await store.sightings('ual', 'e6');
        expect(seen.map(({ file, record_no }) => [file, record_no])).toEqual([
          ['b', 1],
          ['a again', 7],
        ]);
      });

      const poor = record(
        {
          event_id: 'e1',
          user: 'poor',
          city: 'Oslo',
          sign_in_kind: 'interactive',
          outcome: 'success',
        },
        { format: 'ual-flat-csv' },
      );
      const rich = record(
        {
          event_id: 'e1',
          user: 'rich',
          subject: 'Hi',
          sign_in_kind: 'unknown',
          outcome: 'unknown',
        },
        { format: 'ual-record' },
      );
      it.each([
        ['poorer', [poor, rich]],
        ['richer', [rich, poor]],
      ])('of a poorer and a richer record, the %s first', async (_, [first, second]) => {
        await addRecords(store, 'a', [first!]);
        expect(counts(await addRecords(store, 'b', [second!]))).toEqual([0, 1]);
        expect(await one(['user', 'subject', 'city', 'sign_in_kind', 'outcome', 'format'])).toEqual(
          {
            user: 'rich',
            subject: 'Hi',
            city: 'Oslo',
            sign_in_kind: 'interactive',
            outcome: 'success',
            format: 'ual-record',
          },
        );
        expect(await store.sightings('ual', 'e1')).toHaveLength(1);
      });

      const whole = record({ event_id: 'e1', user: 'whole' }, { format: 'ual-flat-csv' });
      const damaged = record(
        { event_id: 'e1', user: 'damaged', city: 'Oslo', time: null, operation: null },
        { damage: 'cut' },
      );
      it.each([
        ['damaged', [damaged, whole]],
        ['whole', [whole, damaged]],
      ])('of a damaged and a whole record, the %s first', async (_, [first, second]) => {
        await addRecords(store, 'a', [first!]);
        const evidence = await addRecords(store, 'b', [second!]);
        expect(counts(evidence)).toEqual([0, 1]);
        expect(evidence.damaged).toBe(second === damaged ? 1 : 0);
        expect(await one(['user', 'city', 'time', 'operation', 'damaged'])).toEqual({
          user: 'whole',
          city: 'Oslo',
          time: at(0),
          operation: 'Read',
          damaged: false,
        });
      });

      it('unless the operation, the second or the source is another', async () => {
        const others: [Partial<Normalised>, number][] = [
          [{ operation: 'Read', time: at(1.2) }, 1],
          [{ operation: 'Read', time: at(1.9) }, 0],
          [{ operation: 'Write', time: at(1.2) }, 1],
          [{ operation: 'Read', time: at(2) }, 1],
        ];
        for (const [values, events] of others)
          expect(
            (await addRecords(store, 'a', [record({ event_id: 'masked', ...values })])).events,
          ).toBe(events);
        const same = record({ event_id: 'masked', time: at(1.2) }, { source: 'entra_audit' });
        expect((await addRecords(store, 'b', [same])).events).toBe(1);
        expect(await store.countEvents({ eventId: ['masked'] })).toBe(4);
      });

      it('of a damaged record and the one of its second among several of its id', async () => {
        await addRecords(store, 'a', [
          record({ event_id: 'm', operation: 'A', time: at(1) }),
          record({ event_id: 'm', operation: 'B', time: at(2) }),
        ]);
        const cut = record(
          { event_id: 'm', operation: null, time: at(2), city: 'Oslo' },
          { damage: 'cut' },
        );
        expect(counts(await addRecords(store, 'b', [cut]))).toEqual([0, 1]);
        expect(await rowsOf(store, {}, ['operation', 'city'])).toEqual([
          { operation: 'A', city: null },
          { operation: 'B', city: 'Oslo' },
        ]);
      });
    });

    describe('pairs records with and without an id', () => {
      const audit = { source: 'entra_audit' } as const;
      const named = (id: string, seconds = 0): ReturnType<typeof record> =>
        record(
          { event_id: id, match_key: 'h-k', time: at(seconds), user: 'u' },
          { ...audit, format: 'entra-audit-graph' },
        );
      const nameless = (id: string, seconds = 0): ReturnType<typeof record> =>
        record(
          { event_id: `h-${id}`, match_key: 'h-k', time: at(seconds), city: 'Oslo' },
          { ...audit, format: 'entra-audit-portal-csv' },
        );
      const together = { event_id: 'n1', user: 'u', city: 'Oslo' };

      it('whichever comes first, and again', async () => {
        expect((await addRecords(store, 'a', [named('n1')])).events).toBe(1);
        expect((await addRecords(store, 'b', [nameless('x')])).duplicates).toBe(1);
        expect(await one(['event_id', 'user', 'city'])).toEqual(together);
        expect((await addRecords(store, 'b', [nameless('x')])).duplicates).toBe(1);
        expect(await store.sightings('entra_audit', 'n1')).toHaveLength(2);
      });

      it('the record without an id first', async () => {
        expect((await addRecords(store, 'a', [nameless('x'), nameless('x')])).events).toBe(1);
        expect((await addRecords(store, 'b', [named('n1')])).duplicates).toBe(1);
        expect(await one(['event_id', 'user', 'city'])).toEqual(together);
        expect(await store.sightings('entra_audit', 'n1')).toHaveLength(2);
        expect((await addRecords(store, 'c', [nameless('x')])).duplicates).toBe(1);
        expect(await store.countEvents({ eventId: ['n1'] })).toBe(1);
      });

      it('each with one only', async () => {
        await addRecords(store, 'a', [named('n1')]);
        expect((await addRecords(store, 'b', [nameless('x'), nameless('y')])).events).toBe(1);
        expect((await addRecords(store, 'c', [named('n2')])).duplicates).toBe(1);
        expect((await addRecords(store, 'd', [nameless('y'), nameless('x')])).duplicates).toBe(2);
        expect((await valuesOf(store)).sort()).toEqual(['n1', 'n2']);
      });
    });

    storeProperties(
      () => store,
      async () => {
        store.close();
        await home.remove();
        home = await newHome();
        store = await home.open('write');
        return store;
      },
    );

    it('gives events in order of time, then source and place', async () => {
      const same = (id: string, source: 'ual' | 'mail'): ReturnType<typeof record> =>
        record({ event_id: id, time: at(9) }, { source });
      await addRecords(store, 'a', [same('u2', 'ual'), same('m1', 'mail'), same('u1', 'ual')]);
      await addRecords(store, 'b', [record({ event_id: 'first', time: at(8) })]);
      expect(await valuesOf(store)).toEqual(['first', 'm1', 'u2', 'u1']);
    });

    it.skipIf(skips['streams while writing'] !== undefined)(
      'streams events whatever else is asked meanwhile',
      async () => {
        const many = Array.from({ length: 6000 }, (_, n) =>
          record({ event_id: `e${n}`, time: at(n) }),
        );
        await addRecords(store, 'a', many);
        let seen = 0;
        for await (const rows of store.events({ filter: {}, columns: ['event_id'] })) {
          expect(rows[0]).toEqual({ event_id: `e${seen}` });
          seen += rows.length;
          await store.countEvents({});
          if (seen < 2100) await addRecords(store, `b${seen}`, [record({ event_id: `x${seen}` })]);
        }
        expect(seen).toBe(6000);
        // One who stops early leaves nothing open.
        for await (const rows of store.events({ filter: {}, columns: ['event_id'] }))
          if (rows.length > 0) break;
        await reopen('write');
        expect(await store.countEvents({})).toBeGreaterThan(6000);
      },
    );

    describe('joins', () => {
      const link = async (): Promise<unknown> => {
        const rows = await rowsOf(store, {}, ['event_id', 'session', 'link']);
        return Object.fromEntries(
          rows.map((row) => [row['event_id'], [row['session'], row['link']]]),
        );
      };

      it('tokens to the one session that they are of', async () => {
        await addRecords(store, 'a', [
          record({ event_id: 'sign-in', session_id: 's1', token_id: 'Tok' }),
          record({ event_id: 'token', token_id: 'Tok' }),
          record({ event_id: 'other case', token_id: 'tok' }),
          record({ event_id: 'neither' }),
          record({ event_id: 'two a', session_id: 's1', token_id: 'both' }),
          record({ event_id: 'two b', session_id: 's2', token_id: 'both' }),
          record({ event_id: 'two c', token_id: 'both' }),
        ]);
        await store.joinTokens();
        const joined = {
          'sign-in': ['s1', 'exact'],
          token: ['s1', 'token'],
          'other case': [null, null],
          neither: [null, null],
          'two a': ['s1', 'exact'],
          'two b': ['s2', 'exact'],
          'two c': [null, null],
        };
        expect(await link()).toEqual(joined);
        expect(await valuesOf(store, { session: ['s1'] })).toEqual(['sign-in', 'token', 'two a']);
        // A second session takes back what was joined.
        await addRecords(store, 'b', [
          record({ event_id: 'x', session_id: 's9', token_id: 'Tok' }),
        ]);
        await store.joinTokens();
        expect(await link()).toEqual({ ...joined, token: [null, null], x: ['s9', 'exact'] });
      });

      it('what is known of addresses and clients, the log first', async () => {
        await addRecords(store, 'a', [
          record({ event_id: 'a', ip: '192.0.2.1', user_agent: 'UA', time: at(1) }),
          record({
            event_id: 'b',
            ip: '192.0.2.1',
            user_agent: 'UA',
            time: at(2),
            country: 'NO',
            asn: 5,
            browser: 'Lynx',
            os: 'BeOS',
            city: 'Oslo',
            outcome: 'success',
          }),
          record({ event_id: 'c', ip: '192.0.2.9', time: at(3) }),
        ]);
        expect(await store.unknownAddresses()).toEqual(['192.0.2.1', '192.0.2.9']);
        expect(await store.unknownAgents()).toEqual(['UA']);
        const known = { country: 'JP', city: null, asn: 7, asOrg: 'Seven', kind: 'hosting' };
        await store.saveAddresses([{ ip: '192.0.2.1', ...known, origin: 'db' }]);
        await store.saveAgents([
          { userAgent: 'UA', browser: 'Edge', os: 'Windows', kind: 'browser' },
        ]);
        expect(await store.unknownAddresses()).toEqual(['192.0.2.9']);
        const columns =
          'country log_country city asn as_org ip_kind browser os agent_kind outcome'.split(' ');
        const rows = await rowsOf(store, {}, columns);
        expect(rows.map((row) => columns.map((column) => row[column]))).toEqual([
          ['JP', null, null, 7, 'Seven', 'hosting', 'Edge', 'Windows', 'browser', 'unknown'],
          ['NO', 'NO', 'Oslo', 5, 'Seven', 'hosting', 'Lynx', 'BeOS', 'browser', 'success'],
          [null, null, null, null, null, null, null, null, null, 'unknown'],
        ]);
        await store.forgetAddresses();
        expect(await store.unknownAddresses()).toEqual(['192.0.2.1', '192.0.2.9']);
      });
    });

    it('keeps a journal in order', async () => {
      const entry = { at: at(2), author: "O'Neil", kind: 'note', text: 'b', detail: { n: [1] } };
      await store.write(entry);
      await store.write({ ...entry, at: at(1), text: 'a', detail: undefined });
      await store.write({ ...entry, text: 'c' });
      await reopen('read');
      const entries = await store.journal();
      expect(entries.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
      expect(entries[1]).toEqual(entry);
      expect(entries[0]?.detail).toBeNull();
    });
  });

  describe(`${name} as a store filters events`, () => {
    let home: StoreHome;
    let store: Store;
    beforeAll(async () => {
      home = await newHome();
      store = await home.open('write');
      await addRecords(store, 'a', [
        record(
          {
            event_id: 'One',
            time: at(1),
            user: 'alice@x.test',
            operation: 'New-InboxRule',
            ip: '2001:db8::1',
            session_id: 's1',
            app_id: 'app-1',
            app_name: 'Outlook Web',
            subject: 'Invoice 7',
          },
          { raw: '{"Name":"O\\u0027Brien [x].","Fwd":"a\\u003cb"}' },
        ),
        record({
          event_id: 'two',
          time: at(2),
          user: 'bob@x.test',
          target_user: 'alice@x.test',
          operation: 'Send',
          ip: '192.0.2.1',
          user_id: 'guid-bob',
        }),
        record({ event_id: 'three', time: null, match_key: 'h-3' }, { raw: 'not JSON \\u0027' }),
      ]);
      await addRecords(store, 'b', [
        record({ event_id: 'four', time: at(3) }, { source: 'entra_signin', envelope: '{"z":9}' }),
      ]);
    });

    afterAll(async () => {
      store.close();
      await home.remove();
    });

    it.each([
      ['nothing', {}, ['One', 'two', 'four', 'three']],
      ['no values', { user: [], operation: [] }, ['One', 'two', 'four', 'three']],
      ['a user', { user: ['ALICE@x.test'] }, ['One', 'two']],
      ['a user id', { user: ['GUID-bob'] }, ['two']],
      ['users', { user: ['nobody', 'bob@x.test'] }, ['two']],
      ['a session', { session: ['S1'] }, ['One']],
      ['an IPv4 address', { ip: ['192.0.2.1'] }, ['two']],
      ['an uncompressed IPv6', { ip: ['2001:0DB8:0:0:0:0:0:0001'] }, ['One']],
      ['an operation', { operation: ['new-inboxrule', 'SEND'] }, ['One', 'two']],
      ['a source', { source: ['entra_signin'] as const }, ['four']],
      ['an app id', { app: ['APP-1'] }, ['One']],
      ['an app name', { app: ['outlook web'] }, ['One']],
      ['an event id', { eventId: ['One'] }, ['One']],
      ['an event id in capitals', { eventId: ['TWO'] }, ['two']],
      ['a match key', { eventId: ['h-3'] }, ['three']],
      ['evidence', { evidenceId: 2 }, ['four']],
      ['since', { since: at(2) }, ['two', 'four']],
      ['until', { until: at(2) }, ['One']],
      ['text', { grep: 'NAME' }, ['One']],
      ['an expression', { grep: 'o.brien \\[x\\]\\.' }, ['One']],
      ['text that the record escapes', { grep: "O'Brien" }, ['One']],
      ['text escaped with letters', { grep: 'a<b' }, ['One']],
      ['the subject', { grep: 'invoice \\d' }, ['One']],
      ['the envelope', { grep: '"z":9' }, ['four']],
      ['a backslash', { grep: '\\\\u0027' }, ['One', 'three']],
      ['all at once', { user: ['alice@x.test'], since: at(2), operation: ['Send'] }, ['two']],
      ['what contradicts', { user: ['alice@x.test'], ip: ['198.51.100.1'] }, []],
    ])('by %s', async (_, filter, expected) => {
      expect(await valuesOf(store, filter)).toEqual(expected);
      expect(await store.countEvents(filter)).toBe(expected.length);
    });

    it.each(['(', '[z-a]', '(?=a)', '\\'])('refusing the expression %s', async (grep) => {
      const refused = { code: 'usage', message: expect.stringContaining(grep) as string };
      await expect(store.countEvents({ grep })).rejects.toMatchObject(refused);
      await expect(valuesOf(store, { grep })).rejects.toMatchObject(refused);
    });

    it('and takes values for nothing but values', async () => {
      const evil = `' OR 1=1 --`;
      for (const filter of [{ user: [evil] }, { ip: [evil] }, { app: [evil] }, { grep: evil }])
        expect(await store.countEvents(filter)).toBe(0);
    });

    it('up to a limit', async () => {
      expect(await rowsOf(store, {}, ['event_id'], 2)).toEqual([
        { event_id: 'One' },
        { event_id: 'two' },
      ]);
    });

    it('refusing a column that is not there', async () => {
      const asked = rowsOf(store, {}, ['event_id', 'nope"']);
      await expect(asked).rejects.toThrow(KonsekiError);
      await expect(rowsOf(store, {}, ['nope'])).rejects.toMatchObject({
        code: 'usage',
        hint: expect.stringContaining('event_id') as string,
      });
      expect(await store.eventColumnNames()).toContain('session');
    });
  });

  strandContract(name, newHome);
  exploreContract(name, newHome);
}
