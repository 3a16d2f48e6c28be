import { entrySaid } from '../incident/entry-table.js';
import type { Exposed } from '../model/exposed.js';
import type { Incident, IncidentDocument, IncidentSession } from '../model/incident.js';
import { severities } from '../model/finding.js';
import { count, plural } from '../output/table.js';
import { visible } from '../output/visible.js';
import type { Context } from './context.js';
import { programName, shellWord } from './context.js';
import { isGrave, severityText, stageName } from './finding-words.js';
import { micros, shownTime } from './iso.js';
import { verdictText } from './session-view.js';
import { some, span } from './words.js';

/** Entries of one part that fit on a screen. */
const most = { sessions: 6, stages: 11, members: 8, gaps: 5, victims: 6 } as const;

/** The incidents of a document on one screen each; or that there is none, and what hides it. */
export async function printIncidents(
  context: Context,
  dir: string,
  document: IncidentDocument,
): Promise<void> {
  const { bold, dim } = context.colors;
  const me = programName(context.io.env);
  const at = shellWord(dir);
  for (const [no, incident] of document.incidents.entries()) {
    if (no > 0) await context.print('\n');
    await context.print(incidentText(context, document, incident, no));
  }
  if (document.incidents.length === 0) await context.print(noneText(context, document));
  else if (document.sessions.length > 0 || document.findings.length > 0)
    await context.print(
      `\n${dim(`Beside ${document.incidents.length > 1 ? 'them' : 'it'}: ${plural(document.sessions.length, 'suspicious session')} and ${plural(document.findings.length, 'finding')} that belong to no incident.`)}\n`,
    );
  const [first] = document.incidents;
  if (context.quiet) return;
  const session = first?.sessions.find(({ verdict }) => verdict !== 'user') ?? document.sessions[0];
  const lines = [
    ...(session === undefined ? [`${me} sessions ${at}`] : [`${me} session ${at} ${session.id}`, `${me} events ${at} --session ${session.id}`]),
    ...(first === undefined ? [] : [`${me} scope ${at}`, `${me} exposed ${at}`, `${me} recipients ${at}`]),
    ...(session === undefined ? [] : [`${me} mark ${at} session:${session.id} ${first === undefined ? 'attacker' : 'user'} --why "…"`]),
  ]; // prettier-ignore
  await context.print(
    `\n${bold('To go on')}\n${lines.map((line) => `  ${dim(visible(line))}\n`).join('')}`,
  );
}

const labelWidth = 13;

function incidentText(
  context: Context,
  { incidents, practice }: IncidentDocument,
  incident: Incident,
  no: number,
): string {
  const { bold, dim, red } = context.colors;
  const out: string[] = [];
  const part = (label: string, lines: readonly string[]): void => {
    for (const [row, line] of lines.entries())
      out.push(`${bold((row === 0 ? label : '').padEnd(labelWidth))}${line}\n`);
  };
  const again = incident.victims.filter(({ afterContainment }) => afterContainment.length > 0);
  for (const victim of again)
    out.push(red(bold(visible(`STILL ACTIVE: ${plural(victim.afterContainment.length, 'event')} of the attacker as ${victim.user} after the recorded containment (${victim.contained.at(-1)?.what.en ?? ''}).`))) + '\n'); // prettier-ignore
  for (const { user, cameBack } of incident.victims)
    if (cameBack.length > 0)
      out.push(red(visible(`CAME BACK: ${plural(cameBack.length, 'event')} of the attacker as ${user} between a first containment and a later one.`)) + '\n'); // prettier-ignore
  const number = incidents.length > 1 ? ` ${no + 1} of ${incidents.length}` : '';
  out.push(
    `${bold(`Incident${number}`)} ${severityText(context, incident.severity)} ${dim(incident.id)}${practice ? dim('  practice data') : ''}\n`,
    `${visible(incident.said.en)}\n\n`,
  );
  part('Window', [
    visible(`${shownTime(context, incident.window.from)} – ${shownTime(context, incident.window.to)}`), // prettier-ignore
  ]);
  part('First access', [incident.firstAccess === null ? 'not in the logs' : visible(`${shownTime(context, incident.firstAccess.at)}  ${incident.firstAccess.user}, ${entrySaid[incident.firstAccess.how].en}${incident.firstAccess.certain ? '' : ' (the logs do not hold what came before)'}${eventsText(incident.firstAccess.events)}`)]); // prettier-ignore
  part('Victims', cut(incident.victims.map((victim) => visible(victimText(context, victim))), most.victims)); // prettier-ignore
  part('Sessions', cut(incident.sessions.flatMap((session) => sessionLines(context, session)), most.sessions * 2)); // prettier-ignore
  part('Done', cut(doneLines(context, incident), most.stages));
  part('In scope', scopeLines(context, incident));
  part('Exposed', exposedLines(incident.exposed).map(visible));
  part(
    'Not known',
    cut(
      gapLines(incident).map((line) => visible(short(context, line))),
      most.gaps,
    ),
  );
  part(
    'Next',
    incident.next.map(({ en }, row) => visible(`${row + 1}. ${en}`)),
  );
  return out.join('');
}

