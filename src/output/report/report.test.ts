import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { hostileNames } from '../../../test/hostile.js';
import { unzipped } from '../../../test/support/unzipped.js';
import { figureFonts } from '../timeline/png.js';
import { timelineFigure } from '../timeline/figure.js';
import { documentOf, empty } from './hostile.case.js';
import { matterOf, reportModel } from './model.js';
import type { ReportOptions } from './model.js';
import { renderReport, reportFormats } from './render.js';
import type { ReportFormat } from './render.js';
import { reportXlsx } from './xlsx.js';

const options: ReportOptions = {
  language: 'en',
  tlp: 'amber+strict',
  redact: false,
  incident: null,
  figure: (incident, language) => timelineFigure(incident, language, { boxes: 10, page: true }),
};
const fonts = figureFonts().map((file) => readFileSync(file));
const hostile = documentOf(hostileNames);
const render = (format: ReportFormat, more: Partial<ReportOptions> = {}, document = hostile): Promise<Buffer> =>
  renderReport(document, { ...options, ...more }, format, fonts); // prettier-ignore

/** The XML files of a DOCX or XLSX. */
const xmlOf = (zip: Buffer): ReadonlyMap<string, string> =>
  new Map([...unzipped(zip)].filter(([name]) => !name.endsWith('.png')).map(([name, bytes]) => [name, bytes.toString()])); // prettier-ignore

describe('the same document gives the same bytes', () => {
  it.each(reportFormats)('%s', async (format) => {
    const once = await render(format);
    // The dates in ZIP files are told to the second or two.
    await new Promise((done) => setTimeout(done, 2100));
    expect((await render(format)).equals(once)).toBe(true);
  });
});

