import { createHash } from 'node:crypto';
import path from 'node:path';
import { answersOf } from '../../measures/effect/answers.js';
import type { IncidentDocument } from '../../model/incident.js';
import { json } from '../../output/json.js';
import type { Language } from '../../output/language/translate.js';
import type { Tlp } from '../../output/report/blocks.js';
import { tlps } from '../../output/report/blocks.js';
import type { ReportOptions } from '../../output/report/model.js';
import type { ReportFormat } from '../../output/report/render.js';
import { renderReport, reportFormats } from '../../output/report/render.js';
import { timelineFigure } from '../../output/timeline/figure.js';
import { pageFonts } from '../../output/report/page-fonts.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { incidentOf, languageOf, oneOf, someOf, writeFiles } from '../output-options.js';

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
  const formats = options.format === undefined ? reportFormats : someOf(reportFormats, options.format, '--format'); // prettier-ignore
  const language = languageOf(options.lang);
  const tlp = oneOf(tlps, options.tlp.replace(/^tlp:/i, ''), '--tlp');
  // A missing font is told before anything is written.
  const fonts = formats.includes('pdf') || formats.includes('docx') ? pageFonts() : [];
  return withIncidents(context, dir, options, async ({ document }) => {
    const incident = incidentOf(document, options.incident)?.id ?? null;
    const wanted = reportOptions(context, document, language, tlp, incident, options.redact === true); // prettier-ignore
    const name = [
      'report',
      ...(incident === null ? [] : [incident.replaceAll(/[^\w-]/g, '_')]),
      language,
      ...(wanted.redact ? ['redacted'] : []),
    ].join('-');
    const out = options.out ?? path.join(dir, 'report');
    const made = formats.map((format) => ({ format, name: `${name}.${format}` }));
    const files: { readonly file: string; readonly format: ReportFormat; readonly bytes: Buffer }[] = []; // prettier-ignore
    const names = made.map((one) => one.name);
    await writeFiles(out, names, options.force === true, async (target) => {
      for (const one of made) {
        const bytes = await renderReport(document, wanted, one.format, fonts);
        await target.write(one.name, [bytes]);
        files.push({ file: path.join(out, one.name), format: one.format, bytes });
      }
    });
    await tell(context, files);
    return exitCode.done;
  });
}

export function reportOptions(
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
      timelineFigure(one, of, { time, zone, practice: document.practice, boxes: 10, page: true }),
    measures: answersOf,
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
