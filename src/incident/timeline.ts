import type { Recipient } from '../model/exposed.js';
import type { IncidentFinding, TimelineEntry } from '../model/incident.js';
import { severities } from '../model/finding.js';
import type { Containment } from './containment.js';
import type { IncidentEvent } from './events.js';
import type { Facts } from './facts.js';
import { isGrave } from './findings.js';
import { deedTable } from './timeline-table.js';
import { both, few, isoMicros, unique } from './texts.js';

/** Events alike and no further apart are one entry, microseconds. */
const together = 20n * 60_000_000n;

/** The incident over the three lanes (W-14), in order of time; entries open into their events. */
export function timelineOf(
  facts: Facts,
  findings: readonly IncidentFinding[],
  containments: readonly Containment[],
  recipients: readonly Recipient[],
): TimelineEntry[] {
  const proved = findingOfEvent(findings);
  const foreign = new Set(facts.foreign);
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const event of facts.events) {
    if (event.time === undefined) continue;
    const finding = proved.get(event.eventId);
    const lane = laneOf(event, foreign.has(event));
    const deed = deedTable.find(({ operation }) => operation.test(event.operation.toLowerCase()));
    const what =
      event.source === 'message_trace' || event.source === 'mail'
        ? `mail ${event.user ?? ''} ${event.subject ?? ''}`
        : (deed?.said.en ?? event.operation);
    const key = [lane, event.user, ...(finding === undefined ? [event.session, what] : [finding.id]), event.outcome === 'failure'].join('\u0000'); // prettier-ignore
    const known = open.get(key);
    if (known !== undefined && event.time - known.last <= together) {
      known.events.push(event);
      known.last = event.time;
      continue;
    }
    const group: Group = { lane, finding, events: [event], first: event.time, last: event.time };
    open.set(key, group);
    groups.push(group);
  }
  const told = new Set<IncidentFinding>();
  return inOrder([
    ...groups.map((group) => {
      const again = group.finding !== undefined && told.has(group.finding);
      if (group.finding !== undefined) told.add(group.finding);
      return entryOf(group, again);
    }),
    ...containments.map(contained),
    ...recipients.flatMap(reacted),
    ...noted(facts),
  ]);
}

interface Group {
  readonly lane: TimelineEntry['lane'];
  readonly finding: IncidentFinding | undefined;
  readonly events: IncidentEvent[];
  readonly first: bigint;
  last: bigint;
}

const serviceKinds = new Set(['service', 'system']);

function laneOf(event: IncidentEvent, isForeign: boolean): TimelineEntry['lane'] {
  if (event.source === 'risk_detection') return 'microsoft';
  if (event.source === 'mail' || event.source === 'message_trace') return 'attacker';
  if (isForeign) return 'attacker';
  // Attempts from the attacker's addresses.
  if (event.came === 'ip') return 'attacker';
  return serviceKinds.has(event.userKind ?? '') ? 'microsoft' : 'user';
}

/** Of findings of how somebody came in, all that was done in the session is proof: what was done goes first. */
const entryStages: ReadonlySet<string> = new Set(['credential', 'session-theft', 'login']);

/** The most telling finding that an event proves, of those that people look at. */
function findingOfEvent(
  findings: readonly IncidentFinding[],
): ReadonlyMap<string, IncidentFinding> {
  const found = new Map<string, IncidentFinding>();
  const grave = findings
    .filter(({ severity, raised }) => isGrave(severity) || raised !== null)
    .sort(
      (a, b) =>
        Number(entryStages.has(a.stage)) - Number(entryStages.has(b.stage)) ||
        severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
        a.events.length - b.events.length ||
        (a.id < b.id ? -1 : 1),
    );
  for (const finding of grave)
    for (const id of finding.events) if (!found.has(id)) found.set(id, finding);
  return found;
}

