import type { Incident, IncidentFinding } from '../../model/incident.js';
import type { EntityKind } from '../../model/incident.js';
import type { Stage } from '../../model/stage.js';
import type { Block, Section } from './blocks.js';
import { heading, list, paragraph } from './blocks.js';
import type { Voice } from './words.js';
import { between, byGravity, exposedCounts } from './words.js';

/** The letter (W-60 … W-63): opening, summary, response actions, details, closing. */

/** Findings of one kind in the details; the spreadsheet has all. */
const most = { sentences: 6, details: 12, actions: 60 } as const;

export function letter(voice: Voice, incident: Incident): readonly Section[] {
  return [
    {
      id: 'summary',
      title: voice.say('report.summary'),
      page: false,
      blocks: [...alarms(voice, incident), list(summary(voice, incident))],
    },
    { id: 'actions', title: voice.say('report.actions'), page: false, blocks: actions(voice, incident) },
    { id: 'details', title: voice.say('report.details'), page: false, blocks: [...details(voice, incident), paragraph(voice.say('report.closing'))] },
  ];
} // prettier-ignore

export function alarms({ say, text }: Voice, { victims }: Incident): readonly Block[] {
  return victims.flatMap(({ user, afterContainment, cameBack }) => [
    ...(afterContainment.length === 0 ? [] : [paragraph(say('report.still', { user: text(user), count: afterContainment.length }), 'alarm')]),
    ...(cameBack.length === 0 ? [] : [paragraph(say('report.back', { user: text(user), count: cameBack.length }), 'alarm')]),
  ]); // prettier-ignore
}

/** W-61, in the order of the workshop's example. */
function summary(voice: Voice, incident: Incident): readonly string[] {
  const { say, text } = voice;
  const lines: string[] = [];
  for (const { user, how, firstAccess, lastSeen, privileged, roles } of incident.victims) {
    const alone = incident.victims.length === 1;
    lines.push(
      how === 'target'
        ? say('report.target', { user: text(user) })
        : between(voice, alone ? incident.window.from : (firstAccess ?? incident.window.from), alone ? incident.window.to : (lastSeen ?? incident.window.to), user),
    );
    if (privileged) lines.push(say('report.privileged', { user: text(user), roles: roles.map(text).join(', ') }));
  } // prettier-ignore
  lines.push(...phishLines(voice, incident));
  for (const stage of ['evasion', 'application', 'security-info', 'device', 'privilege'] as const)
    lines.push(...worst(incident, stage).map(({ said }) => voice.said(said)));
  const exposed = exposedCounts(voice, incident.exposed);
  lines.push(
    exposed.length === 0
      ? say('report.exposed-none')
      : say('report.exposed-line', { what: exposed.join('; ') }),
  );
  return lines;
}

/** The gravest finding of a stage; of security info, devices and applications each one of the worst kind. */
function worst({ findings }: Incident, stage: Stage): readonly IncidentFinding[] {
  const own = findings.filter((finding) => finding.stage === stage).sort(byGravity);
  const [first] = own;
  if (first === undefined || first.severity === 'informational') return [];
  if (stage === 'evasion') {
    // What was written twice by two rules is one deed: the same events.
    const key = ({ events }: IncidentFinding): string => events.join(' ');
    return own
      .filter((finding, at) => finding.severity === first.severity && own.findIndex((other) => key(other) === key(finding)) === at)
      .slice(0, 2);
  } // prettier-ignore
  return own.filter(({ trace }) => trace === first.trace).slice(0, 3);
}

