import type { Agent } from '../company/agents-table.js';
import type { Company } from '../company/company.js';
import { upnOf } from '../company/company.js';
import type { Person, Surface } from '../company/person.js';
import { sessionAt } from '../company/person.js';
import { foreignCities, type NetworkRange } from '../company/networks-table.js';
import type { Place } from '../company/place.js';
import { placeIn } from '../company/place.js';
import { clientApp, deviceOf } from '../life/sign-ins.js';
import type { Live } from '../life/act.js';
import type { Random } from '../random.js';
import type { Access } from '../records/access.js';
import type { Draft, Emit, Mark, TraceInstance } from '../records/draft.js';
import { makeSignIn } from '../records/sign-in.js';
import type { Truth } from '../truth.js';
import type { TraceSlug } from './trace-table.js';
import { traceKinds } from './trace-table.js';

type Filled<Key extends keyof Truth> = Truth[Key] extends readonly (infer Entry)[]
  ? Entry[]
  : never;

/** What a script tells of the incident besides its records; it becomes the truth. */
export interface Story {
  report: Truth['report'];
  incident: boolean;
  victims: Filled<'victims'>;
  /** Sessions that only look like an attack, by id; what they show is taken from the logs. */
  readonly decoys: Map<string, { readonly user: string; readonly text: string }>;
  /** Why an attacker's session is one, by its id. */
  readonly why: Map<
    string,
    { readonly user: string; readonly verdict: 'attacker' | 'mixed'; readonly text: string }
  >;
  ips: Truth['infrastructure']['ips'];
  userAgents: Set<string>;
  domains: string[];
  senders: string[];
  urls: string[];
  created: (Omit<Truth['created'][number], 'events'> & { readonly mark: TraceInstance })[];
  phish: Truth['phish'];
  contacted: Filled<'contacted'>;
  exposed: Truth['exposed'];
  gaps: Filled<'gaps'>;
}

/** The stage that a script plays on. */
export interface Scene {
  readonly company: Company;
  readonly random: Random;
  readonly story: Story;
  readonly emit: Emit;
  /** Records of the script, in the order they were made. */
  readonly drafts: readonly Draft[];
  /** The last local day, on which scripts mostly play. */
  readonly lastDay: number;
  /** A member of the cast. @throws Error when the scenario does not have it. */
  person(given: string, family: string): Person;
  trace(slug: TraceSlug, user: string, text: string): TraceInstance;
  /** An address of a network that the attacker uses, noted as such. */
  attackPlace(network: NetworkRange, use: string, ip?: string): Place;
  useAgent(agent: Agent): Agent;
  /** Somebody's own, ordinary use of a client, with a token that the logs hold. */
  ownAccess(person: Person, surface: Surface, time: number, place?: Place): Access;
  office(person: Person): Place;
}

export function makeScene(company: Company, random: Random): Scene {
  const drafts: Draft[] = [];
  const traces = new Map<string, TraceInstance>();
  const story: Story = {
    report: { at: new Date(0).toISOString(), from: '', en: '', ja: '' },
    incident: true,
    victims: [],
    decoys: new Map(),
    why: new Map(),
    ips: [],
    userAgents: new Set(),
    domains: [],
    senders: [],
    urls: [],
    created: [],
    phish: null,
    contacted: [],
    exposed: { read: [], sent: [], deleted: [], files: [], searches: [] },
    gaps: [],
  };
  const emit: Emit = (draft) => {
    drafts.push(draft);
  };
  const office = (person: Person): Place => {
    const found = company.offices[person.office];
    if (found === undefined) throw new Error('a person without an office');
    return found;
  };
  return {
    company,
    random,
    story,
    emit,
    drafts,
    lastDay: company.clock.days - 1,
    person: (given, family) => {
      const upn = upnOf(given, family);
      const found = company.people.find((person) => person.upn === upn);
      if (found === undefined) throw new Error(`no ${given} ${family} in the cast`);
      return found;
    },
    trace: (slug, user, text) => {
      // One mark of a kind in one account is one trace, however often it is come back to.
      const key = `${slug} ${user}`;
      const made = traces.get(key) ?? { slug, stage: traceKinds[slug].stage, user, text };
      traces.set(key, made);
      return made;
    },
    attackPlace: (network, use, ip) => {
      const city = foreignCities[network.country] ?? { city: '', state: '' };
      const drawn = placeIn(random, network, city);
      const place = ip === undefined ? drawn : { ...drawn, ip };
      story.ips.push({ ip: place.ip, use });
      return place;
    },
    useAgent: (agent) => {
      story.userAgents.add(agent.text);
      return agent;
    },
    office,
    ownAccess: (person, surface, time, place = office(person)) => {
      const session = sessionAt(person, surface, time);
      const live: Live = {
        person,
        tokens: { browser: null, native: null, phone: null },
        inbox: [],
      };
      const signIn = makeSignIn(random, {
        time: time - random.int(60, 900) * 1000,
        user: person,
        place,
        agent: surface === 'browser' ? person.pc.agent : null,
        app: clientApp[surface],
        session,
        interactive: false,
        device: deviceOf(live, surface),
        incoming: surface === 'native' ? 'Primary refresh token' : 'Refresh token',
      });
      emit(signIn);
      return {
        user: person,
        place,
        agent: surface === 'phone' ? null : person.pc.agent,
        app: clientApp[surface],
        session,
        token: signIn.requestId,
        issued: signIn.time,
      };
    },
  };
}

export const markOf = (trace: TraceInstance, session: string | null): Mark => ({
  stage: trace.stage,
  trace,
  session,
});
