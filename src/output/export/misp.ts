import type { Severity } from '../../model/finding.js';
import type { Incident, IncidentDocument } from '../../model/incident.js';
import type { IndicatorKind } from './indicators.js';
import { indicatorsOf } from './indicators.js';
import { konsekiNamespace, uuid5 } from './uuid.js';

const types: Readonly<Record<IndicatorKind, readonly [type: string, category: string]>> = {
  ipv4: ['ip-src', 'Network activity'],
  ipv6: ['ip-src', 'Network activity'],
  domain: ['domain', 'Network activity'],
  url: ['url', 'Network activity'],
  email: ['email-src', 'Payload delivery'],
  'user-agent': ['user-agent', 'Network activity'],
  'message-id': ['email-message-id', 'Payload delivery'],
  subject: ['email-subject', 'Payload delivery'],
  application: ['text', 'Persistence mechanism'],
  'inbox-rule': ['text', 'Persistence mechanism'],
};

/** MISP's threat levels: 1 high, 2 medium, 3 low, 4 undefined. */
const levels: Readonly<Record<Severity, string>> = {
  critical: '1',
  high: '1',
  medium: '2',
  low: '3',
  informational: '4',
};

export interface MispAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly comment: string;
  readonly distribution: string;
  readonly timestamp: string;
  readonly first_seen: string;
  readonly last_seen: string;
}
export interface MispEvent {
  readonly Event: {
    readonly uuid: string;
    readonly info: string;
    readonly date: string;
    readonly threat_level_id: string;
    readonly analysis: string;
    readonly distribution: string;
    readonly published: boolean;
    readonly timestamp: string;
    readonly Tag: readonly { readonly name: string }[];
    readonly Attribute: readonly MispAttribute[];
  };
}

/** Seconds since 1970, as MISP writes them. */
const seconds = (iso: string): string => String(Math.floor(Date.parse(iso) / 1000));

/** An incident as an event in MISP's core format: not published, for your organisation only. */
export function mispEvent(document: IncidentDocument, incident: Incident): MispEvent {
  const made = seconds(incident.window.to);
  return {
    Event: {
      uuid: uuid5(konsekiNamespace, `misp ${incident.id}`),
      info: `Microsoft 365 intrusion ${incident.id}`,
      date: incident.window.from.slice(0, 10),
      threat_level_id: levels[incident.severity],
      analysis: '1',
      distribution: '0',
      published: false,
      timestamp: made,
      Tag: [{ name: 'tlp:amber' }, ...(document.practice ? [{ name: 'practice' }] : [])],
      Attribute: indicatorsOf(incident).map((one) => {
        const [type, category] = types[one.kind];
        return {
          uuid: uuid5(konsekiNamespace, JSON.stringify(['misp', incident.id, one.kind, one.value])),
          type,
          category,
          value: one.value,
          to_ids: !one.weak && type !== 'text',
          comment: one.about,
          distribution: '5',
          timestamp: made,
          first_seen: one.first,
          last_seen: one.last,
        };
      }),
    },
  };
}
