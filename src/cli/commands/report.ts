import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KonsekiError } from '../../errors.js';
import type { IncidentDocument } from '../../model/incident.js';
import { json } from '../../output/json.js';
import type { Language } from '../../output/language/translate.js';
import { languages } from '../../output/language/translate.js';
import type { Tlp } from '../../output/report/blocks.js';
import { tlps } from '../../output/report/blocks.js';
import type { ReportOptions } from '../../output/report/model.js';
import type { ReportFormat } from '../../output/report/render.js';
import { renderReport, reportFormats } from '../../output/report/render.js';
import { timelineFigure } from '../../output/timeline/figure.js';
import { figureFonts } from '../../output/timeline/png.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { writeNewFiles } from '../report-files.js';

export interface ReportCommandOptions extends FromOptions {
  readonly format?: string;
  readonly lang?: string;
  readonly out?: string;
  readonly tlp: string;
  readonly redact?: boolean;
  readonly incident?: string;
  readonly force?: boolean;
}

/** Writes the report of an incident (W-60 … W-64), a file for each format. */
export function report(
  context: Context,
  dir: string,
  options: ReportCommandOptions,
): Promise<number> {
  const formats = formatsOf(options.format);
  const language = named(languages, options.lang ?? 'en', '--lang');
  const tlp = named(tlps, options.tlp.replace(/^tlp:/i, ''), '--tlp');
  // A missing font is told before anything is written.
  const fonts = formats.includes('pdf') || formats.includes('docx') ? pageFonts() : [];
  return withIncidents(context, dir, options, async ({ document }) => {
    const incident = incidentNamed(document, options.incident);
    const wanted = reportOptions(context, document, language, tlp, incident, options.redact === true); // prettier-ignore
    const name = [
      'report',
      ...(incident === null ? [] : [incident.replaceAll(/[^\w-]/g, '_')]),
      language,
      ...(wanted.redact ? ['redacted'] : []),
    ].join('-');
    const out = options.out ?? path.join(dir, 'report');
    const files: { readonly file: string; readonly format: ReportFormat; readonly bytes: Buffer }[] = []; // prettier-ignore
    for (const format of formats) {
      const bytes = await renderReport(document, wanted, format, fonts);
      files.push({ file: path.join(out, `${name}.${format}`), format, bytes });
    }
    writeNewFiles(out, files, options.force === true);
    await tell(context, files);
    return exitCode.done;
  });
}

function reportOptions(
  context: Context,
  document: IncidentDocument,
  language: Language,
  tlp: Tlp,
  incident: string | null,
  redact: boolean,
): ReportOptions {
  const { time, zone } = context;
  return {
    language,
    tlp,
    redact,
    incident,
    zone: { name: zone, time },
    figure: (one, of) =>
      timelineFigure(one, of, { time, zone, practice: document.practice, boxes: 12 }),
  };
}

async function tell(
  context: Context,
  files: readonly { readonly file: string; readonly format: ReportFormat; readonly bytes: Buffer }[],
): Promise<void> {
  if (context.format === 'json')
    await context.print(
      json(
        files.map(({ file, format, bytes }) => ({
          file,
          format,
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        })),
      ),
    );
  else for (const { file } of files) await context.print(`${visible(file)}\n`);
} // prettier-ignore

/** `md,html`; all where nothing is said. @throws KonsekiError `usage` */
function formatsOf(text: string | undefined): readonly ReportFormat[] {
  if (text === undefined) return reportFormats;
  const names = text.split(',').filter((name) => name.trim() !== '');
  if (names.length === 0) named(reportFormats, text, '--format');
  return [...new Set(names.map((name) => named(reportFormats, name.trim(), '--format')))];
}

/** @throws KonsekiError `usage` */
function named<T extends string>(known: readonly T[], text: string, option: string): T {
  const found = known.find((name) => name === text.toLowerCase());
  if (found !== undefined) return found;
  throw new KonsekiError(`${option} has no "${text}".`, {
    code: 'usage',
    hint: `It takes ${known.join(', ')}.`,
  });
}

/** The id of the incident that is meant; null in a case without. @throws KonsekiError `not-found` */
function incidentNamed({ incidents }: IncidentDocument, text: string | undefined): string | null {
  if (text === undefined) return incidents[0]?.id ?? null;
  const found = incidents.filter(({ id }) => id.startsWith(text));
  const exact = incidents.find(({ id }) => id === text) ?? (found.length === 1 ? found[0] : undefined); // prettier-ignore
  if (exact !== undefined) return exact.id;
  throw new KonsekiError(
    found.length > 1
      ? `Several incidents begin with "${text}".`
      : `There is no incident "${text}" in this case.`,
    {
      code: 'not-found',
      hint:
        incidents.length === 0
          ? 'It has none; leave --incident out for a report that says so.'
          : `It has ${incidents.map(({ id }) => id).join(', ')}.`,
    },
  );
}

/** @throws KonsekiError `unreadable` */
function pageFonts(): readonly Buffer[] {
  try {
    return figureFonts().map((file) => readFileSync(file));
  } catch (cause) {
    throw new KonsekiError('The fonts for PDF and DOCX are missing or cannot be read.', {
      code: 'unreadable',
      hint: 'Install Konseki’s packages again (npm ci), or take --format md,html,xlsx.',
      cause,
    });
  }
}
