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

/** In which sessions something was used, and on how many of these each day. */
interface Uses {
  readonly sessions: Map<string, Set<number>>;
  readonly days: Map<number, number>;
}
type UsesOf = ReadonlyMap<string, Uses>;

/** What a user did in all sessions: counted once, so that one session can be left out without counting again. */
interface Person {
  readonly all: Uses;
  readonly networks: UsesOf;
  readonly nets: UsesOf;
  readonly countries: UsesOf;
  readonly clients: UsesOf;
  readonly devices: UsesOf;
  readonly strandsOfAgent: ReadonlyMap<string, readonly Strand[]>;
  /** Sessions with a browser, and whether on a device of the organisation. */
  readonly browsing: ReadonlyMap<string, boolean>;
  readonly ownSessions: number;
}

/** Networks that are no place: nobody's habit, and nobody's novelty. */
const noPlace = new Set(['unknown', 'Microsoft', 'private', 'loopback', 'linklocal', 'reserved']);
export const isPlace = (network: string): boolean => !noPlace.has(network);
/** A browser or a script: what an intruder comes with. Programs of Office on a device say little. */
export const isClient = (client: string): boolean => client.includes('/') || !systems.has(client);
const systems = new Set(['unknown', 'Windows', 'macOS', 'iOS', 'Android', 'Linux', 'ChromeOS']);
const browsers = /\/(Edge|Firefox|Chrome|Safari|Opera|Samsung Internet|Internet Explorer|Brave)$/;
export const isScript = (client: string): boolean => isClient(client) && !browsers.test(client);

/**
 * @param homes - of inferred sessions that are really part of another: they count as that one
 */
export function baselineOf(
  strands: readonly Strand[],
  doubted: ReadonlySet<number>,
  homes: ReadonlyMap<string, Strand> = new Map(),
): Baseline {
  const isTrusted = ({ no, done, user, session }: Strand): boolean =>
    done > 0 &&
    user !== undefined &&
    !doubted.has(no) &&
    !doubted.has(homes.get(session)?.no ?? -1);
  const sessionOf = ({ session }: Strand): string => homes.get(session)?.session ?? session;
  const trusted = strands
    .filter(isTrusted)
    .map((strand) =>
      homes.has(strand.session) ? { ...strand, session: sessionOf(strand) } : strand,
    );
  const byUser = grouped(trusted, ({ user }) => user ?? '');
  const people = new Map([...byUser].map(([user, list]) => [user, personOf(list)]));
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
      const session = sessionOf(strand);
      const key = `${strand.user ?? ''}\u0000${session}`;
      const known = usual.get(key) ?? usualOf(people.get(strand.user ?? ''), session, isCompany);
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

function personOf(strands: readonly Strand[]): Person {
  const strandsOfAgent = new Map<string, Strand[]>();
  const browsing = new Map<string, boolean>();
  for (const strand of strands) {
    const { userAgents, session, ownDevice, client, inferred } = strand;
    for (const agent of userAgents) {
      const list = strandsOfAgent.get(agent);
      if (list === undefined) strandsOfAgent.set(agent, [strand]);
      else list.push(strand);
    }
    if (client.includes('/') && !inferred)
      browsing.set(session, ownDevice || browsing.get(session) === true);
  }
  return {
    all: counted(strands, () => ['']).get('') ?? newUses(),
    networks: counted(strands, ({ network }) => [network]),
    nets: counted(strands, ({ nets }) => nets.map(({ net }) => net)),
    countries: counted(strands, ({ countries }) => countries),
    clients: counted(strands, ({ client }) => [client]),
    devices: counted(strands, ({ deviceIds }) => deviceIds),
    strandsOfAgent,
    browsing,
    ownSessions: [...browsing.values()].filter(Boolean).length,
  };
}

const newUses = (): Uses => ({ sessions: new Map(), days: new Map() });

function counted(
  strands: readonly Strand[],
  values: (strand: Strand) => readonly string[],
): UsesOf {
  const found = new Map<string, Uses>();
  for (const strand of strands)
    for (const value of values(strand)) {
      const { sessions, days } = found.get(value) ?? newUses();
      found.set(value, { sessions, days });
      const own = sessions.get(strand.session) ?? new Set();
      sessions.set(strand.session, own);
      for (const day of strand.days) {
        if (own.has(day)) continue;
        own.add(day);
        days.set(day, (days.get(day) ?? 0) + 1);
      }
    }
  return found;
}

/** How many sessions and days, one session left out. */
function without(
  uses: Uses | undefined,
  session: string,
): { readonly sessions: number; readonly days: number } {
  if (uses === undefined) return { sessions: 0, days: 0 };
  const own = uses.sessions.get(session);
  if (own === undefined) return { sessions: uses.sessions.size, days: uses.days.size };
  let days = uses.days.size;
  for (const day of own) if (uses.days.get(day) === 1) days -= 1;
  return { sessions: uses.sessions.size - 1, days };
}

const nobody = personOf([]);

function usualOf(
  person: Person = nobody,
  session: string,
  isCompany: (network: string) => boolean,
): Usual {
  const all = without(person.all, session);
  // Again and again: a quarter of the days, or a third session on a third day.
  const useOf = (of: Uses | undefined): Use => {
    const use = without(of, session);
    if (use.sessions === 0) return 'new';
    const often = use.days >= Math.max(2, all.days / 4);
    return use.sessions >= 2 && (often || (use.sessions >= 3 && use.days >= 3)) ? 'habit' : 'seen';
  };
  const net = (name: string): Use => (isCompany(name) ? 'habit' : useOf(person.nets.get(name)));
  const isUsualPlace = ({ nets }: Strand): boolean => nets.some((use) => net(use.net) === 'habit');
  const owned = person.browsing.get(session);
  const browsing = person.browsing.size - (owned === undefined ? 0 : 1);
  return {
    cold: all.days < 2 || all.sessions < 2,
    days: all.days,
    network: (name) => useOf(person.networks.get(name)),
    net,
    country: (name) => useOf(person.countries.get(name)),
    client: (name) => useOf(person.clients.get(name)),
    agent: (userAgent) =>
      person.strandsOfAgent
        .get(userAgent)
        ?.some((strand) => strand.session !== session && isUsualPlace(strand)) ?? false,
    device: (deviceId) => useOf(person.devices.get(deviceId)) !== 'new',
    ownDevices: browsing < 2 ? 0 : (person.ownSessions - (owned === true ? 1 : 0)) / browsing,
  };
}
