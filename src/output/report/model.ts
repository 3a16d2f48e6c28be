import type { Incident, IncidentDocument } from '../../model/incident.js';
import type { MeasureAnswer } from '../../model/measure.js';
import type { Language } from '../language/translate.js';
import type { TimeWriter } from '../time.js';
import { timeWriter } from '../time.js';
import {
  appendix,
  evidenceSection,
  executive,
  exposedSection,
  gapSection,
  suspects,
  timelineSection,
} from './annexes.js';
import type { Report, Section, Tlp } from './blocks.js';
import { paragraph } from './blocks.js';
import { letter } from './letter.js';
import { measuresSection } from './measures-section.js';
import { redact } from './redact.js';
import { visible } from '../visible.js';
import type { Voice } from './words.js';
import { voiceOf } from './words.js';

export interface ReportOptions {
  readonly language: Language;
  readonly tlp: Tlp;
  /** People and subjects by pseudonyms. */
  readonly redact: boolean;
  /** Which incident; the gravest where none is named. Null in a case without. */
  readonly incident: string | null;
  /** Where times are not in UTC: the zone's name and how a moment is written in it. */
  readonly zone?: { readonly name: string; readonly time: TimeWriter };
  /** Draws the incident, as SVG. */
  readonly figure?: (incident: Incident, language: Language) => string;
  /** Holds the measures against the incident; the section is left out where nobody does. */
  readonly measures?: (incident: Incident) => readonly MeasureAnswer[];
}

/** What a report is made from: the document, redacted if asked, the one incident, and the words. */
export interface Matter {
  readonly document: IncidentDocument;
  readonly incident: Incident | null;
  readonly voice: Voice;
}

export function matterOf(whole: IncidentDocument, options: ReportOptions): Matter {
  const document = options.redact ? redact(whole, options.language) : whole;
  const incident =
    options.incident === null
      ? (document.incidents[0] ?? null)
      : (document.incidents.find(({ id }) => id === options.incident) ?? null);
  return {
    document,
    incident,
    voice: voiceOf(whole, options.language, options.zone?.time ?? timeWriter(undefined)),
  };
}

/** The report of an incident document: W-60 … W-64, then what the letter rests on. A pure function. */
export function reportModel(matter: Matter, options: ReportOptions): Report {
  const { document, incident, voice } = matter;
  const { say, text, moment } = voice;
  const figure =
    incident === null || options.figure === undefined
      ? null
      : options.figure(clickless(incident, voice), options.language);
  const made = `Konseki ${document.konseki}`;
  const tlp = say(`report.tlp-${options.tlp}`);
  const annexes =
    incident === null
      ? []
      : annexesOf(voice, document, incident, figure, options.measures?.(incident) ?? []);
  return {
    language: options.language,
    title: say('report.title'),
    tlp: options.tlp,
    banner: document.practice ? say('common.practice') : null,
    facts: [
      [say('report.case'), visible(document.case)],
      ...(incident === null ? [] : [
        [say('report.incident'), text(incident.id)] as const,
        [say('report.severity'), say(`report.severity-${incident.severity}`)] as const,
        [say('report.window'), `${moment(incident.window.from)} – ${moment(incident.window.to)}`] as const,
      ]),
      [say('report.sharing'), tlp],
      [say('report.made'), text(made)],
    ],
    sections: [
      opening(matter, options),
      ...(incident === null
        ? [...suspects(voice, document), gapSection(voice, document, null), evidenceSection(voice, document)]
        : [...letter(voice, incident, annexes.map(({ title }) => title)), ...annexes]),
    ],
    foot: `TLP:${options.tlp.toUpperCase()} · ${visible(document.case)}`,
    moment,
  }; // prettier-ignore
}

const annexesOf = (
  voice: Voice,
  document: IncidentDocument,
  incident: Incident,
  figure: string | null,
  measures: readonly MeasureAnswer[],
): readonly Section[] => [
  executive(voice, document, incident),
  timelineSection(voice, incident, figure),
  ...(measures.length === 0 ? [] : [measuresSection(voice, measures)]),
  exposedSection(voice, incident),
  gapSection(voice, document, incident),
  evidenceSection(voice, document),
  appendix(voice, incident),
];

/** The incident with the texts that a figure shows as the report writes them. */
function clickless(incident: Incident, { text }: Voice): Incident {
  const both = ({ en, ja }: Incident['said']): Incident['said'] => ({ en: text(en), ja: text(ja) });
  return {
    ...incident,
    said: both(incident.said),
    findings: incident.findings.map((finding) => ({ ...finding, title: both(finding.title) })),
    timeline: incident.timeline.map((entry) => ({ ...entry, said: both(entry.said) })),
  };
}

/** W-60; a section without a title. */
function opening({ document, incident, voice }: Matter, options: ReportOptions): Section {
  const { say } = voice;
  const suspicious = document.sessions.length > 0 || document.findings.length > 0;
  const first =
    incident !== null
      ? say('report.opening')
      : say(suspicious ? 'report.opening-none-but' : 'report.opening-none');
  const notes = [
    say('report.zone', { zone: options.zone?.name ?? 'UTC' }),
    say('report.defanged'),
    ...(options.redact ? [say('report.redacted')] : []),
  ];
  return {
    id: 'opening',
    title: '',
    page: false,
    blocks: [paragraph(first), paragraph(notes.join(' '), 'note')],
  };
}
