import type { Exposed, Recipient } from '../../model/exposed.js';
import type { Incident, IncidentDocument, IncidentGap, TimelineEntry } from '../../model/incident.js'; // prettier-ignore
import type { Cell, Column, Table } from './blocks.js';
import type { Voice } from './words.js';
import { fileNames } from './words.js';

/** Tables of the report that stand in its pages and, with all rows, in its spreadsheet. */

const at = (time: string | null): Cell => (time === null ? null : { time });
type Title = Parameters<Voice['say']>[0];

function table(
  { say }: Voice,
  columns: readonly (readonly [title: Title, kind: Column['kind'], width: number])[],
  rows: readonly (readonly Cell[])[],
): Table {
  return {
    columns: columns.map(([title, kind, width]) => ({ title: say(title), kind, width })),
    rows,
  };
}

const list = (voice: Voice, values: readonly string[]): string => values.map(voice.text).join(', ');

/** Entries that follow one another and say the same are one: several records of one deed. */
export function entriesOf({ timeline }: Incident): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const entry of timeline) {
    const last = entries.at(-1);
    const same =
      last !== undefined && !entry.note && last.said.en === entry.said.en &&
      last.lane === entry.lane && last.stage === entry.stage &&
      (last.user === entry.user || (last.finding !== null && last.finding === entry.finding));
    if (!same) entries.push(entry);
    else
      entries[entries.length - 1] = {
        ...last,
        until: last.until > entry.until ? last.until : entry.until,
        count: last.count + entry.count,
        events: [...new Set([...last.events, ...entry.events])],
      };
  }
  return entries;
} // prettier-ignore

export function timelineTable(voice: Voice, incident: Incident): Table {
  return table(
    voice,
    [['report.col-number', 'number', 6], ['report.col-time', 'time', 20], ['report.col-lane', 'text', 12], ['report.col-stage', 'text', 16], ['report.col-what', 'text', 52], ['report.col-events', 'number', 9]],
    entriesOf(incident).map((entry, no) => [
      no + 1,
      at(entry.at),
      voice.say(`report.lane-${entry.lane}`),
      entry.stage === null ? null : voice.say(`report.stage-${entry.stage}`),
      `${voice.said(entry.said)}${entry.note ? ` (${voice.say('report.by-hand')})` : ''}`,
      entry.count,
    ]),
  ); // prettier-ignore
}

/** For the spreadsheet: one row for each event of each entry. */
export function eventTable(voice: Voice, incident: Incident): Table {
  return table(
    voice,
    [['report.col-number', 'number', 6], ['report.col-time', 'time', 20], ['report.col-log', 'text', 16], ['report.col-what', 'text', 50], ['report.col-event-id', 'id', 42]],
    entriesOf(incident).flatMap((entry, no) => {
      const head = [no + 1, at(entry.at), logOf(voice, entry), voice.said(entry.said)] as const;
      return entry.events.map((event) => [...head, voice.text(event)]);
    }),
  ); // prettier-ignore
}

/** For pages: one row for each entry. */
export function eventIdTable(voice: Voice, incident: Incident): Table {
  return table(
    voice,
    [['report.col-number', 'number', 6], ['report.col-log', 'text', 18], ['report.col-event-ids', 'id', 90]],
    entriesOf(incident).map((entry, no) => [no + 1, logOf(voice, entry), list(voice, entry.events)]),
  ); // prettier-ignore
}

const logOf = (voice: Voice, { source }: TimelineEntry): Cell =>
  source === null ? null : voice.say(`report.source-${source}`);

export function exposedMessages(voice: Voice, { messages }: Exposed): Table {
  return table(
    voice,
    [['report.col-first', 'time', 20], ['report.col-did', 'text', 10], ['report.col-certainty', 'text', 12], ['report.col-subject', 'text', 34], ['report.col-mailbox', 'text', 24], ['report.col-folder', 'text', 16]],
    messages.map((message) => [
      at(message.first),
      voice.say(`report.did-${message.did}`),
      voice.say(`report.certainty-${message.certainty}`),
      message.subject === null ? voice.text(message.messageId ?? voice.say('common.unknown')) : voice.text(message.subject),
      voice.text(message.mailbox),
      message.folder === null ? null : voice.text(message.folder),
    ]),
  ); // prettier-ignore
}

