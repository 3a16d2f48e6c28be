import type { Incident, IncidentDocument } from '../../model/incident.js';
import type { Indicator, IndicatorKind } from './indicators.js';
import { indicatorsOf } from './indicators.js';
import { konsekiNamespace, uuid5 } from './uuid.js';

/** STIX 2.1 §2.9: the namespace of observables' ids, and of nothing else. */
const observables = '00abedb4-aa42-466c-9c01-fed23315a9b7';

export type StixObject = Readonly<Record<string, string | number | readonly string[] | boolean>>;
export interface StixBundle {
  readonly type: 'bundle';
  readonly id: string;
  readonly objects: readonly StixObject[];
}

const observableTypes: Partial<Record<IndicatorKind, string>> = {
  ipv4: 'ipv4-addr',
  ipv6: 'ipv6-addr',
  domain: 'domain-name',
  url: 'url',
  email: 'email-addr',
};

const paths: Readonly<Record<IndicatorKind, string>> = {
  ipv4: 'ipv4-addr:value',
  ipv6: 'ipv6-addr:value',
  domain: 'domain-name:value',
  url: 'url:value',
  email: 'email-addr:value',
  'user-agent': "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
  'message-id': 'email-message:message_id',
  subject: 'email-message:subject',
  // No type of STIX names these (§9.5 lets a pattern name others).
  application: 'x-entra-application:app_id',
  'inbox-rule': 'x-exchange-inbox-rule:name',
};

/** STIX 2.1 §9.6: a string of a pattern, with \ and ' escaped. */
const patternText = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** STIX has milliseconds at will; Konseki's times have microseconds. */
const stixTime = (iso: string): string => iso.replace(/(\.\d{3})\d*Z$/, '$1Z');

/**
 * The indicators of an incident as a STIX 2.1 bundle (OASIS Standard, 10 June 2021): an indicator for each,
 * its observable where there is a type for it, and a grouping of all. The same incident gives the same ids.
 */
export function stixBundle(document: IncidentDocument, incident: Incident): StixBundle {
  const made = stixTime(incident.window.to);
  const idOf = (type: string, name: string): string =>
    `${type}--${uuid5(konsekiNamespace, `${type} ${name}`)}`;
  const identity = {
    type: 'identity',
    spec_version: '2.1',
    id: idOf('identity', 'konseki'),
    created: '2024-01-01T00:00:00.000Z',
    modified: '2024-01-01T00:00:00.000Z',
    name: 'Konseki',
    identity_class: 'system',
  };
  const common = {
    spec_version: '2.1',
    created_by_ref: identity.id,
    created: made,
    modified: made,
  };
  const practice = document.practice ? { labels: ['practice'] } : {};
  const found = indicatorsOf(incident);
  const objects = found.flatMap((one): StixObject[] => [
    {
      type: 'indicator',
      id: idOf('indicator', JSON.stringify([incident.id, one.kind, one.value])),
      ...common,
      ...practice,
      name: one.value,
      description: one.about,
      indicator_types: [one.weak ? 'anomalous-activity' : 'malicious-activity'],
      pattern: `[${paths[one.kind]} = ${patternText(one.value)}]`,
      pattern_type: 'stix',
      pattern_version: '2.1',
      valid_from: stixTime(one.first),
      confidence: one.weak ? 30 : 75,
    },
    ...observableOf(one),
  ]);
  if (objects.length === 0)
    return { type: 'bundle', id: idOf('bundle', incident.id), objects: [identity] };
  const grouping: StixObject = {
    type: 'grouping',
    id: idOf('grouping', incident.id),
    ...common,
    ...practice,
    name: `Konseki ${incident.id}`,
    description: incident.said.en,
    context: 'suspicious-activity',
    object_refs: objects.map((object) => String(object['id'])),
  };
  return { type: 'bundle', id: idOf('bundle', incident.id), objects: [identity, ...objects, grouping] }; // prettier-ignore
}

function observableOf({ kind, value }: Indicator): StixObject[] {
  const type = observableTypes[kind];
  // The id is made of the canonical JSON of what identifies it (§2.9, RFC 8785): one property here.
  return type === undefined
    ? []
    : [{ type, spec_version: '2.1', id: `${type}--${uuid5(observables, JSON.stringify({ value }))}`, value }]; // prettier-ignore
}
