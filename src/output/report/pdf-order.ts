import { createHash } from 'node:crypto';

/**
 * A PDF with its objects in the order in which they are first named, beginning with the catalogue. Typst
 * writes fonts in an order that differs from run to run (it follows addresses in memory), and with it
 * numbers, offsets and the file's id; the pages are the same. What is not laid out as Typst does it (one
 * table of references, no streams of objects) comes back as it is.
 */
export function orderPdf(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1');
  const table = tableOf(text);
  if (table === undefined) return pdf;
  const objects = new Map<number, Parts>();
  for (const [no, [from, to]] of table.objects) {
    const body = text.slice(from, to);
    const head = /^\d+ 0 obj\b/.exec(body)?.[0];
    if (head === undefined) return pdf;
    objects.set(no, partsOf(body.slice(head.length)));
  }
  const trailer = partsOf(table.trailer);
  const numbers = numbered(trailer, objects);
  const join = (parts: Parts): string =>
    parts
      .map((part) => (typeof part === 'string' ? part : `${numbers.get(part) ?? 0} 0 R`))
      .join('');
  let out = text.slice(0, table.begin);
  const offsets: number[] = [];
  for (const [old, no] of numbers) {
    offsets.push(out.length);
    out += `${no} 0 obj${join(objects.get(old) ?? [])}`;
  }
  const start = out.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n\r\n`);
  out += `xref\n0 ${offsets.length + 1}\n0000000000 65535 f\r\n${entries.join('')}`;
  out += `trailer${join(trailer).replace(/\/Size \d+/, `/Size ${offsets.length + 1}`)}startxref\n${start}\n%%EOF`; // prettier-ignore
  return Buffer.from(ownId(out), 'latin1');
}

/** Text as it stands, and numbers of objects that are referred to. */
type Parts = readonly (string | number)[];

interface ReferenceTable {
  /** Where the first object begins. */
  readonly begin: number;
  /** Number → from, to. */
  readonly objects: ReadonlyMap<number, readonly [from: number, to: number]>;
  readonly trailer: string;
}

function tableOf(text: string): ReferenceTable | undefined {
  const end = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text);
  const at = Number(end?.[1]);
  const head = /^xref\s+0 \d+\s+/.exec(text.slice(at, at + 40))?.[0];
  const trailer = text.indexOf('trailer', at);
  if (end === null || head === undefined || trailer < 0) return undefined;
  const lines = text.slice(at + head.length, trailer).match(/\d{10} \d{5} [nf]/g) ?? [];
  const used = lines
    .map((line, no) => ({ no, from: Number(line.slice(0, 10)), used: line.endsWith('n') }))
    .filter((line) => line.used)
    .sort((a, b) => a.from - b.from);
  const [first] = used;
  if (first === undefined) return undefined;
  return {
    begin: first.from,
    objects: new Map(used.map(({ no, from }, place) => [no, [from, used[place + 1]?.from ?? at]])),
    trailer: text.slice(trailer + 'trailer'.length, end.index),
  };
}

/** Splits what stands before an object's stream at its references; strings are passed over, fonts sorted. */
function partsOf(text: string): Parts {
  const parts: (string | number)[] = [];
  const reference = /(\d+) 0 R(?![\w.])/y;
  const fonts = /\/Font <<\n((?:\s*\/[^\s()<>[\]{}%/]+ \d+ 0 R\n)+)/y;
  const word = /[^\s()<>[\]{}%/]+/y;
  let last = 0;
  let at = 0;
  while (at < text.length) {
    const sign = text.charAt(at);
    reference.lastIndex = word.lastIndex = fonts.lastIndex = at;
    const found = reference.exec(text);
    const list = sign === '/' ? fonts.exec(text)?.[1] : undefined;
    if (sign === '(') at = stringEnd(text, at);
    else if (sign === '<' && text.charAt(at + 1) !== '<') at = text.indexOf('>', at) + 1 || text.length;
    else if (sign === '<') at += 2;
    else if (found !== null) {
      parts.push(text.slice(last, at), Number(found[1]));
      last = at = reference.lastIndex;
    } else if (list !== undefined) {
      parts.push(text.slice(last, text.indexOf('\n', at) + 1), ...sortedLines(list));
      last = at = fonts.lastIndex;
    } else {
      const name = sign === '/';
      if (name) word.lastIndex = at + 1;
      const read = word.exec(text)?.[0] ?? '';
      if (!name && read === 'stream') break;
      at += read.length + (name || read === '' ? 1 : 0);
    }
  }
  parts.push(text.slice(last));
  return parts;
} // prettier-ignore

/** `  /f1 7 0 R` lines in the order of their names. */
const sortedLines = (lines: string): Parts =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .sort()
    .flatMap((line) => [
      line.replace(/\d+ 0 R$/, ''),
      Number(/(\d+) 0 R$/.exec(line)?.[1] ?? 0),
      '\n',
    ]);

/** After the bracket that closes the string which begins here: brackets nest, and `\` takes the next sign. */
function stringEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** Old number → new, in the order of the first mention from the trailer on; what nothing names is left out. */
function numbered(
  trailer: Parts,
  objects: ReadonlyMap<number, Parts>,
): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  const queue: Parts[] = [trailer];
  for (const parts of queue)
    for (const part of parts)
      if (typeof part === 'number' && !numbers.has(part) && objects.has(part)) {
        numbers.set(part, numbers.size + 1);
        queue.push(objects.get(part) ?? []);
      }
  return numbers;
}

/** The id of this very file is made of its bytes; it stands in the trailer and in the metadata. */
function ownId(text: string): string {
  const id = /\/ID \[\([\w+/=]{24}\) \(([\w+/=]{24})\)\]/.exec(text)?.[1];
  if (id === undefined) return text;
  const blank = text.split(id).join('0'.repeat(24));
  const own = createHash('sha256').update(blank, 'latin1').digest().subarray(0, 16).toString('base64'); // prettier-ignore
  return text.split(id).join(own);
}
