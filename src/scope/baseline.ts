import type { Strand } from './strand.js';

/**
 * What is usual for a user and in the tenant, robustly: a strand is compared with the user's other
 * sessions only, those that were called suspicious in a first pass left out, so that an attacker's few
 * days do not become the habit.
 */
export interface Baseline {
  /** Of the strand's user, the strand's own session left out. */
  of(strand: Strand): Usual;
  /** A net (IPv4 /24, IPv6 /48) from which many users have worked over many days. */
  isCompany(net: string): boolean;
  /** How many users of the tenant have used it, the suspicious sessions left out. */
  usersOnNetwork(network: string): number;
  usersOnNet(net: string): number;
  usersOfAgent(userAgent: string): number;
  /** Part of the users who have been in this country, 0 to 1. */
  shareOfCountry(country: string): number;
  readonly users: number;
}

export interface Usual {
  /** Too little is known of the user for anything to be new. */
  readonly cold: boolean;
  readonly days: number;
  network(network: string): Use;
  net(net: string): Use;
  country(country: string): Use;
  client(client: string): Use;
  /** The very user agent, from a usual net. */
  agent(userAgent: string): boolean;
  device(deviceId: string): boolean;
  /** Part of the other sessions with a browser that were on a device of the organisation. */
  readonly ownDevices: number;
}

/** `habit`: again and again; `seen`: in some other session; `new`: never. */
export type Use = 'habit' | 'seen' | 'new';

interface Facts {
  readonly sessions: Set<string>;
  readonly days: Set<number>;
}

interface Person {
  readonly strands: readonly Strand[];
  readonly days: ReadonlySet<number>;
  readonly sessions: ReadonlySet<string>;
}

/** Networks that are no place: nobody's habit, and nobody's novelty. */
const noPlace = new Set(['unknown', 'Microsoft', 'private', 'loopback', 'linklocal', 'reserved']);
export const isPlace = (network: string): boolean => !noPlace.has(network);
/** A browser or a script: what an intruder comes with. Programs of Office on a device say little. */
export const isClient = (client: string): boolean => client.includes('/') || !systems.has(client);
const systems = new Set(['unknown', 'Windows', 'macOS', 'iOS', 'Android', 'Linux', 'ChromeOS']);
const browsers = /\/(Edge|Firefox|Chrome|Safari|Opera|Samsung Internet|Internet Explorer|Brave)$/;
export const isScript = (client: string): boolean => isClient(client) && !browsers.test(client);

export function baselineOf(strands: readonly Strand[], doubted: ReadonlySet<number>): Baseline {
  const trusted = strands.filter(
    ({ no, done, user }) => done > 0 && user !== undefined && !doubted.has(no),
  );
  const byUser = grouped(trusted, ({ user }) => user ?? '');
  const people = new Map<string, Person>(
    [...byUser].map(([user, list]) => [
      user,
      {
        strands: list,
        days: new Set(list.flatMap(({ days }) => days)),
        sessions: new Set(list.map(({ session }) => session)),
      },
    ]),
  );
  const allDays = new Set(trusted.flatMap(({ days }) => days)).size;
  const networks = facts(trusted, ({ network }) => [network]);
  const nets = facts(trusted, (strand) =>
    isPlace(strand.network) ? strand.nets.map(({ net }) => net) : [],
  );
  const agents = facts(trusted, ({ userAgents }) => userAgents);
  const countries = facts(trusted, ({ countries: list }) => list);
  const users = people.size;

  const isCompany = (net: string): boolean => {
    const use = nets.get(net);
    if (use === undefined) return false;
    return (
      use.users.size >= Math.max(3, users * 0.15) && use.days.size >= Math.max(3, allDays * 0.2)
    );
  };
  const usual = new Map<string, Usual>();

  return {
    users,
    isCompany,
    usersOnNetwork: (network) => networks.get(network)?.users.size ?? 0,
    usersOnNet: (net) => nets.get(net)?.users.size ?? 0,
    usersOfAgent: (agent) => agents.get(agent)?.users.size ?? 0,
    shareOfCountry: (country) =>
      users === 0 ? 0 : (countries.get(country)?.users.size ?? 0) / users,
    of: (strand) => {
      const key = `${strand.user ?? ''}\u0000${strand.session}`;
      const known = usual.get(key) ?? usualOf(people.get(strand.user ?? ''), strand, isCompany);
      usual.set(key, known);
      return known;
    },
  };
}

/** The items of each key, in their order. */
export function grouped<T, K>(
  items: readonly T[],
  keyOf: (item: T) => K,
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function facts(
  strands: readonly Strand[],
  values: (strand: Strand) => readonly string[],
): ReadonlyMap<string, { readonly users: Set<string>; readonly days: Set<number> }> {
  const found = new Map<string, { readonly users: Set<string>; readonly days: Set<number> }>();
  for (const strand of strands)
    for (const value of values(strand)) {
      const use = found.get(value) ?? { users: new Set(), days: new Set() };
      found.set(value, use);
      use.users.add(strand.user ?? '');
      for (const day of strand.days) use.days.add(day);
    }
  return found;
}

function usualOf(
  person: Person | undefined,
  judged: Strand,
  isCompany: (network: string) => boolean,
): Usual {
  const others = (person?.strands ?? []).filter(({ session }) => session !== judged.session);
  const days = new Set(others.flatMap((strand) => strand.days));
  const counted = (values: (strand: Strand) => readonly string[]): ReadonlyMap<string, Facts> => {
    const found = new Map<string, Facts>();
    for (const strand of others)
      for (const value of values(strand)) {
        const use = found.get(value) ?? { sessions: new Set(), days: new Set() };
        found.set(value, use);
        use.sessions.add(strand.session);
        for (const day of strand.days) use.days.add(day);
      }
    return found;
  };
  const networks = counted(({ network }) => [network]);
  const nets = counted((strand) => strand.nets.map(({ net }) => net));
  const countries = counted((strand) => strand.countries);
  const clients = counted(({ client }) => [client]);
  const devices = counted(({ deviceIds }) => deviceIds);
  // Again and again: a quarter of the days, or a third session on a third day.
  const useOf = (use: Facts | undefined): Use => {
    if (use === undefined) return 'new';
    const often = use.days.size >= Math.max(2, days.size / 4);
    return use.sessions.size >= 2 && (often || (use.sessions.size >= 3 && use.days.size >= 3))
      ? 'habit'
      : 'seen';
  };
  const net = (name: string): Use => (isCompany(name) ? 'habit' : useOf(nets.get(name)));
  const agents = new Set(
    others.flatMap((strand) =>
      strand.nets.some((use) => net(use.net) === 'habit') ? strand.userAgents : [],
    ),
  );
  const browsing = grouped(
    others.filter(({ client, inferred }) => client.includes('/') && !inferred),
    ({ session }) => session,
  );
  const owned = [...browsing.values()].filter((list) => list.some(({ ownDevice }) => ownDevice));
  return {
    cold: days.size < 2 || new Set(others.map(({ session }) => session)).size < 2,
    days: days.size,
    network: (name) => useOf(networks.get(name)),
    net,
    country: (name) => useOf(countries.get(name)),
    client: (name) => useOf(clients.get(name)),
    agent: (userAgent) => agents.has(userAgent),
    device: (deviceId) => useOf(devices.get(deviceId)) !== 'new',
    ownDevices: browsing.size < 2 ? 0 : owned.length / browsing.size,
  };
}
