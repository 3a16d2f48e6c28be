import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { IncidentDocument } from '../../model/incident.js';
import { csvLine } from '../csv.js';
import { json } from '../json.js';
import type { Language } from '../language/translate.js';
import { translator } from '../language/translate.js';
import { redact } from '../report/redact.js';
import { fileNames } from '../report/words.js';
import type { Tlp } from '../report/blocks.js';
import { visible } from '../visible.js';
import type { ZipEntry } from './zip.js';
import { zipOf } from './zip.js';

/** An entry of the case's journal; time in UTC microseconds. */
export interface BundledNote {
  readonly at: bigint;
  readonly author: string;
  readonly kind: string;
  readonly text: string;
  readonly detail: unknown;
}

export interface BundleMatter {
  readonly document: IncidentDocument;
  readonly journal: readonly BundledNote[];
  /** The report in its formats, already redacted where that is asked. */
  readonly reports: readonly ZipEntry[];
  /** Of the incident that the report tells; null in a case without. */
  readonly incident: string | null;
  readonly language: Language;
  readonly tlp: Tlp;
  readonly redact: boolean;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The hand-over of a case as one ZIP file (W-60): report, incident document, list of the evidence, journal,
 * and the SHA-256 of each. A pure function: the same case gives the same bytes. Redacted, the journal stays
 * out, for people wrote it freely, and document and list have the report's pseudonyms.
 */
export function bundleOf(matter: BundleMatter): Buffer {
  const { language, incident } = matter;
  const document = matter.redact ? passedOn(matter.document, language) : matter.document;
  const files: readonly ZipEntry[] = [
    { name: 'README.txt', bytes: Buffer.from(readme(matter, document)) },
    ...matter.reports.map(({ name, bytes }) => ({ name: `report/${name}`, bytes })),
    text('incident.json', json(document)),
    text('evidence.csv', evidenceCsv(document)),
    text('evidence.json', json(evidenceRows(document))),
    ...(matter.redact ? [] : [text('journal.json', journalJson(matter.journal))]),
  ];
  const manifest = text(
    'manifest.json',
    json({
      bundle: 1,
      konseki: document.konseki,
      case: document.case,
      incident,
      practice: document.practice,
      language,
      tlp: `TLP:${matter.tlp.toUpperCase()}`,
      redacted: matter.redact,
      files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
    }),
  );
  const sums = [...files, manifest].map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`);
  const folder = bundleName(matter);
  return zipOf(
    [...files, manifest, text('SHA256SUMS', sums.join(''))].map(({ name, bytes }) => ({
      name: `${folder}/${name}`,
      bytes,
    })),
  );
}

/** What the bundle is called, and the folder in it. */
export const bundleName = ({ incident, language, redact: put }: Pick<BundleMatter, 'incident' | 'language' | 'redact'>): string =>
  ['bundle', ...(incident === null ? [] : [incident.replaceAll(/[^\w-]/g, '_')]), language, ...(put ? ['redacted'] : [])].join('-'); // prettier-ignore

const text = (name: string, content: string): ZipEntry => ({ name, bytes: Buffer.from(content) });

/** Pseudonyms, and no folders of the analyst's machine. */
function passedOn(document: IncidentDocument, language: Language): IncidentDocument {
  const names = fileNames(document.evidence);
  const bare = document.evidence.map((file, no) => ({ ...file, file: names[no] ?? file.file }));
  return { ...redact({ ...document, evidence: bare }, language), marks: [], notes: [] };
}

type EvidenceRow = Readonly<Record<(typeof evidenceColumns)[number], string | number | null>>;
const evidenceColumns = ['file', 'sha256', 'bytes', 'formats', 'records', 'events', 'duplicates', 'rejects', 'first', 'last'] as const; // prettier-ignore

const evidenceRows = ({ evidence }: IncidentDocument): readonly EvidenceRow[] =>
  evidence.map((file) => ({ ...file, formats: file.formats.join(' ') }));

const evidenceCsv = (document: IncidentDocument): string =>
  [
    // So that Excel reads it as UTF-8.
    `\ufeff${csvLine(evidenceColumns)}`,
    ...evidenceRows(document).map((row) => csvLine(evidenceColumns.map((name) => row[name]))),
  ].join('');

const journalJson = (journal: readonly BundledNote[]): string =>
  json(
    journal.map(({ at, author, kind, text: said, detail }) => ({
      at,
      author,
      kind,
      text: said,
      // It came out of JSON.
      detail: z.json().parse(detail ?? null),
    })),
  );

/** Lines end as every editor on Windows takes them. */
function readme(matter: BundleMatter, document: IncidentDocument): string {
  const say = translator(matter.language);
  const lines = [
    say('bundle.title'),
    ...(document.practice ? [say('common.practice')] : []),
    '',
    `${say('report.case')}: ${visible(document.case)}`,
    ...(matter.incident === null ? [] : [`${say('report.incident')}: ${visible(matter.incident)}`]),
    `${say('report.sharing')}: ${say(`report.tlp-${matter.tlp}`)}`,
    `${say('report.made')}: Konseki ${visible(document.konseki)}`,
    '',
    say('bundle.inside'),
    ...(['report/', 'incident.json', 'evidence.csv, evidence.json', ...(matter.redact ? [] : ['journal.json' as const]), 'manifest.json', 'SHA256SUMS'] as const).map((name) => `  ${name}: ${say(`bundle.of-${name.replace(/[/,.].*$/, '')}` as 'bundle.of-report')}`),
    '',
    ...(matter.redact ? [say('bundle.redacted'), say('bundle.look'), ''] : []),
    say('bundle.check'),
    '  Linux:       sha256sum -c SHA256SUMS',
    '  macOS:       shasum -a 256 -c SHA256SUMS',
    "  PowerShell:  Get-Content SHA256SUMS | ForEach-Object { $Hash, $File = $_ -split '  ', 2; '{0}  {1}' -f ((Get-FileHash -Algorithm SHA256 -LiteralPath $File).Hash -eq $Hash), $File }",
    '',
    say('bundle.check-zip'),
    say('bundle.check-evidence'),
  ]; // prettier-ignore
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