describe('hostile names', () => {
  it('are text in HTML', async () => {
    const html = (await render('html')).toString();
    const tags = [...html.matchAll(/<([a-z!][\w-]*)([^>]*)>/gi)];
    const known = /^(!doctype|html|head|meta|title|style|body|header|footer|main|nav|section|h[1-3]|p|ul|ol|li|a|dl|dt|dd|div|table|thead|tbody|tr|th|td|figure|figcaption|img)$/;
    expect(tags.map(([, name = '']) => name).filter((name) => !known.test(name))).toEqual([]);
    const attributes = new Set(tags.flatMap(([, , rest = '']) => [...rest.matchAll(/\s([\w-]+)="/g)].map(([, name]) => name)));
    expect([...attributes].sort()).toEqual(['alt', 'charSet', 'class', 'content', 'href', 'http-equiv', 'id', 'lang', 'name', 'scope', 'src'].sort());
    for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^#[a-z]+$/);
    for (const [, src = ''] of html.matchAll(/src="([^"]*)"/g)) expect(src).toMatch(/^data:image\/svg\+xml;base64,[\w+/=]+$/);
    expect(html).toContain('default-src &#x27;none&#x27;');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  }); // prettier-ignore

  it('are text in Markdown', async () => {
    const markdown = (await render('md')).toString();
    expect(markdown).not.toMatch(/(?<!\\)<|(?<!\\)`|(?<!\\)!\[|(?<!\\)\]\(/);
    expect(markdown).not.toMatch(/https?:\/\//i);
    // Every row of a table has as many cells as its head.
    for (const table of markdown.split('\n\n').filter((part) => part.startsWith('| '))) {
      const cells = table.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('are text in XLSX, never formulas', async () => {
    const bytes = await render('xlsx');
    for (const [, xml] of xmlOf(bytes)) {
      expect(xml).not.toMatch(/<f[ >]|<hyperlink|externalLink/);
      expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/); // eslint-disable-line no-control-regex
    }
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer); // prettier-ignore
    const kinds = new Set<ExcelJS.ValueType>();
    const dates = new Set<string>();
    for (const sheet of book.worksheets) {
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
      expect(sheet.autoFilter).toBeTruthy();
      sheet.eachRow((row) => row.eachCell((cell) => {
        kinds.add(cell.type);
        if (cell.value instanceof Date) dates.add(cell.value.toISOString());
      }));
    } // prettier-ignore
    expect([...kinds].sort()).toEqual([ExcelJS.ValueType.Number, ExcelJS.ValueType.String, ExcelJS.ValueType.Date].sort()); // prettier-ignore
    expect([...dates]).toEqual(['2024-05-10T09:25:56.000Z']);
  });

  it('are text in DOCX', async () => {
    const files = xmlOf(await render('docx'));
    const xml = files.get('word/document.xml') ?? '';
    expect(xml).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(xml).not.toMatch(/instrText|w:hyperlink|w:object/);
    expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/); // eslint-disable-line no-control-regex
    expect(xml).toContain('w:val="Heading1"');
    expect([...files.keys()].filter((name) => /vba|embeddings|activeX/.test(name))).toEqual([]);
    expect(files.get('docProps/core.xml')).not.toContain('dcterms:created');
  });

  it('are set in PDF without links or scripts', async () => {
    const pdf = (await render('pdf')).toString('latin1');
    expect(pdf.startsWith('%PDF')).toBe(true);
    expect(pdf).not.toMatch(/\/JavaScript|\/Launch|\/URI|\/EmbeddedFile|CreationDate/);
  });
});

it('never lets Typst read a name as markup: each of these would end the setting', async () => {
  for (const name of ['#panic("alive")', '#read("/etc/passwd")', '$ nothing_known $', ']#panic()[', '#include "x.typ"', '" + panic("alive") + "', '@nowhere'])
    expect((await render('pdf', {}, documentOf([name]))).subarray(0, 5).toString()).toBe('%PDF-');
}); // prettier-ignore

it('splits a sheet at the limit of rows', async () => {
  const matter = matterOf(documentOf(Array.from({ length: 25 }, (_, no) => `name ${no}`)), options);
  const bytes = await reportXlsx(matter, 'TLP:RED', 11);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer); // prettier-ignore
  const findings = book.worksheets.filter(({ name }) => name.startsWith('Findings'));
  expect(findings.map(({ name, rowCount }) => [name, rowCount])).toEqual([['Findings', 11], ['Findings (2)', 11], ['Findings (3)', 6]]); // prettier-ignore
});

describe('a case without an incident', () => {
  it.each(reportFormats)('has a report in %s', async (format) => {
    for (const language of ['en', 'ja'] as const)
      expect((await render(format, { language }, empty)).length).toBeGreaterThan(100);
  });
  it('says so', () => {
    const { sections } = reportModel(matterOf(empty, options), options);
    expect(JSON.stringify(sections)).toContain('found no intrusion');
  });
});

it('puts people and subjects away with --redact, and keeps who is who', async () => {
  const document = documentOf(['Invoice from Bob for March']);
  const [incident] = document.incidents;
  const said = 'bob@contoso.example answered "Re: invoice from bob for march" to ALICE@contoso.example; see personal/alice_contoso_example/x'; // prettier-ignore
  const text = JSON.stringify({ ...document, evidence: document.evidence.map((file) => ({ ...file, formats: ['ual-search-csv'] })), incidents: [{ ...incident!, said: { en: said, ja: said } }] }); // prettier-ignore
  const markdown = (await render('md', { redact: true }, JSON.parse(text) as typeof document)).toString(); // prettier-ignore
  expect(markdown).not.toMatch(/alice|bob|invoice/i);
  expect(markdown).toContain('person-2 answered "Re: \\[subject-1\\]" to person-1; see personal/person-1/x'); // prettier-ignore
  expect(markdown).toContain('mallory\\[@\\]evil\\[.\\]example');
});

it('cuts long tables on pages and says how much is left', () => {
  const many = documentOf(Array.from({ length: 10_000 }, (_, no) => `name ${no}`));
  const report = reportModel(matterOf(many, options), { ...options, figure: () => '' });
  for (const { blocks } of report.sections)
    for (const block of blocks) if (block.kind === 'table') expect(block.table.rows.length).toBeLessThanOrEqual(250); // prettier-ignore
  expect(JSON.stringify(report.sections)).toContain('9750 more are in the spreadsheet');
});