/** A finding is told where it begins; entries of it that follow say what they themselves hold. */
function entryOf({ lane, finding, events, first, last }: Group, again: boolean): TimelineEntry {
  const [event] = events;
  const deed = deedTable.find(({ operation }) => operation.test(event?.operation.toLowerCase() ?? '')); // prettier-ignore
  return {
    at: isoMicros(first),
    until: isoMicros(last),
    lane,
    stage: finding?.stage ?? (event?.source === 'mail' || event?.source === 'message_trace' ? 'phishing' : (deed?.stage ?? null)), // prettier-ignore
    source: event?.source ?? null,
    said: finding === undefined || again ? saidOf(events) : { ...finding.said },
    user: event?.user ?? null,
    session: event?.session ?? null,
    finding: finding?.id ?? null,
    note: false,
    count: events.length,
    events: unique(events.map(({ eventId }) => eventId)),
  };
}

function saidOf(events: readonly IncidentEvent[]): TimelineEntry['said'] {
  const [event] = events;
  if (event === undefined) return both('', '');
  const times = events.length > 1 ? ` ×${events.length}` : '';
  if (event.source === 'mail' || event.source === 'message_trace') {
    const to = unique(events.flatMap(({ target }) => target ?? []));
    return both(
      `Mail "${event.subject ?? ''}" from ${event.user ?? ''} to ${few(to, 3)}`,
      `メール「${event.subject ?? ''}」 ${event.user ?? ''} → ${few(to, 3)}`,
    );
  }
  const deed = deedTable.find(({ operation }) => operation.test(event.operation.toLowerCase()));
  const details = unique(
    events.flatMap((each) => each.subject ?? each.object ?? each.appName ?? each.folder ?? []),
  );
  const from = few(unique(events.flatMap(({ ip }) => ip ?? [])), 2);
  const failed = event.outcome === 'failure' ? both(' (failed)', ' (失敗)') : both('', '');
  const detail = details.length === 0 ? '' : `: ${few(details, 3)}`;
  const place = from === '' ? both('', '') : both(`, from ${from}`, ` (${from} から)`);
  return both(
    `${deed?.said.en ?? event.operation}${times}${failed.en}${detail}${place.en}`,
    `${deed?.said.ja ?? event.operation}${times}${failed.ja}${detail}${place.ja}`,
  );
}

const contained = ({ user, at, said, by, events }: Containment): TimelineEntry => ({
  at: isoMicros(at),
  until: isoMicros(at),
  lane: 'user',
  stage: null,
  source: null,
  said: both(`${said.en}: ${user}, by ${by}`, `${said.ja}: ${user} (${by})`),
  user,
  session: null,
  finding: null,
  note: false,
  count: events.length,
  events: [...events],
});

const reactionWords: Readonly<Record<string, readonly [en: string, ja: string]>> = {
  opened: ['opened', '開封'],
  clicked: ['clicked a link of', 'リンクをクリック'],
  replied: ['replied to', '返信'],
  deleted: ['deleted', '削除'],
  reported: ['reported', '報告'],
  'signed-in': ['had a suspicious sign-in after', '受信後に不審なサインイン'],
};

const reacted = ({ address, did, subject }: Recipient): readonly TimelineEntry[] =>
  did
    .filter(({ what, suspicious }) => what !== 'deleted' && !suspicious)
    .map(({ what, at, events }) => ({
      at,
      until: at,
      lane: 'user',
      stage: 'phishing',
      source: null,
      said: both(
        `${address} ${reactionWords[what]?.[0] ?? what} "${subject ?? ''}"`,
        `${address}: 「${subject ?? ''}」${reactionWords[what]?.[1] ?? what}`,
      ),
      user: address,
      session: null,
      finding: null,
      note: false,
      count: events.length,
      events,
    }));

const noted = ({ notes }: Facts): readonly TimelineEntry[] =>
  notes.map(({ at, text, by }) => ({
    at: isoMicros(at),
    until: isoMicros(at),
    lane: 'user',
    stage: null,
    source: null,
    said: both(`${text} (noted by ${by})`, `${text} (記入: ${by})`),
    user: null,
    session: null,
    finding: null,
    note: true,
    count: 0,
    events: [],
  }));

const lanes = ['attacker', 'microsoft', 'user'];
const inOrder = (entries: TimelineEntry[]): TimelineEntry[] =>
  entries.sort(
    (a, b) =>
      (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) ||
      lanes.indexOf(a.lane) - lanes.indexOf(b.lane) ||
      (a.said.en < b.said.en ? -1 : a.said.en > b.said.en ? 1 : 0) ||
      ((a.events[0] ?? '') < (b.events[0] ?? '') ? -1 : 1),
  );
