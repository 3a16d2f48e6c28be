import type { NewEvent, Store } from '../../src/store/store.js';
import { openMemoryStore } from '../../src/store/duckdb/store.js';
import { addRecords, at, record } from './store-records.js';

export const hour = 3600;
export const day = 24 * hour;
export const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0';
export const olderEdge = edge.replaceAll('124', '123');
export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0';
export const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Mobile/15E148 Safari/604.1';
export const python = 'python-requests/2.31';
const agents = [
  { userAgent: edge, browser: 'Edge 124', os: 'Windows 10', kind: 'browser' },
  { userAgent: olderEdge, browser: 'Edge 123', os: 'Windows 10', kind: 'browser' },
  { userAgent: firefox, browser: 'Firefox 125', os: 'Linux', kind: 'browser' },
  { userAgent: iphone, browser: 'Mobile Safari 17', os: 'iOS 17', kind: 'browser' },
  { userAgent: python, browser: 'python-requests 2.31', os: null, kind: 'script' },
] as const;

/** Addresses of the tests: of each, its network, country and kind. */
const places: Readonly<Record<string, readonly [asn: number, country: string, kind: string]>> = {
  '203.0.113.10': [64500, 'JP', 'public'],
  ...Object.fromEntries(range(12).map((n) => [`198.51.${n}.5`, [64600 + (n % 3), 'JP', 'public']])),
  ...Object.fromEntries(range(4).map((n) => [`192.0.${n + 50}.9`, [64700, 'JP', 'public']])),
  ...Object.fromEntries(range(5).map((n) => [`100.70.${n}.9`, [64710, 'JP', 'public']])),
  '2001:db8:5::7': [64710, 'JP', 'public'],
  '185.10.10.10': [64800, 'FR', 'public'],
  '45.9.9.9': [64900, 'SG', 'hosting'],
  '45.8.8.8': [64901, 'NL', 'hosting'],
};
export function range(n: number): readonly number[] {
  return Array.from({ length: n }, (_, index) => index);
}

export interface Visit {
  readonly user: string;
  readonly session: string | null;
  readonly ip: string;
  readonly agent: string;
  /** Seconds after the beginning. */
  readonly time: number;
  readonly device?: string;
  /** Whom an administrator's act is about. */
  readonly target?: string;
}
let made = 0;
export const visit = ({ user, session, ip, agent, time, device, target }: Visit, operation = 'FileAccessed'): NewEvent =>
  record({
    event_id: `e${made++}`, user, session_id: session, ip, user_agent: agent, time: at(time), operation,
    device_id: device ?? null, target_user: target ?? null, outcome: 'success',
  }); // prettier-ignore

/** Ten days of twelve people, each from home in the morning and from the office, with the same browser. */
export function life(withSessions: boolean): NewEvent[] {
  return range(12).flatMap((n) =>
    range(10).flatMap((d) => {
      const person = { user: `u${n}@t.example`, session: withSessions ? `own-${n}-${d}` : null, agent: edge };
      return [
        visit({ ...person, ip: `198.51.${n}.5`, time: d * day + 2 * hour + n }),
        visit({ ...person, ip: '203.0.113.10', time: d * day + 4 * hour + n }),
        visit({ ...person, ip: '203.0.113.10', time: d * day + 6 * hour + n }),
      ];
    }),
  );
} // prettier-ignore

export async function storeOf(events: readonly NewEvent[]): Promise<Store> {
  const store = await openMemoryStore();
  await addRecords(store, 'log', events);
  await store.joinTokens();
  await store.saveAddresses(
    Object.entries(places).map(([ip, [asn, country, kind]]) => ({
      ip, asn, country, kind, city: null, asOrg: `Net ${asn}`, origin: 'test',
    })),
  ); // prettier-ignore
  await store.saveAgents(agents);
  return store;
}
