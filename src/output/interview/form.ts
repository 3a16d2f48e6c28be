import type {
  Incident,
  IncidentDocument,
  IncidentFinding,
  IncidentVictim,
} from '../../model/incident.js';
import type { Language, Translate } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import { visible } from '../visible.js';
import type { TimeWriter } from '../time.js';
import { parseTime, timeWriter } from '../time.js';
import { inlineCode, unlinkedMarkdown } from '../text-safety/markdown.js';
import { shellQuoted } from '../text-safety/shell.js';

const plainMarkdown = (text: string): string => unlinkedMarkdown(visible(text));

export interface InterviewFormOptions {
  /** The case's folder, as commands take it. */
  readonly caseDir: string;
  readonly time?: TimeWriter;
  readonly zone?: string;
}

/** A question, and what each answer leads to: a command of Konseki, or nothing. */
export interface Question {
  readonly ask: string;
  readonly yes: string | null;
  readonly no: string | null;
}
interface Section {
  readonly title: string;
  readonly questions: readonly Question[];
  readonly after?: string;
}

const most = { findings: 15, recipients: 30, sessions: 10, addresses: 20 } as const;
/** Traces that are told by the questions on sessions and mails. */
const askedOtherwise: ReadonlySet<string> = new Set([
  'phishing',
  'credential',
  'session-theft',
  'login',
]);

/** Questions for the user, colleagues and the administrator (W-39), as a Markdown form to fill. */
export function interviewForm(
  document: IncidentDocument,
  incident: Incident,
  language: Language,
  options: InterviewFormOptions,
): string {
  const say = translator(language);
  const { zone = 'UTC' } = options;
  let number = 0;
  const lines = [
    `# ${plainMarkdown(say('interview.title', { id: incident.id }))}`,
    '',
    ...(document.practice ? [`**${say('common.practice')}**`, ''] : []),
    plainMarkdown(inLanguage(incident.said, language)),
    '',
    plainMarkdown(say('interview.intro', { zone })),
  ];
  for (const { title, questions, after } of sectionsOf(incident, language, say, options)) {
    if (questions.length === 0) continue;
    lines.push('', `## ${plainMarkdown(title)}`, '', plainMarkdown(say('interview.asked')));
    for (const { ask, yes, no } of questions) {
      number += 1;
      lines.push('', `### ${number}.`, '', plainMarkdown(ask), '');
      if (yes !== null || no !== null)
        lines.push(
          `- [ ] ${say('interview.yes')} → ${yes === null ? say('interview.leave') : inlineCode(yes)}`,
          `- [ ] ${say('interview.no')} → ${no === null ? say('interview.leave') : inlineCode(no)}`,
          `- [ ] ${say('interview.unsure')} → ${say('interview.leave')}`,
          '',
        );
      lines.push(`${say('interview.answer')}: ________________________________`);
    }
    if (after !== undefined) lines.push('', plainMarkdown(after));
  }
  return `${lines.join('\n')}\n`;
}

function sectionsOf(
  incident: Incident,
  language: Language,
  say: Translate,
  { caseDir, time = timeWriter(undefined) }: InterviewFormOptions,
): readonly Section[] {
  const written = (iso: string): string => time(parseTime(iso, 'time'));
  const folder = shellQuoted(caseDir);
  const mark = (what: string, as: string, why: string): string =>
    `konseki mark ${folder} ${shellQuoted(what)} ${as} --why ${shellQuoted(why)}`;
  const note = (iso: string, text: string): string =>
    `konseki note ${folder} --time ${iso.slice(0, 19)}Z ${shellQuoted(text)}`;

  const mails = incident.recipients;
  const victims = new Set(incident.victims.map(({ user }) => user));
  const ofUser = ({ user }: IncidentVictim): Section => ({
    title: say('interview.user', { user }),
    questions: [
      ...mails
        .filter(({ address }) => address === user)
        .map((mail) => ({
          ask: say('interview.q.mail', { subject: mail.subject ?? '', sender: mail.sender, time: written(mail.received) }),
          yes: note(mail.received, say('interview.note.entered', { user })),
          no: note(mail.received, say('interview.note.notEntered', { user })),
        })),
      ...incident.sessions
        .filter((session) => session.user === user)
        .slice(0, most.sessions)
        .map((session) => ({
          ask: say('interview.q.session', {
            from: written(session.first),
            to: written(session.last),
            places: some([...session.countries, ...session.ips], 6, say),
            agents: some(session.userAgents, 2, say),
          }),
          yes: mark(`session:${session.id}`, 'user', say('interview.why.user')),
          no: mark(`session:${session.id}`, 'attacker', say('interview.why.notUser')),
        })),
      ...incident.findings
        .filter((finding) => concerns(finding, user))
        .slice(0, most.findings)
        .map((finding) => ({
          ask: say('interview.q.finding', { time: finding.first === null ? say('common.unknown') : written(finding.first), said: inLanguage(finding.said, language) }),
          yes: mark(`finding:${finding.id}`, 'expected', say('interview.why.expected')),
          no: null,
        })),
      { ask: `${say('interview.q.else')} → konseki note ${visible(folder)} --time … "…"`, yes: null, no: null },
    ],
  }); // prettier-ignore

  const others = mails.filter(({ address, internal }) => internal && !victims.has(address));
  const left = others.length - most.recipients;
  return [
    ...incident.victims.map(ofUser),
    {
      title: say('interview.colleagues'),
      questions: others.slice(0, most.recipients).map(({ address, subject, received }) => ({
        ask: say('interview.q.received', { address, subject: subject ?? '', time: written(received) }),
        yes: `konseki incident ${folder} --from ${shellQuoted(`user:${address}`)}`,
        no: note(received, say('interview.note.notEntered', { user: address })),
      })),
      ...(left > 0 ? { after: say('interview.more', { count: left, case: folder }) } : {}),
    },
    {
      title: say('interview.admin'),
      questions: incident.infrastructure.ips.slice(0, most.addresses).map((address) => ({
        ask: say('interview.q.ip', { ip: address.ip, about: some([address.asOrg ?? '', address.country ?? ''], 2, say) }),
        yes: mark(`ip:${address.ip}`, 'ours', say('interview.why.ours')),
        no: mark(`ip:${address.ip}`, 'attacker', say('interview.why.theirs')),
      })),
    },
  ]; // prettier-ignore
}

/** What the user did or what was done to them, and is no matter of signing in. */
const concerns = ({ stage, users, targets }: IncidentFinding, user: string): boolean =>
  !askedOtherwise.has(stage) && (users.includes(user) || targets.includes(user));

function some(values: readonly string[], count: number, say: Translate): string {
  const known = [...new Set(values)].filter((value) => value !== '');
  return known.length === 0 ? say('common.unknown') : known.slice(0, count).join(', ') + (known.length > count ? ' …' : ''); // prettier-ignore
}
