import type { EntityKind, Incident } from '../../model/incident.js';
import type { Left } from '../../model/left.js';
import type { Stage } from '../../model/stage.js';
import type { Block } from './blocks.js';
import { heading, list, paragraph } from './blocks.js';
import type { Voice } from './words.js';
import { byGravity, more } from './words.js';

/** Of one kind on a page; the spreadsheet has all. */
const most = 12;

/** The letter's details (W-63), as the workshop's example has them: what to look for, in the terms of the logs. */
export function details(voice: Voice, incident: Incident): readonly Block[] {
  const { say, text } = voice;
  const { ips, userAgents, senders, domains, urls } = incident.infrastructure;
  const told = toldByLeft(incident);
  const named = new Set(incident.left.applications.map(({ appId }) => appId));
  const members = (kinds: readonly EntityKind[]): readonly string[] =>
    incident.scope.members.filter(({ kind, value }) => kinds.includes(kind) && !named.has(value)).map(({ name, value }) => text(name === null || name === value ? value : `${name} (${value})`)); // prettier-ignore
  const sentences = (stages: readonly Stage[], traces?: RegExp): readonly string[] =>
    incident.findings
      .filter(({ id, stage, trace }) => stages.includes(stage) && (traces?.test(trace) ?? true) && !told.has(id))
      .sort(byGravity)
      .map(({ said }) => voice.said(said)); // prettier-ignore
  const part = (title: Parameters<Voice['say']>[0], facts: readonly Facts[], items: readonly string[]): readonly Block[] => {
    const once = [...new Set(items)];
    const left = Math.max(0, most - facts.length);
    if (facts.length + once.length === 0) return [];
    return [
      heading(3, say(title)),
      ...facts.slice(0, most).flatMap((one, no): readonly Block[] => [
        ...(facts.length === 1 ? [] : [paragraph(`${no + 1} / ${facts.length}`, 'note')]),
        { kind: 'facts', facts: one },
      ]),
      ...(once.length === 0 || left === 0 ? [] : [list(once.slice(0, left))]),
      ...more(voice, facts.length + once.length, most),
    ];
  }; // prettier-ignore
  const places = [...ips]
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
    .map(({ ip, country, asn, asOrg }) => {
      const about = [country, asn === null ? null : `AS${asn}`, asOrg].filter((one) => one !== null); // prettier-ignore
      return text(about.length === 0 ? ip : `${ip} (${about.join(', ')})`);
    });
  const { applications, inboxRules } = incident.left;
  return [
    paragraph(say('report.details-lead')),
    ...part('report.addresses', [], [...userAgents.map(text), ...places]),
    ...part('report.application', applications.map((app) => appFacts(voice, app)), [...sentences(['application']), ...members(['app', 'flow'])]),
    ...part('report.rules', inboxRules.map((rule) => ruleFacts(voice, rule)), sentences(['evasion', 'info-theft', 'spread'], /rule|forward/)),
    ...part('report.security-info', [], [...sentences(['security-info', 'device']), ...members(['device'])]),
    ...part('report.senders', [], [...senders, ...domains, ...urls].map(text)),
    ...part('report.sessions', [], incident.sessions.filter(({ verdict }) => verdict !== 'user').map(({ id, user, verdict, first, last }) => `${text(id)}: ${text(user)}, ${say(`report.verdict-${verdict}`)}, ${voice.moment(first)} – ${voice.moment(last)}`)),
  ]; // prettier-ignore
}

type Facts = readonly (readonly [string, string])[];

export const nameOf = ({ name, appId }: Left['applications'][number]): string =>
  name ?? appId ?? '?';

/** Names of the fields as the Entra audit log has them. */
function appFacts({ say, text, moment }: Voice, app: Left['applications'][number]): Facts {
  const { name, appId, by, at, scopes, roles, consent } = app;
  return [
    ['DisplayName', text(name ?? say('common.unknown'))],
    ['AppId', text(appId ?? say('common.unknown'))],
    [say('report.fact-at'), `${moment(at)}${by.length === 0 ? '' : `, ${by.map(text).join(', ')}`}`],
    ...(scopes.length === 0 ? [] : [['DelegatedPermissionGrant.Scope', scopes.map(text).join(', ')] as const]),
    ...(roles.length === 0 ? [] : [['AppRole', roles.map(text).join(', ')] as const]),
    ...(consent === null ? [] : [['ConsentType', `${consent} (${say(`report.consent-${consent}`)})`] as const]),
  ];
} // prettier-ignore

/** Names of actions and conditions as the record has them: "SubjectContainsWords". */
function ruleFacts({ say, text, moment }: Voice, rule: Left['inboxRules'][number]): Facts {
  const { mailbox, name, by, at, actions, conditions } = rule;
  const part = (one: { readonly name: string; readonly value: string }): string =>
    text(one.value === '' ? one.name : `${one.name}: ${one.value}`);
  const each = conditions.map((one) => (one.except ? say('report.fact-except', { what: part(one) }) : part(one)));
  return [
    [say('report.fact-name'), text(name)],
    [say('report.col-mailbox'), text(mailbox)],
    [say('report.fact-at'), `${moment(at)}, ${text(by)}`],
    [say('report.fact-action'), actions.length === 0 ? say('common.unknown') : actions.map(part).join('; ')],
    [say('report.fact-condition'), each.length === 0 ? say('report.fact-every') : each.join('; ')],
  ];
} // prettier-ignore

/** Findings that say again what is told of rules and applications themselves: they rest on the same events. */
export function toldByLeft({ left, findings }: Incident): ReadonlySet<string> {
  const rules = new Set(left.inboxRules.flatMap(({ events }) => events));
  const apps = new Set(left.applications.flatMap(({ events }) => events));
  return new Set(
    findings.flatMap(({ id, trace, events }) =>
      (trace.includes('rule') && events.some((event) => rules.has(event))) ||
      (trace === 'application-added' && events.some((event) => apps.has(event)))
        ? [id]
        : [],
    ),
  );
}