const eventsText = (events: readonly string[]): string =>
  events[0] === undefined ? '' : ` [${events[0]}]`;

function cut(lines: readonly string[], limit: number): readonly string[] {
  if (lines.length <= limit) return lines;
  return [...lines.slice(0, limit - 1), `and ${lines.length - limit + 1} more; --json has all`];
}

function victimText(context: Context, victim: Incident['victims'][number]): string {
  const { user, how, roles, privileged, contained, afterContainment, firstAccess, lastSeen } =
    victim;
  const rights = privileged ? ` PRIVILEGED (${some(roles, 3)})` : '';
  if (how === 'target') return `${user}${rights}: acted upon`;
  const seen = [firstAccess, lastSeen].flatMap((time) => (time === null ? [] : [micros(time)]));
  const last = contained.at(-1);
  const state =
    last === undefined
      ? 'not contained as far as the logs tell'
      : `${last.what.en} ${shownTime(context, last.at)}${afterContainment.length > 0 ? ', still active after it' : ''}`;
  return `${user}${rights}: ${seen.length === 0 ? '' : `${span(context, seen[0], seen.at(-1))}, `}${state}`;
}

function sessionLines(context: Context, session: IncidentSession): readonly string[] {
  const { dim } = context.colors;
  const foul = session.strands.filter(({ verdict }) => verdict === 'attacker' || verdict === 'suspicious'); // prettier-ignore
  const shown = foul.length > 0 ? foul : session.strands;
  const places = new Map(
    shown.flatMap(({ ips, countries, asOrg }) =>
      ips.map((ip) => [ip, [...countries, asOrg ?? ''].filter(Boolean).join(', ')] as const),
    ),
  );
  const from = [...places].map(([ip, where]) => (where === '' ? ip : `${ip} (${where})`));
  const agents = [...new Set(shown.flatMap(({ userAgents }) => userAgents))];
  const marked = session.marked === null ? '' : `, marked ${session.marked.as} by ${session.marked.by}`; // prettier-ignore
  return [
    `${visible(session.id)} ${verdictText(context, session.verdict)}${visible(marked)} ${visible(`${session.user}, ${span(context, micros(session.first), micros(session.last))}, ${plural(session.events, 'event')}, from ${some(from, 3)}`)}`,
    `  ${dim(visible(agents.length === 0 ? 'no user agent is recorded' : some(agents, 2)))}`,
  ];
}

/** On a terminal, text is cut after two lines. */
function short(context: Context, text: string): string {
  const room = ((context.io.columns ?? 0) - labelWidth) * 2 - 20;
  return context.io.columns === undefined || text.length <= room || room < 40 ? text : `${text.slice(0, room)}…`; // prettier-ignore
}

function doneLines(context: Context, { stages, findings }: Incident): readonly string[] {
  return stages.flatMap(({ stage }) => {
    const own = findings.filter((finding) => finding.stage === stage);
    const [worst] = [...own].sort(
      (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity),
    );
    if (worst === undefined || !isGrave(worst.severity)) return [];
    const more = own.length > 1 ? ` (+${own.length - 1})` : '';
    return [
      `${stageName(stage)}: ${visible(short(context, worst.said.en))}${more} ${context.colors.dim(`[${worst.id}]`)}`,
    ];
  });
}

