import { KonsekiError } from '../errors.js';
import type { Severity } from '../model/finding.js';
import { severities } from '../model/finding.js';
import type { Stage } from '../model/stage.js';
import { stages } from '../model/stage.js';
import type { JsonValue } from '../output/json.js';
import type { FindingEvent, StoredFinding } from '../store/detection.js';
import type { Context } from './context.js';
import type { Fields } from './records.js';

/** Names of stages for people (W-11). */
const stageNames: Readonly<Record<Stage, string>> = {
  phishing: 'Phishing mail',
  credential: 'Credentials entered',
  'session-theft': 'Session theft',
  login: 'Unauthorized login',
  'security-info': 'Security info',
  device: 'Device',
  application: 'Application',
  'info-theft': 'Information theft',
  evasion: 'Evading detection',
  privilege: 'Privileges',
  spread: 'Attacks on others',
};
export const stageName = (stage: Stage): string => stageNames[stage];

/** @throws KonsekiError `usage` */
export function stageNamed(name: string): Stage {
  const found = stages.find((stage) => stage === name.toLowerCase().replaceAll('_', '-'));
  if (found !== undefined) return found;
  throw new KonsekiError(`There is no stage "${name}".`, {
    code: 'usage',
    hint: `--stage takes ${stages.join(', ')}.`,
  });
}

/** @throws KonsekiError `usage` */
export function severityNamed(name: string): Severity {
  const found = severities.find((severity) => severity === name.toLowerCase());
  if (found !== undefined) return found;
  throw new KonsekiError(`There is no severity "${name}".`, {
    code: 'usage',
    hint: `--severity takes ${severities.join(', ')}; graver ones are listed, too.`,
  });
}

export function severityText({ colors }: Context, severity: Severity): string {
  const word = severity === 'informational' ? 'INFO' : severity.toUpperCase();
  switch (severity) {
    case 'critical':
    case 'high':
      return colors.bold(colors.red(word));
    case 'medium':
      return colors.yellow(word);
    default:
      return colors.dim(word);
  }
}

export const isGrave = (severity: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf('medium');

/** What programs get of a finding; its events are event ids. */
export function findingFields(finding: StoredFinding, events: readonly FindingEvent[]): Fields {
  return {
    id: finding.id,
    rule: finding.rule,
    title: finding.title.en,
    title_ja: finding.title.ja,
    stage: finding.stage,
    trace: finding.trace,
    severity: finding.severity,
    level: finding.level,
    said: finding.said.en,
    said_ja: finding.said.ja,
    raised: finding.raised?.en,
    raised_ja: finding.raised?.ja,
    first: finding.first,
    last: finding.last,
    users: finding.users,
    targets: finding.targets,
    sessions: finding.sessions,
    ips: finding.ips,
    countries: finding.countries,
    user_agents: finding.userAgents,
    apps: finding.apps,
    techniques: finding.techniques,
    rows: finding.rows,
    event_count: finding.eventCount,
    events: events.map(({ eventId }) => eventId),
  };
}

/** The same with what JSON can say better. */
export const findingJson = (
  finding: StoredFinding,
  events: readonly FindingEvent[],
): Readonly<Record<string, JsonValue>> => ({ ...findingFields(finding, events) });