export function exposedFiles(voice: Voice, { files }: Exposed): Table {
  return table(
    voice,
    [['report.col-first', 'time', 20], ['report.col-did', 'text', 12], ['report.col-certainty', 'text', 12], ['report.col-path', 'text', 60]],
    files.map((file) => [
      at(file.first),
      voice.say(`report.did-${file.did}`),
      voice.say(`report.certainty-${file.certainty}`),
      voice.text(file.path),
    ]),
  ); // prettier-ignore
}

export function recipientTable(voice: Voice, recipients: readonly Recipient[]): Table {
  return table(
    voice,
    [['report.col-received', 'time', 20], ['report.col-recipient', 'text', 26], ['report.col-subject', 'text', 30], ['report.col-delivered', 'text', 12], ['report.col-reaction', 'text', 24]],
    recipients.map(({ received, address, subject, delivered, did }) => [
      at(received),
      voice.text(address),
      subject === null ? null : voice.text(subject),
      delivered === null ? null : voice.text(delivered),
      did.map(({ what, suspicious }) => {
        const word = voice.say(`report.react-${what}`);
        return suspicious ? voice.say('report.react-suspicious', { what: word }) : word;
      }).join(', '),
    ]),
  ); // prettier-ignore
}

export function gapTable(voice: Voice, gaps: readonly IncidentGap[]): Table {
  return table(
    voice,
    [['report.col-log', 'text', 16], ['report.col-what', 'text', 44], ['report.col-hides', 'text', 40]],
    gaps.map(({ source, said, hides }) => [
      source === null ? null : voice.say(`report.source-${source}`),
      voice.said(said),
      voice.said(hides),
    ]),
  ); // prettier-ignore
}

export function sessionTable(voice: Voice, sessions: Incident['sessions']): Table {
  return table(
    voice,
    [['report.col-session', 'id', 30], ['report.col-user', 'text', 24], ['report.col-verdict', 'text', 11], ['report.col-first', 'time', 20], ['report.col-last', 'time', 20], ['report.col-events', 'number', 9], ['report.col-ips', 'text', 26], ['report.col-countries', 'text', 10], ['report.col-agents', 'text', 30], ['report.col-signals', 'text', 40]],
    sessions.map((session) => [
      voice.text(session.id),
      voice.text(session.user),
      voice.say(`report.verdict-${session.verdict}`),
      at(session.first),
      at(session.last),
      session.events,
      list(voice, session.ips),
      list(voice, session.countries),
      list(voice, session.userAgents),
      session.signals.map(({ said }) => voice.said(said)).join(' '),
    ]),
  ); // prettier-ignore
}

export function findingTable(voice: Voice, findings: Incident['findings']): Table {
  return table(
    voice,
    [['report.col-first', 'time', 20], ['report.col-last', 'time', 20], ['report.col-severity', 'text', 11], ['report.col-stage', 'text', 18], ['report.col-title', 'text', 30], ['report.col-what', 'text', 60], ['report.col-user', 'text', 24], ['report.col-techniques', 'text', 14], ['report.col-rows', 'text', 14], ['report.col-finding', 'id', 16], ['report.col-events', 'number', 9]],
    findings.map((finding) => [
      at(finding.first),
      at(finding.last),
      voice.say(`report.severity-${finding.severity}`),
      voice.say(`report.stage-${finding.stage}`),
      voice.said(finding.title),
      voice.said(finding.said),
      list(voice, finding.users),
      list(voice, finding.techniques),
      list(voice, finding.rows),
      voice.text(finding.id),
      finding.events.length,
    ]),
  ); // prettier-ignore
}

