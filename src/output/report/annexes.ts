import type { Exposed } from '../../model/exposed.js';
import type { Incident, IncidentDocument, IncidentGap } from '../../model/incident.js';
import type { Stage } from '../../model/stage.js';
import { stages } from '../../model/stage.js';
import type { Block, Section, Table } from './blocks.js';
import { heading, list, paragraph } from './blocks.js';
import { alarms } from './letter.js';
import {
  eventIdTable,
  evidenceTable,
  exposedFiles,
  exposedMessages,
  findingTable,
  gapTable,
  hashTable,
  recipientTable,
  sessionTable,
  timelineTable,
} from './tables.js';
import type { Voice } from './words.js';
import { byGravity, exposedCounts, more } from './words.js';

/** What follows the letter. A page holds so many rows of a table; the spreadsheet has all. */
const mostRows = 250;

function rows(voice: Voice, table: Table): readonly Block[] {
  if (table.rows.length === 0) return [];
  return [
    { kind: 'table', table: { ...table, rows: table.rows.slice(0, mostRows) } },
    ...more(voice, table.rows.length, mostRows),
  ];
}

/** A table without the columns that a page has no room for. */
function narrow({ columns, rows: all }: Table, kept: readonly number[]): Table {
  return {
    columns: columns.filter((_, at) => kept.includes(at)),
    rows: all.map((row) => row.filter((_, at) => kept.includes(at))),
  };
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

/** One page that says it all to who decides: so every list is short and every line is cut. */
export function executive(voice: Voice, document: IncidentDocument, incident: Incident): Section {
  const { say, said } = voice;
  const line = (text: string): string => cut(text, 220);
  const gravest = new Map<Stage, Incident['findings'][number]>();
  for (const finding of incident.findings) {
    const known = gravest.get(finding.stage);
    if (known === undefined || byGravity(finding, known) < 0) gravest.set(finding.stage, finding);
  }
  const done = stages.flatMap((stage) => {
    const worst = gravest.get(stage);
    return worst === undefined || worst.severity === 'informational'
      ? []
      : [line(`${say(`report.stage-${stage}`)}: ${said(worst.title)}`)];
  });
  const unknown = [
    ...incident.exposed.unknown.map((one) => said(one.said)),
    ...gapsOf(document, incident).map(({ said: what, hides }) => `${said(what)} ${said(hides)}`),
  ];
  const exposed = exposedCounts(voice, incident.exposed);
  return {
    id: 'executive',
    title: say('report.executive'),
    page: true,
    blocks: [
      ...alarms(voice, incident).slice(0, 2),
      heading(3, say('report.what-happened')),
      paragraph(cut(said(incident.said), 600)),
      heading(3, say('report.what-done')),
      list(done),
      heading(3, say('report.what-exposed')),
      list(exposed.length === 0 ? [say('report.exposed-none')] : exposed.map(line)),
      heading(3, say('report.what-now')),
      list(incident.next.length === 0 ? [say('report.actions-none')] : incident.next.slice(0, 3).map((next) => cut(said(next), 350)), true),
      heading(3, say('report.what-unknown')),
      list(unknown.length === 0 ? [say('report.unknown-none')] : unknown.slice(0, 4).map(line)),
    ],
  }; // prettier-ignore
}

function gapsOf(document: IncidentDocument, incident: Incident | null): readonly IncidentGap[] {
  const seen = new Set<string>();
  return [...(incident?.gaps ?? []), ...document.gaps].filter(({ said, hides }) => {
    const key = `${said.en} ${hides.en}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function timelineSection(voice: Voice, incident: Incident, figure: string | null): Section {
  return {
    id: 'timeline',
    title: voice.say('report.timeline'),
    page: true,
    blocks: [
      ...(figure === null
        ? []
        : [{ kind: 'figure', svg: figure, caption: voice.say('report.figure') } as const]),
      ...rows(voice, timelineTable(voice, incident)),
    ],
  };
}

export function exposedSection(voice: Voice, { exposed, recipients }: Incident): Section {
  const { say, said, text, moment } = voice;
  const counts = exposedCounts(voice, exposed);
  const part = (title: Parameters<Voice['say']>[0], blocks: readonly Block[]): readonly Block[] =>
    blocks.length === 0 ? [] : [heading(3, say(title)), ...blocks];
  return {
    id: 'exposed',
    title: say('report.exposed'),
    page: true,
    blocks: [
      paragraph(say('report.exposed-lead'), 'note'),
      list(counts.length === 0 ? [say('report.exposed-none')] : counts),
      ...part('report.mails', [...rows(voice, exposedMessages(voice, exposed)), ...restores(voice, exposed)]),
      ...part('report.files', rows(voice, exposedFiles(voice, exposed))),
      ...part('report.searches', exposed.searches.length === 0 ? [] : [list(exposed.searches.slice(0, mostRows).map(({ words, where, at }) => say('report.searched', { words: text(words), where: text(where), at: moment(at) })))]),
      ...part('report.not-told', exposed.unknown.length === 0 ? [] : [list(exposed.unknown.map((one) => said(one.said)))]),
      ...part('report.recipients', rows(voice, recipientTable(voice, recipients))),
    ],
  }; // prettier-ignore
}

/** How deleted mail comes back (W-46), each way once. */
function restores({ say, said }: Voice, { messages }: Exposed): readonly Block[] {
  const ways = new Map<string, number>();
  for (const { restore } of messages)
    if (restore !== null) ways.set(said(restore), (ways.get(said(restore)) ?? 0) + 1);
  const items = [...ways].map(([how, count]) => say('report.restored', { how, count }));
  return items.length === 0 ? [] : [list(items)];
}

export function gapSection(
  voice: Voice,
  document: IncidentDocument,
  incident: Incident | null,
): Section {
  const table = rows(voice, gapTable(voice, gapsOf(document, incident)));
  return {
    id: 'gaps',
    title: voice.say('report.gaps'),
    page: false,
    blocks: table.length === 0 ? [paragraph(voice.say('report.unknown-none'))] : table,
  };
}

export function evidenceSection(voice: Voice, { evidence }: IncidentDocument): Section {
  const { say } = voice;
  const title = say('report.evidence');
  if (evidence.length === 0)
    return { id: 'evidence', title, page: false, blocks: [paragraph(say('report.evidence-none'))] };
  return {
    id: 'evidence',
    title,
    page: true,
    blocks: [
      paragraph(say('report.evidence-lead')),
      ...rows(voice, narrow(evidenceTable(voice, evidence, false), [0, 1, 2, 3, 6, 7, 8])),
      heading(3, say('report.hashes')),
      ...rows(voice, hashTable(voice, evidence)),
    ],
  };
}

export function appendix(voice: Voice, incident: Incident): Section {
  const table = eventIdTable(voice, incident);
  return {
    id: 'appendix',
    title: voice.say('report.appendix'),
    page: true,
    blocks: [paragraph(voice.say('report.appendix-lead')), ...rows(voice, table)],
  };
}

/** Where there is no incident: what is suspicious by itself. */
export function suspects(voice: Voice, { sessions, findings }: IncidentDocument): readonly Section[] {
  if (sessions.length === 0 && findings.length === 0) return [];
  return [
    {
      id: 'suspicious',
      title: voice.say('report.suspicious'),
      page: false,
      blocks: [
        ...rows(voice, narrow(sessionTable(voice, sessions), [0, 1, 2, 3, 4, 6])),
        ...rows(voice, narrow(findingTable(voice, findings), [0, 2, 3, 5])),
      ],
    },
  ];
} // prettier-ignore
