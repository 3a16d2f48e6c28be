import type { Incident, IncidentFinding } from '../model/incident.js';
import type { Severity } from '../model/finding.js';
import { severities } from '../model/finding.js';
import { stages } from '../model/stage.js';
import type { StoredFinding } from '../store/detection.js';
import type { Facts } from './facts.js';
import { isoMicros } from './texts.js';

export const isGrave = (severity: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf('medium');

/** A finding as the document tells it; `events`: the ids that are cited. */
export function findingOf(finding: StoredFinding, events: readonly string[]): IncidentFinding {
  return {
    id: finding.id,
    rule: finding.rule,
    title: { ...finding.title },
    said: { ...finding.said },
    stage: finding.stage,
    trace: finding.trace,
    severity: finding.severity,
    raised: finding.raised === undefined ? null : { ...finding.raised },
    first: finding.first === undefined ? null : isoMicros(finding.first),
    last: finding.last === undefined ? null : isoMicros(finding.last),
    users: [...finding.users],
    targets: [...finding.targets],
    sessions: [...finding.sessions],
    ips: [...finding.ips],
    apps: [...finding.apps],
    techniques: [...finding.techniques],
    rows: [...finding.rows],
    events: [...events],
  };
}

const carriesMail: ReadonlySet<string> = new Set(['mail', 'message_trace']);

/**
 * Findings proved by events of the scope: grave and raised ones by any of them, the rest only by what was
 * done in the attacker's own strands and by the mail that came with it. Only the events in scope are cited.
 */
export function findingsOf({ events, foul, findings, proof, ground }: Facts): IncidentFinding[] {
  const inScope = new Set(events.map(({ eventId }) => eventId));
  const inStrands = new Set(
    events
      .filter(({ source, strand }) => carriesMail.has(source) || foul.has(strand ?? -1))
      .map(({ eventId }) => eventId),
  );
  return byTime(
    findings.flatMap((finding) => {
      if (ground.marks.expected(finding.id)) return [];
      const among = isGrave(finding.severity) || finding.raised !== undefined ? inScope : inStrands;
      const own = (proof.get(finding.id) ?? []).filter((id) => among.has(id));
      return own.length === 0 ? [] : [findingOf(finding, own)];
    }),
  );
}

const byTime = (found: IncidentFinding[]): IncidentFinding[] =>
  found.sort((a, b) => {
    const [one, other] = [a.first ?? '', b.first ?? ''];
    return one !== other ? (one < other ? -1 : 1) : a.id < b.id ? -1 : 1;
  });

/** What was done, by stage of the attack (W-11). */
export function stagesOf(found: readonly IncidentFinding[]): Incident['stages'] {
  return stages.flatMap((stage) => {
    const own = found.filter((finding) => finding.stage === stage);
    const times = own.flatMap(({ first, last }) => [first ?? [], last ?? []].flat()).sort();
    const [first] = times;
    const last = times.at(-1);
    return first === undefined || last === undefined
      ? []
      : [{ stage, first, last, findings: own.map(({ id }) => id) }];
  });
}

export const gravest = (found: readonly { readonly severity: Severity }[]): Severity | undefined =>
  severities.toReversed().find((severity) => found.some((each) => each.severity === severity));
