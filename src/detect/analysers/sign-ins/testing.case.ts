import { afterAll, beforeAll } from 'vitest';
import { addRecords, record } from '../../../../test/support/store-records.js';
import { openIpDatabase, type IpDatabase } from '../../../ingest/enrich/ip-database.js';
import { enrichFrom } from '../../../ingest/enrich/enrich.js';
import { openMemoryStore, type MemoryStore } from '../../../store/duckdb/store.js';
import type { Normalised } from '../../../model/event.js';
import type { NewEvent } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';

/** Addresses that are really in these networks (the built-in IP data). */
export const places = {
  office: '210.130.10.5', // IIJ, Japan
  home: '14.8.200.10', // KDDI, Japan
  carrier: '1.72.5.9', // NTT DOCOMO, Japan
  household: '222.150.10.5', // NTT Communications, Japan
  hotel: '203.116.10.9', // StarHub, Singapore
  lagos: '105.112.10.20', // Airtel, Nigeria
  rented: '188.166.200.10', // DigitalOcean, Netherlands
  rentedToo: '146.70.50.10', // M247, Romania
  tor: '185.220.101.5',
  gateway: '165.225.96.10', // Zscaler
  microsoft: '20.190.151.7',
} as const;

export const edge = {
  user_agent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36 Edg/136.0.0.0',
  browser: 'Edge 136.0.0',
  os: 'Windows10',
};
export const firefox = {
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  browser: 'Firefox 128.0',
  os: 'Linux',
};
export const axios = { user_agent: 'axios/1.7.9', browser: 'Rich Client 4.30', os: null };

/** Seconds after the first midnight. */
export const time = (day: number, hour: number, minute = 0, second = 0): bigint =>
  BigInt(Date.UTC(2025, 5, 2 + day, hour, minute, second)) * 1000n;

let serial = 0;
const token = (): string => `token${String((serial += 1)).padStart(17, '0')}`;

/** A sign-in as Entra's log has it: by hand, right, at OfficeHome, unless told otherwise. */
export function signIn(values: Partial<Normalised>): NewEvent {
  const id = token();
  return record(
    {
      event_id: id,
      token_id: id,
      operation: 'Sign-in activity',
      user: 'alice@example.com',
      sign_in_kind: 'interactive',
      outcome:
        values.error_code === undefined || values.error_code === null ? 'success' : 'failure',
      app_id: '4765445b-32c6-49b0-83e6-1d93765276ca',
      ip: places.office,
      ...edge,
      ...values,
    },
    { source: 'entra_signin' },
  );
}

/** The unified audit log's record of a sign-in. */
export function logon(values: Partial<Normalised>, request = 'Login:login'): NewEvent {
  const { event } = signIn(values);
  const failed = event.values.outcome !== 'success';
  return record(
    {
      ...event.values,
      sign_in_kind: null,
      record_type: 15,
      operation: failed ? 'UserLoginFailed' : 'UserLoggedIn',
    },
    { raw: `{"ExtendedProperties":[{"Name":"RequestType","Value":"${request}"}]}` },
  );
}

/** Days of work in the office, and at home in the evening. */
export function habit(days: number, values: Partial<Normalised> = {}): readonly NewEvent[] {
  return Array.from({ length: days }, (_, day) => [
    signIn({ time: time(day, 0, 20), session_id: `own-${Math.floor(day / 4)}`, ...values }),
    signIn({
      time: time(day, 11, 5),
      session_id: `own-${Math.floor(day / 4)}`,
      ip: places.home,
      ...values,
    }),
  ]).flat();
}

/** A store of these events, with what is known of their addresses and clients. */
export function useCases(): (events: readonly NewEvent[]) => Promise<MemoryStore> {
  let store: MemoryStore;
  let addresses: IpDatabase;
  beforeAll(async () => {
    store = await openMemoryStore();
    addresses = await openIpDatabase({});
  });
  afterAll(() => {
    store.close();
  });
  return async (events) => {
    await store.reset();
    await addRecords(store, 'logs', events);
    await enrichFrom(store, addresses);
    await store.joinTokens();
    return store;
  };
}

/** Runs an analyser with its defaults but these. */
export async function run<P>(
  analyser: Analyser<P>,
  store: MemoryStore,
  parameters: object = {},
): Promise<readonly AnalyserMatch[]> {
  return analyser.run(store, analyser.parameters.parse(parameters));
}

export const gravities = (matches: readonly AnalyserMatch[]): readonly (string | undefined)[] =>
  matches.map(({ severity }) => severity);
/** Numbers of the records that prove the matches. */
export const recordsOf = (matches: readonly AnalyserMatch[]): readonly (readonly number[])[] =>
  matches.map(({ events }) => events.map(({ recordNo }) => recordNo).toSorted((a, b) => a - b));
