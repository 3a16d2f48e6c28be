import type { Recipient } from '../../model/exposed.js';
import type { Incident, IncidentFinding } from '../../model/incident.js';
import type { Left } from '../../model/left.js';
import type { Stage } from '../../model/stage.js';
import type { Block, Section } from './blocks.js';
import { list, paragraph } from './blocks.js';
import { details, nameOf, toldByLeft } from './details.js';
import type { Voice } from './words.js';
import { between, byGravity, exposedCounts, more } from './words.js';

/** The letter (W-60 … W-63): opening, summary, response actions, details, closing. */

const most = { sentences: 6, actions: 60 } as const;

/** @param enclosed titles of the sections that follow */
export function letter(voice: Voice, incident: Incident, enclosed: readonly string[]): readonly Section[] {
  return [
    {
      id: 'summary',
      title: voice.say('report.summary'),
      page: false,
      blocks: [...alarms(voice, incident), list(summary(voice, incident))],
    },
    { id: 'actions', title: voice.say('report.actions'), page: false, blocks: actions(voice, incident) },
    { id: 'details', title: voice.say('report.details'), page: true, blocks: [...details(voice, incident), paragraph(voice.say('report.closing')), paragraph(voice.say('report.enclosed', { what: enclosed.join(voice.language === 'ja' ? '、' : ', ') }), 'note')] },
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
  const told = toldByLeft(incident);
  lines.push(
    ...phishLines(voice, incident),
    ...incident.left.inboxRules.slice(0, most.sentences).map((rule) => ruleLine(voice, rule)),
    ...worst(incident, 'evasion', told).map(({ said }) => voice.said(said)),
    ...incident.left.applications.slice(0, most.sentences).map((app) => appLine(voice, app)),
  );
  for (const stage of ['application', 'security-info', 'device', 'privilege'] as const)
    lines.push(...worst(incident, stage, told).map(({ said }) => voice.said(said)));
  const exposed = exposedCounts(voice, incident.exposed);
  lines.push(
    exposed.length === 0
      ? say('report.exposed-none')
      : say('report.exposed-line', { what: exposed.join('; ') }),
  );
  return lines;
}

/** What the inbox rule hides. */
function ruleLine({ say, said, text }: Voice, rule: Left['inboxRules'][number]): string {
  const { name, mailbox, deed, effect, hides } = rule;
  return say(
    effect === null ? 'report.rule-bare' : hides ? 'report.rule-hides' : 'report.rule-does',
    {
      name: text(name),
      user: text(mailbox),
      deed: say(`report.deed-${deed}`),
      effect: effect === null ? '' : said(effect),
    },
  );
}

/** The application, and the reach of its permissions. */
function appLine({ language, say, text }: Voice, app: Left['applications'][number]): string {
  const { registered, consent, reach, scopes, roles } = app;
  const name = text(nameOf(app));
  const sentences = [
    say(registered ? 'report.app-added' : 'report.app-granted', { name }),
    ...(scopes.length === 0 ? [] : consent === null ? [] : [say(`report.app-${consent}`)]),
    ...(roles.length === 0 ? [] : [say('report.app-own', { roles: some(roles.map(text)) })]),
    ...(['content', 'takeover'] as const).flatMap((one) => (reach.includes(one) ? [say(`report.app-${one}`)] : [])),
  ];
  return sentences.join(language === 'ja' ? '' : ' ');
} // prettier-ignore

/** The gravest finding of a stage; of security info, devices and applications each one of the worst kind. */
function worst({ findings }: Incident, stage: Stage, told: ReadonlySet<string>): readonly IncidentFinding[] {
  const own = findings.filter((finding) => finding.stage === stage && !told.has(finding.id)).sort(byGravity);
  const [first] = own;
  if (first === undefined || first.severity === 'informational') return [];
  if (stage === 'evasion') {
    // What was written twice by two rules is one deed: the same events.
    const once = new Map(own.toReversed().map((finding) => [finding.events.join(' '), finding]));
    const grave = new Set(['high', 'critical']);
    return own.filter((finding) => grave.has(finding.severity) && once.get(finding.events.join(' ')) === finding).slice(0, 2);
  }
  return own.filter(({ trace }) => trace === first.trace).slice(0, 3);
} // prettier-ignore

/** Whether colleagues got the mail, and whether they clicked. */
function phishLines({ language, say, text }: Voice, { recipients, victims, sessions }: Incident): readonly string[] {
  const users = new Set([...victims.map(({ user }) => user), ...sessions.map(({ user }) => user)]);
  const subjects = new Map<string, Recipient[]>();
  for (const recipient of recipients) {
    const list = subjects.get(recipient.subject ?? '');
    if (list !== undefined) list.push(recipient);
    else if (subjects.size < most.sentences) subjects.set(recipient.subject ?? '', [recipient]);
  }
  const people = (all: readonly Recipient[]): readonly string[] => [...new Set(all.map(({ address }) => address))];
  const lines = [...subjects].flatMap(([subject, all]) => {
    const named = text(subject === '' ? say('common.unknown') : subject);
    const colleagues = all.filter(({ address, internal }) => internal && !users.has(address));
    const outside = people(all.filter(({ internal }) => !internal)).length;
    const opened = people(colleagues.filter(({ did }) => did.some(({ what }) => what === 'opened'))).length;
    const fell = people(colleagues.filter(({ did }) => did.some(({ what, suspicious }) => what === 'clicked' || (what === 'signed-in' && suspicious))));
    const many = people(colleagues).length;
    const sent = [
      many === 1 ? say('report.phish-sent-one', { subject: named }) : say('report.phish-sent', { subject: named, count: many }),
      ...(opened === 0 ? [] : [say('report.phish-opened', { count: opened })]),
      fell.length === 0 ? say('report.phish-quiet') : say('report.phish-fell', { who: some(fell.map(text)) }),
    ];
    return [
      ...(colleagues.length === 0 ? [] : [sent.join(language === 'ja' ? '' : ' ')]),
      ...(outside === 0 ? [] : [say('report.phish-outside', { subject: named, count: outside })]),
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
