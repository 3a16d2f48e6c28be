import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { KonsekiError } from '../../errors.js';
import { bundleName, bundleOf } from '../../output/bundle/bundle.js';
import type { ZipEntry } from '../../output/bundle/zip.js';
import { json } from '../../output/json.js';
import { tlps } from '../../output/report/blocks.js';
import { renderReport, reportFormats } from '../../output/report/render.js';
import { pageFonts } from '../../output/report/page-fonts.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { withIncidents } from '../incident-of.js';
import { incidentOf, languageOf, oneOf, writeFiles } from '../output-options.js';
import type { ReportCommandOptions } from './report.js';
import { reportOptions } from './report.js';

export type BundleCommandOptions = Omit<ReportCommandOptions, 'format'>;

/** Packs what is handed over of a case into one ZIP file, whole or not at all. */
export function bundle(
  context: Context,
  dir: string,
  options: BundleCommandOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  const tlp = oneOf(tlps, options.tlp.replace(/^tlp:/i, ''), '--tlp');
  const { out } = options;
  if (out !== undefined && (out === '' || (existsSync(out) && statSync(out).isDirectory())))
    throw new KonsekiError(`--out "${out}" is a folder; a bundle is one file.`, {
      code: 'usage',
      hint: 'Name the file, e.g. --out handover.zip.',
    });
  const fonts = pageFonts();
  return withIncidents(context, dir, options, async ({ document }, opened) => {
    const incident = incidentOf(document, options.incident)?.id ?? null;
    const redacted = options.redact === true;
    const wanted = reportOptions(context, document, language, tlp, incident, redacted);
    const name = bundleName({ incident, language, redact: redacted });
    const file = out ?? path.join(dir, 'bundle', `${name}.zip`);
    let hash = '';
    let bytes = 0;
    await writeFiles(path.dirname(file), [path.basename(file)], options.force === true, async (target) => {
      const reports: ZipEntry[] = [];
      for (const format of reportFormats)
        reports.push({ name: `report.${format}`, bytes: await renderReport(document, wanted, format, fonts) });
      const zip = bundleOf({ document, journal: await opened.store.journal(), reports, incident, language, tlp, redact: redacted });
      hash = createHash('sha256').update(zip).digest('hex');
      bytes = zip.length;
      await target.write(path.basename(file), [zip]);
    }); // prettier-ignore
    if (context.format === 'json') await context.print(json({ file, bytes, sha256: hash }));
    else await context.print(`${visible(file)}\nSHA-256 ${hash}\n`);
    return exitCode.done;
  });
}
