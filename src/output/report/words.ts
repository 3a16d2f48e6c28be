import type { Exposed } from '../../model/exposed.js';
import { certainties } from '../../model/exposed.js';
import type { Incident, IncidentDocument } from '../../model/incident.js';
import type { Said } from '../../model/finding.js';
import type { Language, Translate } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import type { Defang } from '../text-safety/defang.js';
import { defanger } from '../text-safety/defang.js';
import { parseTime } from '../time.js';
import type { TimeWriter } from '../time.js';
import { visible } from '../visible.js';
import type { Block } from './blocks.js';
import { paragraph } from './blocks.js';

/** What the parts of a report have in common. */
export interface Voice {
  readonly language: Language;
  readonly say: Translate;
  /** Text from the document: cut, visible, defanged. */
  readonly text: (text: string) => string;
  readonly said: (said: Said) => string;
  readonly moment: (iso: string) => string;
}

/** Longer text is cut: no name or subject is so long, unless to break a page. */
const longest = 1500;

export function voiceOf(document: IncidentDocument, language: Language, time: TimeWriter): Voice {
  const clean: Defang = defanger(ownDomains(document), hostileDomains(document));
  const text = (raw: string): string =>
    clean(visible(raw.length > longest ? `${raw.slice(0, longest)}…` : raw));
  return {
    language,
    say: translator(language),
    text,
    said: (said) => text(inLanguage(said, language)),
    moment: (iso) => time(parseTime(iso, 'time')),
  };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function ownDomains({ incidents, sessions }: IncidentDocument): Set<string> {
  const people = [
    ...incidents.flatMap(({ victims, recipients }) => [
      ...victims.map(({ user }) => user),
      ...recipients.filter(({ internal }) => internal).map(({ address }) => address),
    ]),
    ...sessions.map(({ user }) => user),
  ];
  return new Set(people.filter((address) => address.includes('@')).map(domainOf));
}

/** A sender of the intrusion who is in a domain of the organisation makes it no attacker's. */
function hostileDomains(document: IncidentDocument): Set<string> {
  const own = ownDomains(document);
  const all = document.incidents.flatMap(({ infrastructure: { domains, senders } }) => [
    ...domains,
    ...senders.filter((sender) => sender.includes('@')).map(domainOf),
  ]);
  return new Set(all.filter((name) => !own.has(name)));
}

/** "09:25:56 and 10:55:45 UTC on May 10, 2024" (W-61): in UTC, whatever the zone of the rest. */
export function between(
  { language, say, text }: Voice,
  from: string,
  to: string,
  user: string,
): string {
  const clock = (iso: string): string => iso.slice(11, 19);
  const who = text(user);
  if (from.slice(0, 10) !== to.slice(0, 10))
    return say('report.between', { from: `${from.slice(0, 10)} ${clock(from)} UTC`, to: `${to.slice(0, 10)} ${clock(to)} UTC`, user: who }); // prettier-ignore
  const day = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-US', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${from.slice(0, 10)}T00:00:00Z`));
  return say('report.between-day', { from: clock(from), to: clock(to), day, user: who });
}

/** Getting at data before what was done to it. */
const deedOrder = [
  'read',
  'opened',
  'downloaded',
  'synced',
  'searched',
  'sent',
  'drafted',
  'shared',
  'changed',
  'moved',
  'deleted',
];

/** Counts of what was exposed, the certain before the possible. */
export function exposedCounts(
  { language, say }: Voice,
  { messages, files }: Exposed,
): readonly string[] {
  type Deed = Exposed['messages'][number] | Exposed['files'][number];
  const counted = (deeds: readonly Deed[]): string => {
    const groups = new Map<string, { readonly deed: Deed; count: number }>();
    for (const deed of deeds) {
      const key = `${certainties.indexOf(deed.certainty)} ${String(deedOrder.indexOf(deed.did)).padStart(2, '0')}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { deed, count: 1 });
      else group.count += 1;
    }
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { deed, count }]) => {
        const what = say(`report.did-${deed.did}`);
        const certainty = say(`report.certainty-${deed.certainty}`);
        return deed.certainty === 'certain'
          ? say('report.counted', { count, what })
          : say('report.counted-less', { count, what, certainty });
      })
      .join(language === 'ja' ? '、' : ', ');
  };
  return [
    ...(messages.length === 0 ? [] : [say('report.of-mail', { what: counted(messages) })]),
    ...(files.length === 0 ? [] : [say('report.of-files', { what: counted(files) })]),
  ];
}

/** Tells what a page leaves out. */
export function more({ say }: Voice, all: number, shown: number): readonly Block[] {
  return all > shown ? [paragraph(say('report.more', { count: all - shown }), 'note')] : [];
}

/** The name of an incident's file without the folders that all have. */
export function fileNames(evidence: IncidentDocument['evidence']): readonly string[] {
  const split = evidence.map(({ file }) => file.split(/[\\/]/));
  const [first] = split;
  if (first === undefined) return [];
  let shared = 0;
  while (split.every((parts) => parts.length > shared + 1 && parts[shared] === first[shared]))
    shared += 1;
  return split.map((parts) => parts.slice(shared).join('/'));
}

const severityOrder = ['informational', 'low', 'medium', 'high', 'critical'];

/** The gravest first, then the earliest. */
export const byGravity = (
  a: Incident['findings'][number],
  b: Incident['findings'][number],
): number =>
  severityOrder.indexOf(b.severity) - severityOrder.indexOf(a.severity) ||
  (a.first ?? '').localeCompare(b.first ?? '') ||
  (a.id < b.id ? -1 : 1);
