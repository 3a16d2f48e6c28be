import type { Licence } from '../licences.js';
import { licenceOf } from '../licences.js';
import type { Stage } from '../../model/stage.js';
import type { Truth } from '../truth.js';
import { stages } from '../../model/stage.js';
import type { Draw } from './draw.js';
import { drawOf } from './draw.js';
import type { Text } from './text.js';
import { personText } from './words.js';

export type Created = Truth['created'][number];
export type SessionTruth = Truth['sessions'][number];
export type Victim = Truth['victims'][number];

/** What questions ask of a truth, worked out once. */
export interface Facts {
  readonly truth: Truth;
  readonly draw: Draw;
  readonly licence: Licence | undefined;
  /** The first, in time. */
  readonly victim: Victim | undefined;
  readonly privileged: boolean;
  /** Sessions in which the attacker acted, and those that only look like it. */
  readonly attackerSessions: readonly SessionTruth[];
  readonly decoys: readonly SessionTruth[];
  /** Stages of which the attacker left a trace or an event, in order. */
  readonly stages: readonly Stage[];
  readonly created: (...kinds: readonly Created['kind'][]) => readonly Created[];
  /** Colleagues' addresses the attacker wrote to, victims too. */
  readonly internal: Truth['contacted'];
  /** First event that must be seen: the attacker's, or the day of the report when there is none. */
  readonly oldest: string;
  readonly hasSource: (source: Truth['events'][number]['source']) => boolean;
  /** The full name, or the address where nobody has it. */
  readonly nameOf: (upn: string) => string;
  readonly person: (upn: string) => Text;
}

export function factsOf(truth: Truth): Facts {
  const names = new Map(truth.company.people.map(({ upn, name: full }) => [upn.toLowerCase(), full]));
  const nameOf = (upn: string): string => names.get(upn.toLowerCase()) ?? upn;
  const seen = new Set<string>([
    ...truth.traces.map(({ stage }) => stage),
    ...truth.events.map(({ stage }) => stage),
  ]);
  const [victim] = [...truth.victims].sort((a, b) =>
    a.firstAccess < b.firstAccess ? -1 : a.firstAccess > b.firstAccess ? 1 : 0,
  );
  return {
    truth,
    draw: drawOf(`${truth.scenario} ${truth.seed}`),
    licence: licenceOf(truth.company.licence),
    victim,
    privileged: truth.victims.some(({ privileged }) => privileged),
    attackerSessions: truth.sessions.filter(({ verdict }) => verdict !== 'user'),
    decoys: truth.sessions.filter(({ verdict }) => verdict === 'user'),
    stages: stages.filter((stage) => seen.has(stage)),
    created: (...kinds) => truth.created.filter(({ kind }) => kinds.includes(kind)),
    internal: truth.contacted.filter(({ internal }) => internal),
    oldest: truth.window?.from ?? truth.report.at,
    hasSource: (source) => (truth.counts[source] ?? 0) > 0,
    nameOf,
    person: (upn) => personText(nameOf(upn), upn),
  };
} // prettier-ignore

/** A fact of something the attacker made, by any of the names it may have; without regard to case, blanks and dashes. */
export function factOf(created: Created, ...names: readonly string[]): string | undefined {
  const plain = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '');
  for (const wanted of names)
    for (const [key, value] of Object.entries(created.facts))
      if (plain(key) === plain(wanted) && value.trim() !== '') return value.trim();
  return undefined;
}

/** A fact that is a list, e.g. of scopes: separated by blanks, commas or semicolons. */
export const listFact = (created: Created, ...names: readonly string[]): readonly string[] =>
  (factOf(created, ...names) ?? '').split(/[\s,;]+/).filter((word) => word !== '');