/** Whether colleagues got the mail, and whether they clicked. */
function phishLines({ say, text }: Voice, { recipients, victims, sessions }: Incident): readonly string[] {
  const users = new Set([...victims.map(({ user }) => user), ...sessions.map(({ user }) => user)]);
  const subjects = new Map<string, typeof recipients>();
  for (const recipient of recipients) {
    const subject = recipient.subject ?? '';
    subjects.set(subject, [...(subjects.get(subject) ?? []), recipient]);
  }
  const lines = [...subjects].slice(0, most.sentences).flatMap(([subject, all]) => {
    const named = text(subject === '' ? say('common.unknown') : subject);
    const count = (some: typeof recipients): number => new Set(some.map(({ address }) => address)).size;
    const colleagues = all.filter(({ address, internal }) => internal && !users.has(address));
    const outside = all.filter(({ internal }) => !internal);
    const fell = colleagues.filter(({ did }) => did.some(({ what, suspicious }) => what === 'clicked' || (what === 'signed-in' && suspicious)));
    const who = [...new Set(fell.map(({ address }) => text(address)))];
    return [
      ...(colleagues.length === 0 ? [] : [fell.length === 0 ? say('report.phish-quiet', { subject: named, count: count(colleagues) }) : say('report.phish-fell', { subject: named, count: count(colleagues), who: some(who) })]),
      ...(outside.length === 0 ? [] : [say('report.phish-outside', { subject: named, count: count(outside) })]),
    ];
  });
  return lines.length === 0 ? [say('report.phish-none')] : lines;
} // prettier-ignore

/** A few names, and how many more. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 10);
  return names.length === shown.length ? shown.join(', ') : `${shown.join(', ')} (+${names.length - shown.length})`; // prettier-ignore
}

function actions(voice: Voice, incident: Incident): readonly Block[] {
  const { say, said } = voice;
  if (incident.actions.length === 0) return [paragraph(say('report.actions-none'))];
  const ordered = [...incident.actions].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  return [
    paragraph(say('report.recommend')),
    list(ordered.slice(0, most.actions).map((action) => said(action.said)), true),
    ...more(voice, ordered.length, most.actions),
  ];
} // prettier-ignore

export function more({ say }: Voice, all: number, shown: number): readonly Block[] {
  return all > shown ? [paragraph(say('report.more', { count: all - shown }), 'note')] : [];
}

/** W-63. */
function details(voice: Voice, incident: Incident): readonly Block[] {
  const { say, text } = voice;
  const { ips, userAgents, senders, domains, urls } = incident.infrastructure;
  const members = (kinds: readonly EntityKind[]): readonly string[] =>
    incident.scope.members.filter(({ kind }) => kinds.includes(kind)).map(({ name, value }) => text(name === null || name === value ? value : `${name} (${value})`)); // prettier-ignore
  const sentences = (stages: readonly Stage[], traces?: RegExp): readonly string[] => [
    ...new Set(
      incident.findings
        .filter(({ stage, trace }) => stages.includes(stage) && (traces?.test(trace) ?? true))
        .sort(byGravity)
        .map(({ said }) => voice.said(said)),
    ),
  ];
  const part = (title: Parameters<Voice['say']>[0], items: readonly string[]): readonly Block[] =>
    items.length === 0
      ? []
      : [heading(3, say(title)), list([...new Set(items)].slice(0, most.details)), ...more(voice, new Set(items).size, most.details)]; // prettier-ignore
  const places = ips.map(({ ip, country, asn, asOrg }) => {
    const about = [country, asn === null ? null : `AS${asn}`, asOrg].filter((one) => one !== null);
    return text(about.length === 0 ? ip : `${ip} (${about.join(', ')})`);
  });
  return [
    paragraph(say('report.details-lead')),
    ...part('report.addresses', [...userAgents.map(text), ...places]),
    ...part('report.application', [...sentences(['application']), ...members(['app', 'flow'])]),
    ...part('report.rules', sentences(['evasion', 'info-theft', 'spread'], /rule|forward/)),
    ...part('report.security-info', [...sentences(['security-info', 'device']), ...members(['device'])]), // prettier-ignore
    ...part('report.senders', [...senders, ...domains, ...urls].map(text)),
    ...part('report.sessions', incident.sessions.filter(({ verdict }) => verdict !== 'user').map(({ id, user, verdict, first, last }) => `${text(id)}: ${text(user)}, ${say(`report.verdict-${verdict}`)}, ${voice.moment(first)} – ${voice.moment(last)}`)), // prettier-ignore
  ];
}