export function indicatorTable(voice: Voice, { infrastructure, sessions, scope }: Incident): Table {
  const { ips, userAgents, senders, domains, urls } = infrastructure;
  const row = (kind: string, value: string, first: string | null, last: string | null, about: string): readonly Cell[] =>
    [kind, voice.text(value), at(first), at(last), about]; // prettier-ignore
  const { say, text } = voice;
  return table(
    voice,
    [['report.col-kind', 'text', 16], ['report.col-value', 'id', 60], ['report.col-first', 'time', 20], ['report.col-last', 'time', 20], ['report.col-about', 'text', 40]],
    [
      ...ips.map(({ ip, first, last, country, asn, asOrg }) =>
        row(say('report.kind-ip'), ip, first, last, [country, asn === null ? null : `AS${asn}`, asOrg].filter((part) => part !== null).map(text).join(', '))),
      ...userAgents.map((value) => row(say('report.kind-user-agent'), value, null, null, '')),
      ...senders.map((value) => row(say('report.kind-sender'), value, null, null, '')),
      ...domains.map((value) => row(say('report.kind-domain'), value, null, null, '')),
      ...urls.map((value) => row(say('report.kind-url'), value, null, null, '')),
      ...sessions.filter(({ verdict }) => verdict !== 'user').map(({ id, first, last, user }) => row(say('report.kind-session'), id, first, last, text(user))),
      ...scope.members.flatMap(({ kind, value, name }) =>
        kind === 'app' || kind === 'message' || kind === 'inbox-rule'
          ? [row(say(`report.kind-${kind}`), value, null, null, name === null ? '' : text(name))]
          : []),
    ],
  ); // prettier-ignore
}

/** Mail and files in one, for the spreadsheet. */
export function exposedTable(voice: Voice, { messages, files }: Exposed): Table {
  return table(
    voice,
    [['report.col-kind', 'text', 10], ['report.col-did', 'text', 12], ['report.col-certainty', 'text', 12], ['report.col-item', 'text', 60], ['report.col-where', 'text', 34], ['report.col-first', 'time', 20], ['report.col-last', 'time', 20], ['report.col-restore', 'text', 30], ['report.col-event-id', 'id', 40]],
    [
      ...messages.map((one) => [voice.say('report.mails'), voice.say(`report.did-${one.did}`), voice.say(`report.certainty-${one.certainty}`), voice.text(one.subject ?? one.messageId ?? ''), voice.text(one.folder === null ? one.mailbox : `${one.mailbox} ${one.folder}`), at(one.first), at(one.last), one.restore === null ? null : voice.said(one.restore), list(voice, one.events)]),
      ...files.map((one) => [voice.say('report.files'), voice.say(`report.did-${one.did}`), voice.say(`report.certainty-${one.certainty}`), voice.text(one.path), one.site === null ? null : voice.text(one.site), at(one.first), at(one.last), null, list(voice, one.events)]),
    ],
  ); // prettier-ignore
}

/** For the spreadsheet with the hashes; on a page they stand in a table of their own. */
export function evidenceTable(
  voice: Voice,
  evidence: IncidentDocument['evidence'],
  whole: boolean,
): Table {
  const names = fileNames(evidence);
  const own = table(
    voice,
    [['report.col-number', 'number', 6], ['report.col-file', 'text', 40], ['report.col-format', 'text', 22], ['report.col-records', 'number', 10], ['report.col-events', 'number', 10], ['report.col-duplicates', 'number', 11], ['report.col-rejects', 'number', 9], ['report.col-first', 'time', 20], ['report.col-last', 'time', 20]],
    evidence.map((file, no) => [
      no + 1,
      voice.text(names[no] ?? file.file),
      list(voice, file.formats),
      file.records,
      file.events,
      file.duplicates,
      file.rejects,
      at(file.first),
      at(file.last),
    ]),
  ); // prettier-ignore
  if (!whole) return own;
  const hashes = hashTable(voice, evidence);
  return {
    columns: [...own.columns, ...hashes.columns.slice(1)],
    rows: own.rows.map((row, no) => [...row, ...(hashes.rows[no] ?? []).slice(1)]),
  };
}

export function hashTable(voice: Voice, evidence: IncidentDocument['evidence']): Table {
  return {
    columns: [
      { title: voice.say('report.col-number'), kind: 'number', width: 6 },
      { title: 'SHA-256', kind: 'id', width: 68 },
      { title: voice.say('report.col-bytes'), kind: 'number', width: 14 },
    ],
    rows: evidence.map(({ sha256, bytes }, no) => [no + 1, sha256, bytes]),
  };
}
