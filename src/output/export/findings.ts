import type { Incident } from '../../model/incident.js';

/** A finding as a row of a table: lists are joined, texts are English and Japanese. */
export interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly trace: string;
  readonly stage: string;
  readonly severity: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly title_en: string;
  readonly title_ja: string;
  readonly said_en: string;
  readonly said_ja: string;
  readonly users: string;
  readonly targets: string;
  readonly sessions: string;
  readonly ips: string;
  readonly apps: string;
  readonly techniques: string;
  readonly events: string;
}

export const findingColumns = [
  'id', 'rule', 'trace', 'stage', 'severity', 'first', 'last', 'title_en', 'title_ja', 'said_en', 'said_ja',
  'users', 'targets', 'sessions', 'ips', 'apps', 'techniques', 'events',
] as const satisfies readonly (keyof FindingRow)[]; // prettier-ignore

const joined = (values: readonly string[]): string => values.join('; ');

export const findingRows = (incident: Incident): readonly FindingRow[] =>
  incident.findings.map((one) => ({
    id: one.id,
    rule: one.rule,
    trace: one.trace,
    stage: one.stage,
    severity: one.severity,
    first: one.first,
    last: one.last,
    title_en: one.title.en,
    title_ja: one.title.ja,
    said_en: one.said.en,
    said_ja: one.said.ja,
    users: joined(one.users),
    targets: joined(one.targets),
    sessions: joined(one.sessions),
    ips: joined(one.ips),
    apps: joined(one.apps),
    techniques: joined(one.techniques),
    events: joined(one.events),
  }));
