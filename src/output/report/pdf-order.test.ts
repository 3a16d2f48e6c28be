import { describe, expect, it } from 'vitest';
import { orderPdf } from './pdf-order.js';

interface Made {
  readonly name: string;
  /** `@name` stands for a reference. */
  readonly body: string;
}

const objects: readonly Made[] = [
  { name: 'catalogue', body: '<<\n  /Type /Catalog\n  /Pages @pages\n>>' },
  { name: 'pages', body: '<<\n  /Kids [@page]\n  /Resources <<\n    /Font <<\n      /f0 @bold\n      /f1 @plain\n    >>\n  >>\n>>' },
  { name: 'page', body: '<<\n  /Parent @pages\n  /Length 9\n  /Contents (5 0 R \\) 6 0 R (nested 7 0 R))\n>>\nstream\n(2 0 R \xff\nendstream' },
  { name: 'plain', body: '<<\n  /Name /Plain#20R\n  /Sign <28 30 0 52>\n>>' },
  { name: 'bold', body: '<<\n  /Name /Bold\n>>' },
  { name: 'info', body: '<<\n  /Id (AAAAAAAAAAAAAAAAAAAAAA==)\n>>' },
]; // prettier-ignore

/** A PDF as Typst lays it out, its objects numbered and written in this order. */
function pdfOf(order: readonly string[], id: string, swap = false): Buffer {
  const text = (body: string): string => body.replaceAll(/@(\w+)/g, (_, name: string) => `${order.indexOf(name) + 1} 0 R`); // prettier-ignore
  let out = '%PDF-1.7\n%\x80\x80\n\n';
  const offsets = order.map((name, at) => {
    const offset = out.length;
    const body = objects.find((one) => one.name === name)?.body ?? '';
    // Typst puts the fonts of a figure in either order.
    const fonts = swap ? body.replace(/( +\/f0 @\w+\n)( +\/f1 @\w+\n)/, '$2$1') : body;
    out += `${at + 1} 0 obj\n${text(fonts).replaceAll('AAAAAAAAAAAAAAAAAAAAAA==', id)}\nendobj\n\n`;
    return offset;
  });
  const start = out.length;
  out += `xref\n0 ${order.length + 1}\n0000000000 65535 f\r\n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n\r\n`).join('')}`;
  out += `trailer\n<<\n  /Size ${order.length + 1}\n  /Root ${text('@catalogue')}\n  /Info ${text('@info')}\n  /ID [(BBBBBBBBBBBBBBBBBBBBBB==) (${id})]\n>>\nstartxref\n${start}\n%%EOF`;
  return Buffer.from(out, 'latin1');
}

const names = objects.map(({ name }) => name);
const first = pdfOf(names, 'CCCCCCCCCCCCCCCCCCCCCC==');
const other = pdfOf(['bold', 'page', 'info', 'plain', 'pages', 'catalogue'], 'DDDDDDDDDDDDDDDDDDDDDD==', true); // prettier-ignore

describe('the objects of a PDF', () => {
  it('come in one order, whatever the order in which they were written', () => {
    expect(first.equals(other)).toBe(false);
    expect(orderPdf(other).toString('latin1')).toBe(orderPdf(first).toString('latin1'));
    expect(orderPdf(orderPdf(first)).equals(orderPdf(first))).toBe(true);
  });

  it('keep strings and streams, and are where the table says', () => {
    const pdf = orderPdf(other).toString('latin1');
    expect(pdf).toContain('(5 0 R \\) 6 0 R (nested 7 0 R))');
    expect(pdf).toContain('stream\n(2 0 R \xff\nendstream');
    expect(pdf).toContain('<28 30 0 52>');
    const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
    expect(pdf.slice(start, start + 9)).toBe('xref\n0 7\n');
    const offsets = [...pdf.slice(start).matchAll(/(\d{10}) 00000 n\r\n/g)].map(([, at]) => Number(at)); // prettier-ignore
    expect(offsets.map((at, no) => pdf.startsWith(`${no + 1} 0 obj\n`, at))).toEqual(names.map(() => true)); // prettier-ignore
  });

  it('have an id made of the bytes, the same in both places', () => {
    const pdf = orderPdf(other).toString('latin1');
    const id = /\/ID \[\(B+==\) \(([^)]+)\)\]/.exec(pdf)?.[1] ?? '';
    expect(id).toMatch(/^[\w+/]{22}==$/);
    expect(pdf).toContain(`/Id (${id})`);
    expect(pdf).not.toMatch(/C{22}|D{22}/);
  });

  it('stay as they are where the file is laid out in another way', () => {
    for (const text of ['', '%PDF-1.7', first.toString('latin1').replace('xref\n0', 'xref\n3')])
      expect(orderPdf(Buffer.from(text, 'latin1')).toString('latin1')).toBe(text);
  });
});
