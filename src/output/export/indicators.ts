import ipaddr from 'ipaddr.js';
import type { Incident } from '../../model/incident.js';

export const indicatorKinds = [
  'ipv4',
  'ipv6',
  'domain',
  'url',
  'email',
  'user-agent',
  'message-id',
  'subject',
  'application',
  'inbox-rule',
] as const;
export type IndicatorKind = (typeof indicatorKinds)[number];

/** Something of the attacker's that can be looked for elsewhere. */
export interface Indicator {
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly about: string;
  /** ISO 8601, UTC, microseconds. */
  readonly first: string;
  readonly last: string;
  /** Common by itself: many honest clients have it too. */
  readonly weak: boolean;
}

/**
 * The attacker's infrastructure, the mails of the intrusion and what was left behind, each once, in order of
 * kind and value. Where a name alone is known (a subject, a rule called ".") it is weak: honest ones may be called so too.
 */
export function indicatorsOf(incident: Incident): readonly Indicator[] {
  const { infrastructure, window } = incident;
  const seen = { first: window.from, last: window.to };
  const plain = (kind: IndicatorKind, values: readonly string[], about: string, weak = false): Indicator[] =>
    values.map((value) => ({ kind, value, about, weak, ...seen })); // prettier-ignore
  const all: readonly Indicator[] = [
    ...infrastructure.ips.flatMap((address): Indicator[] => {
      if (!ipaddr.isValid(address.ip)) return [];
      const kind = ipaddr.parse(address.ip).kind();
      const where = [address.asn === null ? '' : `AS${address.asn}`, address.asOrg ?? '', address.country ?? '', address.kind ?? '']; // prettier-ignore
      return [{ kind, value: address.ip, about: `Address of the attacker: ${where.filter(Boolean).join(', ')}`, first: address.first, last: address.last, weak: false }]; // prettier-ignore
    }),
    ...plain('domain', infrastructure.domains, 'Domain of the attacker'),
    ...plain('url', infrastructure.urls, 'Link of the attacker'),
    ...plain('email', infrastructure.senders, 'Sender of mail of the intrusion'),
    ...plain('user-agent', infrastructure.userAgents, 'User agent in the attacker’s sessions; honest clients may have the same', true), // prettier-ignore
    ...plain('message-id', incident.scope.members.filter(({ kind }) => kind === 'message').map(({ value }) => value), 'Mail of the intrusion'), // prettier-ignore
  ];
  const { applications, inboxRules } = incident.left;
  const made: readonly Indicator[] = [
    ...plain('subject', incident.recipients.flatMap(({ subject }) => subject ?? []), 'Subject of mail of the intrusion', true),
    ...applications.flatMap(({ appId, name, scopes, roles, at }): Indicator[] =>
      appId === null ? [] : [{ kind: 'application', value: appId, about: `Application of the attacker${name === null ? '' : ` "${name}"`}: ${[...scopes, ...roles].join(', ')}`, first: at, last: window.to, weak: false }]),
    ...inboxRules.filter(({ deed, name }) => deed !== 'removed' && name !== '').map(({ name, effect, at }): Indicator => ({ kind: 'inbox-rule', value: name, about: `Inbox rule of the attacker${effect === null ? '' : `: ${effect.en}`}`, first: at, last: window.to, weak: true })),
  ]; // prettier-ignore
  const once = new Map(
    [...all, ...made].map((one) => [JSON.stringify([one.kind, one.value]), one]),
  );
  return [...once.values()]
    .filter(({ value }) => value.trim() !== '')
    .sort((a, b) => indicatorKinds.indexOf(a.kind) - indicatorKinds.indexOf(b.kind) || (a.value < b.value ? -1 : 1)); // prettier-ignore
}
