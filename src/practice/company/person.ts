import type { Random } from '../random.js';
import type { Agent } from './agents-table.js';
import { macAgent, pcAgents, phoneAgents } from './agents-table.js';
import type { Clock } from './clock.js';
import { dayLength, hour } from './clock.js';
import type { City, NetworkRange } from './networks-table.js';
import { homeCities, homeNetworks, mobileNetworks } from './networks-table.js';
import { drawSite, drawV4 } from './place.js';

/** Who a record is about. */
export interface Identity {
  readonly upn: string;
  readonly id: string;
  readonly name: string;
  /** Passport unique id, which Exchange and Entra write for the user. */
  readonly puid: string;
  readonly sid: string;
  readonly mailbox: string;
}

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly agent: Agent;
  readonly joined: 'Hybrid Azure AD joined' | 'Azure AD joined' | 'Azure AD registered';
  readonly compliant: boolean;
}

/** From this time on a client keeps this session, until the next begins. */
export interface SessionSpan {
  readonly from: number;
  readonly id: string;
}

/** What people sign in with; each keeps sessions and tokens of its own. */
export const surfaces = ['browser', 'native', 'phone'] as const;
export type Surface = (typeof surfaces)[number];

export interface Person extends Identity {
  readonly index: number;
  readonly title: string;
  readonly department: string;
  readonly site: string;
  /** Directory roles. */
  readonly roles: readonly string[];
  readonly privileged: boolean;
  readonly pc: Device;
  readonly phone: Device;
  readonly home: {
    readonly network: NetworkRange;
    readonly city: City;
    readonly v4: string;
    readonly v6: string | null;
  };
  readonly carrier: NetworkRange;
  readonly office: number;
  readonly habits: {
    /** Share of the days worked at home. */
    readonly remote: number;
    /** When work begins, in hours of the day. */
    readonly begin: number;
    readonly length: number;
    /** Works through the company's web gateway when away. */
    readonly gateway: boolean;
    /** Pays for a VPN of his own. */
    readonly privateVpn: boolean;
  };
  readonly absent: ReadonlySet<number>;
  /** Days abroad. */
  readonly trip: { readonly from: number; readonly to: number } | null;
  readonly sessions: Readonly<Record<Surface, readonly SessionSpan[]>>;
}

/** Somebody whom a scenario wants to have. */
export interface CastMember {
  readonly given: string;
  readonly family: string;
  readonly department: string;
  readonly title: string;
  readonly roles?: readonly string[];
  readonly privateVpn?: boolean;
  readonly trip?: { readonly from: number; readonly to: number };
  /** Works at the office, and is there on every working day. */
  readonly settled?: boolean;
}

export interface PersonPlan extends CastMember {
  readonly index: number;
  readonly upn: string;
  readonly site: string;
  readonly office: number;
}

/** The session a client has at a time. */
export function sessionAt(person: Person, surface: Surface, time: number): string {
  const spans = person.sessions[surface];
  for (let at = spans.length - 1; at >= 0; at--) {
    const span = spans[at];
    if (span !== undefined && span.from <= time) return span.id;
  }
  return spans[0]?.id ?? '';
}

export function makePerson(random: Random, plan: PersonPlan, clock: Clock): Person {
  const agents = pcAgents[clock.date(clock.days - 1).slice(0, 4)] ?? pcAgents['2025'] ?? [];
  const mac = random.chance(0.06);
  const ios = random.chance(0.62);
  const network = random.weighted(homeNetworks);
  const settled = plan.settled === true;
  const absent = new Set<number>();
  for (let day = 0; day < clock.days; day++) if (!settled && random.chance(0.035)) absent.add(day);
  const begin = random.normal(8.75, 0.4);
  const v6 = network.v6 !== undefined && random.chance(0.8);
  return {
    index: plan.index,
    upn: plan.upn,
    id: random.guid(),
    name: `${plan.given} ${plan.family}`,
    puid: `10032${random.hex(11).toUpperCase()}`,
    sid: `S-1-5-21-1376570662-3565232716-1187618197-${25_000_000 + plan.index}`,
    mailbox: random.guid(),
    title: plan.title,
    department: plan.department,
    site: plan.site,
    roles: plan.roles ?? [],
    privileged: (plan.roles ?? []).length > 0,
    pc: {
      id: random.guid(),
      name: `${mac ? 'MAC' : 'PC'}-${random.hex(6).toUpperCase()}`,
      agent: mac ? macAgent : random.weighted(agents),
      joined: random.chance(0.7) ? 'Hybrid Azure AD joined' : 'Azure AD joined',
      compliant: random.chance(0.9),
    },
    phone: {
      id: random.guid(),
      name: ios ? 'iPhone' : 'Pixel 7a',
      agent: ios ? phoneAgents.ios : phoneAgents.android,
      joined: 'Azure AD registered',
      compliant: false,
    },
    home: {
      network,
      city: random.weighted(homeCities),
      v4: drawV4(random, random.pick(network.v4)),
      v6: v6 ? drawSite(random, random.pick(network.v6 ?? [])) : null,
    },
    carrier: random.weighted(mobileNetworks),
    office: plan.office,
    habits: {
      remote: settled ? 0 : random.pick([0, 0, 0.1, 0.2, 0.4, 0.6]),
      begin,
      length: random.normal(9.2, 0.6),
      gateway: random.chance(0.15),
      privateVpn: plan.privateVpn === true,
    },
    absent,
    trip: plan.trip ?? null,
    sessions: {
      browser: spans(random.fork('browser'), clock, begin, [4, 25]),
      native: spans(random.fork('native'), clock, begin, [25, 90]),
      phone: spans(random.fork('phone'), clock, begin, [25, 90]),
    },
  };
}

/** Sessions one after another, each begun when work begins; the first began before the logs do. */
function spans(
  random: Random,
  clock: Clock,
  begin: number,
  [least, most]: readonly [number, number],
): readonly SessionSpan[] {
  const list: SessionSpan[] = [];
  for (let day = -random.int(1, most); day < clock.days; day += random.int(least, most)) {
    let on = day;
    while (on >= 0 && on < clock.days && !clock.isWorkday(on)) on++;
    list.push({
      from: clock.start(0) + on * dayLength + (begin + random.float() * 0.5) * hour,
      id: random.guid(),
    });
  }
  return list;
}
