import type { IncidentDocument } from '../../model/incident.js';
import { reportDocx } from './docx.js';
import { reportHtml } from './html.js';
import { reportMarkdown } from './markdown.js';
import type { ReportOptions } from './model.js';
import { matterOf, reportModel } from './model.js';
import { reportPdf } from './pdf.js';
import { reportXlsx } from './xlsx.js';

export const reportFormats = ['md', 'html', 'docx', 'pdf', 'xlsx'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** The report of a document in one format. `fonts`: TTF files for the PDF. The same input gives the same bytes. */
export async function renderReport(
  document: IncidentDocument,
  options: ReportOptions,
  format: ReportFormat,
  fonts: readonly Buffer[],
): Promise<Buffer> {
  const matter = matterOf(document, options);
  switch (format) {
    case 'md':
      return Buffer.from(reportMarkdown(reportModel(matter, options)));
    case 'html':
      return Buffer.from(reportHtml(reportModel(matter, options)));
    case 'docx':
      return reportDocx(reportModel(matter, options));
    case 'pdf':
      return reportPdf(reportModel(matter, options), fonts);
    case 'xlsx':
      return reportXlsx(matter, `TLP:${options.tlp.toUpperCase()}`);
  }
}
