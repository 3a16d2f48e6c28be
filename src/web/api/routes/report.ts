import { OpenAPIHono, z } from '@hono/zod-openapi';
import { KonsekiError } from '../../../errors.js';
import { answersOf } from '../../../measures/effect/answers.js';
import { languages } from '../../../output/language/translate.js';
import { tlps } from '../../../output/report/blocks.js';
import { pageFonts } from '../../../output/report/page-fonts.js';
import type { ReportFormat } from '../../../output/report/render.js';
import { renderReport, reportFormats } from '../../../output/report/render.js';
import { timelineFigure } from '../../../output/timeline/figure.js';
import { timeWriter } from '../../../output/time.js';
import type { Workspace } from '../workspace.js';

const types: Readonly<Record<ReportFormat, string>> = {
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
/** The report is a page by itself: its own styles and pictures, and nothing that runs. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox`;

const asked = z.object({
  format: z.enum(reportFormats).default('html'),
  lang: z.enum(languages).default('en'),
  tlp: z.enum(tlps).default('amber'),
  redact: z.enum(['0', '1']).default('0'),
  incident: z.string().optional(),
  /** 1: as a file; else to be looked at. */
  download: z.enum(['0', '1']).default('0'),
});

/** The report in every format; as `konseki report` writes it. */
export function reportRoutes(workspace: Workspace): OpenAPIHono {
  const app = new OpenAPIHono();
  app.get('/api/report', async (c) => {
    const read = asked.safeParse(c.req.query());
    if (!read.success)
      throw new KonsekiError('There is no such report.', { code: 'usage', hint: `Formats are ${reportFormats.join(', ')}; languages ${languages.join(', ')}; TLP ${tlps.join(', ')}.` }); // prettier-ignore
    const { format, lang, tlp, redact, incident: wanted, download } = read.data;
    const document = await workspace.document();
    const incident = (document.incidents.find(({ id }) => id === wanted) ?? document.incidents[0])?.id ?? null; // prettier-ignore
    const time = timeWriter(undefined);
    const bytes = await renderReport(
      document,
      {
        language: lang,
        tlp,
        redact: redact === '1',
        incident,
        zone: { name: 'UTC', time },
        figure: (one, of) => timelineFigure(one, of, { time, zone: 'UTC', practice: document.practice, boxes: 10, page: true }),
        measures: answersOf,
      },
      format,
      format === 'pdf' || format === 'docx' ? pageFonts() : [],
    ); // prettier-ignore
    const name = ['report', incident?.replaceAll(/[^\w-]/g, '_'), lang, redact === '1' ? 'redacted' : undefined].filter((part) => part !== undefined).join('-'); // prettier-ignore
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': types[format],
      'Content-Security-Policy': policy,
      ...(download === '1'
        ? { 'Content-Disposition': `attachment; filename="${name}.${format}"` }
        : {}),
    });
  });
  return app;
}
