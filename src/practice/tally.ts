import type { Source } from '../model/event.js';
import type { Scene } from './attack/scene.js';
import type { TraceSlug } from './attack/trace-table.js';
import { traceKinds } from './attack/trace-table.js';
import type { Company } from './company/company.js';
import { isoSeconds } from './company/clock.js';
import type { Draft, TraceInstance } from './records/draft.js';
import { attackerEvent, sourceOf } from './truth-of.js';
import type { Truth } from './truth.js';
import { truthSchema } from './truth.js';
import type { WrittenFile } from './write/output.js';

type Event = Truth['events'][number];

interface SessionFacts {
  readonly ips: Set<string>;
  readonly userAgents: Set<string>;
  first: string;
  last: string;
}

export interface TruthFacts {
  readonly scenario: string;
  readonly seed: number;
  readonly company: Company;
  readonly scene: Scene;
  readonly span: { readonly from: number; readonly to: number };
  readonly files: readonly WrittenFile[];
}

/** Keeps count of what was really exported, and tells the truth from it. */
export interface Tally {
  count(draft: Draft): void;
  truth(facts: TruthFacts): Truth;
}

/** `watched`: sessions that the truth tells of although they are no attacker's. */
export function makeTally(watched: ReadonlySet<string>): Tally {
  const counts = new Map<Source, number>();
  const events: Event[] = [];
  const traced = new Map<TraceInstance, Event[]>();
  const sessions = new Map<string, SessionFacts>();
  return {
    count: (draft) => {
      const source = sourceOf(draft);
      counts.set(source, (counts.get(source) ?? 0) + 1);
      const { mark } = draft;
      if (mark === undefined) {
        if (draft.kind === 'sign-in' && draft.session !== null && watched.has(draft.session))
          noteSession(sessions, draft.session, draft, `${isoSeconds(draft.time)}Z`);
        return;
      }
      const event = attackerEvent(draft, mark);
      events.push(event);
      if (mark.trace !== null) traced.set(mark.trace, [...(traced.get(mark.trace) ?? []), event]);
      if (mark.session !== null) noteSession(sessions, mark.session, draft, event.time);
    },
    truth: (facts) => assemble(facts, counts, events, traced, sessions),
  };
}

function noteSession(all: Map<string, SessionFacts>, id: string, draft: Draft, time: string): void {
  const known = all.get(id) ?? { ips: new Set(), userAgents: new Set(), first: time, last: time };
  all.set(id, known);
  if (Date.parse(time) < Date.parse(known.first)) known.first = time;
  if (Date.parse(time) > Date.parse(known.last)) known.last = time;
  if (draft.kind === 'sign-in') {
    known.ips.add(draft.place.ip);
    if (draft.agent !== null) known.userAgents.add(draft.agent.text);
  }
  if (draft.kind === 'ual') {
    const { ClientIP: ip } = draft.data;
    if (typeof ip === 'string' && draft.data.RecordType !== 1) known.ips.add(ip);
  }
}

/** Phishing mails come before anybody is in: the window is of what was done in accounts. */
const isInside = ({ stage }: Event): boolean => stage !== 'phishing';

function assemble(
  facts: TruthFacts,
  counts: ReadonlyMap<Source, number>,
  events: Event[],
  traced: ReadonlyMap<TraceInstance, Event[]>,
  sessions: ReadonlyMap<string, SessionFacts>,
): Truth {
  const { company, scene } = facts;
  const { story } = scene;
  const iso = (time: number): string => `${isoSeconds(time)}Z`;
  const idsOf = (trace: TraceInstance): string[] => [
    ...new Set((traced.get(trace) ?? []).map(({ id }) => id)),
  ];
  const inside = events.filter(isInside);
  const byTime = [...inside].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  const first = byTime[0];
  const last = byTime.at(-1);
  const exported = new Set(events.map(({ id }) => id));
  const truth: Truth = {
    truth: 1,
    synthetic: true,
    scenario: facts.scenario,
    seed: facts.seed,
    span: { from: iso(facts.span.from), to: iso(facts.span.to) },
    company: {
      name: company.name,
      domain: company.domain,
      partners: [...company.partners],
      licence: company.licence,
      timeZone: company.clock.timeZone,
      users: company.people.length,
      people: company.people.map(({ upn, name, title, department, privileged }) => ({
        upn,
        name,
        title,
        department,
        privileged,
      })),
    },
    report: story.report,
    incident: story.incident,
    window: first === undefined || last === undefined ? null : { from: first.time, to: last.time },
    victims: story.victims.map((victim) => ({
      ...victim,
      event: victim.event !== null && exported.has(victim.event) ? victim.event : null,
    })),
    sessions: [
      ...[...story.why].map(([id, why]) => ({ id, ...why })),
      ...[...story.decoys].map(([id, decoy]) => ({ id, ...decoy, verdict: 'user' as const })),
    ].flatMap(({ id, user, verdict, text }) => {
      const seen = sessions.get(id);
      if (seen === undefined) return [];
      const { first, last } = seen;
      const ips = [...seen.ips];
      return [{ id, user, verdict, why: text, ips, userAgents: [...seen.userAgents], first, last }];
    }),
    infrastructure: {
      ips: story.ips,
      userAgents: [...story.userAgents],
      domains: [...new Set(story.domains)],
      senders: [...new Set(story.senders)],
      urls: story.urls,
    },
    created: story.created.flatMap(({ mark, ...made }) => {
      const ids = idsOf(mark);
      return ids.length === 0 ? [] : [{ ...made, events: ids }];
    }),
    phish: story.phish,
    contacted: story.contacted,
    exposed: story.exposed,
    traces: [...traced].map(([trace, found]) => {
      const { techniques, rows } = traceKinds[trace.slug as TraceSlug];
      return {
        trace: trace.slug,
        stage: trace.stage,
        techniques: [...techniques],
        rows: [...rows],
        user: trace.user,
        text: trace.text,
        // A sign-in's id stands in two logs.
        events: [...new Set(found.map(({ id }) => id))],
      };
    }),
    events,
    gaps: story.gaps,
    files: facts.files.map((file) => ({ ...file })),
    counts: Object.fromEntries(counts),
  };
  return truthSchema.parse(truth);
}