/** Who and what else, each with its last reason; sessions and victims are told above. */
function scopeLines(context: Context, { scope, sessions, victims }: Incident): readonly string[] {
  const told = new Set([...sessions.map(({ id }) => id), ...victims.map(({ user }) => user)]);
  const rest = scope.members.filter(({ value }) => !told.has(value));
  const kinds = [...new Set(rest.map(({ kind }) => kind))];
  const lines = kinds.map((kind) => {
    const own = rest.filter((member) => member.kind === kind);
    const [first] = own;
    const why = first?.chain.at(-1)?.said.en ?? '';
    return `${kind}: ${visible(some([...new Set(own.map(({ name, value }) => name ?? value))], 3))} ${context.colors.dim(visible(short(context, why)))}`; // prettier-ignore
  });
  const left = scope.excluded.length;
  return [
    `${count(scope.events.length)} events, ${plural(scope.members.length, 'member')} in ${plural(scope.rounds, 'round')}`,
    ...lines.slice(0, most.members),
    ...(left === 0 ? [] : [`left out: ${visible(some(scope.excluded.map(({ value }) => value), 3))} (konseki why tells)`]), // prettier-ignore
  ];
}

/** Counts of what was exposed, with how certain that is. */
export function exposedLines({ messages, files, searches, unknown }: Exposed): readonly string[] {
  const counted = (deeds: readonly { readonly did: string; readonly certainty: string }[]): string[] =>
    [...new Set(deeds.map(({ did, certainty }) => `${did} ${certainty}`))].map((key) => {
      const [did = '', certainty = ''] = key.split(' ');
      const n = deeds.filter((each) => each.did === did && each.certainty === certainty).length;
      return `${count(n)} ${did}${certainty === 'certain' ? '' : ` (${certainty})`}`;
    }); // prettier-ignore
  const lines = [
    ...(messages.length === 0 ? [] : [`mail: ${counted(messages).join(', ')}`]),
    ...(files.length === 0 ? [] : [`files: ${counted(files).join(', ')}`]),
    ...(searches.length === 0 ? [] : [`searched for: ${some([...new Set(searches.map(({ words }) => words))], 5)}`]),
    ...unknown.map(({ said }) => `unknown: ${said.en}`),
  ]; // prettier-ignore
  return lines.length === 0 ? ['nothing is recorded'] : lines;
}

const gapLines = ({ gaps }: Incident): readonly string[] =>
  gaps.length === 0
    ? ['No gap was found in the logs of this time.']
    : gaps.map(({ said, hides }) => `${said.en} ${hides.en}`);

function noneText(
  context: Context,
  { sessions, findings, gaps, coverage, from }: IncidentDocument,
): string {
  const { bold, dim } = context.colors;
  const lines = [
    `${bold('No intrusion was found')} in these logs${coverage.length === 0 ? ': there are none' : ''}.\n`,
  ];
  if (from.length > 0)
    lines.push(
      `From ${from.map(visible).join(', ')} nothing leads on but what users did in sessions of their own; "why" tells of each.\n`,
    );
  if (sessions.length > 0) {
    lines.push(`\n${bold(plural(sessions.length, 'suspicious session'))}, none of them clear enough alone:\n`); // prettier-ignore
    for (const session of sessions.slice(0, most.sessions))
      for (const line of sessionLines(context, session)) lines.push(`  ${line}\n`);
  }
  if (findings.length > 0) {
    lines.push(`\n${bold(plural(findings.length, 'finding'))} of at least medium severity:\n`);
    for (const finding of findings.slice(0, most.members))
      lines.push(`  ${severityText(context, finding.severity)} ${visible(finding.said.en)} ${dim(finding.id)}\n`); // prettier-ignore
  }
  if (gaps.length > 0) {
    lines.push(`\n${bold('What cannot be known')}\n`);
    for (const { said, hides } of gaps.slice(0, most.gaps))
      lines.push(`  ${visible(`${said.en} ${hides.en}`)}\n`);
  }
  return lines.join('');
}
