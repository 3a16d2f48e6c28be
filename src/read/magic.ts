/** How a kind of file that is not a log gives itself away, and what to do with it. */
interface Magic {
  readonly bytes: Buffer;
  readonly at: number;
  readonly looksLike: string;
}

const unpackFirst = 'unpack it and add the files in it';

function magic(bytes: string | readonly number[], looksLike: string, at = 0): Magic {
  return {
    bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes),
    at,
    looksLike,
  };
}

const table: readonly Magic[] = [
  magic('%PDF-', 'a PDF document'),
  magic('\x89PNG', 'a PNG picture'),
  magic([0xff, 0xd8, 0xff], 'a JPEG picture'),
  magic('GIF8', 'a GIF picture'),
  magic('ElfFile\0', 'a Windows event log (EVTX): these are not Microsoft 365 logs'),
  magic('SQLite format 3\0', 'a SQLite database'),
  magic('PAR1', 'a Parquet file: export the table as CSV or JSON'),
  magic('Obj\x01', 'an Avro file: export the table as CSV or JSON'),
  magic('ARROW1', 'an Arrow file: export the table as CSV or JSON'),
  magic('MZ', 'a Windows program'),
  magic('\x7fELF', 'a Linux program'),
  magic([0xcf, 0xfa, 0xed, 0xfe], 'a macOS program'),
  magic([0xca, 0xfe, 0xba, 0xbe], 'a program'),
  magic('7z\xbc\xaf\x27\x1c', `a 7-Zip archive: ${unpackFirst}`),
  magic('Rar!\x1a\x07', `a RAR archive: ${unpackFirst}`),
  magic('BZh', `a bzip2 file: ${unpackFirst}`),
  magic('\xfd7zXZ\0', `an xz file: ${unpackFirst}`),
  magic([0x28, 0xb5, 0x2f, 0xfd], `a Zstandard file: ${unpackFirst}`),
  magic('MSCF', `a cabinet archive: ${unpackFirst}`),
  magic('ustar', `a tar archive: ${unpackFirst}`, 257),
  magic('!BDN', 'an Outlook data file (PST): export the messages as .eml or .msg'),
  magic('{\\rtf', 'a rich text document'),
  magic('regf', 'a Windows registry hive'),
  magic([0xd4, 0xc3, 0xb2, 0xa1], 'a network capture'),
  magic([0x0a, 0x0d, 0x0d, 0x0a], 'a network capture'),
];

const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

function starts(head: Buffer, bytes: Buffer, at = 0): boolean {
  return (
    head.length >= at + bytes.length &&
    head.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0
  );
}

/** Zip: a member's header, or the end record of an empty archive, or the mark of a split one. */
export function isZip(head: Buffer): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false;
  return (
    (head[2] === 3 && head[3] === 4) ||
    (head[2] === 5 && head[3] === 6) ||
    (head[2] === 7 && head[3] === 8)
  );
}

/** Gzip with DEFLATE, the only method there is. */
export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** OLE compound file: an Outlook message, or an old Office document. */
export function isOle(head: Buffer): boolean {
  return starts(head, ole);
}

/** What a zip that is really a document is, by the names that stand in it; undefined for a plain archive. */
export function officeKind(names: readonly string[]): string | undefined {
  if (names.some((name) => name.startsWith('xl/')))
    return 'an Excel workbook: save the sheet as "CSV UTF-8" and add that';
  if (names.includes('[Content_Types].xml'))
    return 'an Office document: export the logs as CSV or JSON';
  if (names.includes('META-INF/manifest.xml') && names.includes('mimetype'))
    return 'an OpenDocument file: save the sheet as CSV (UTF-8) and add that';
  return undefined;
}

/** What the head of a file that is no text looks like; undefined when it may be text. */
export function binaryKind(head: Buffer): string | undefined {
  const known = table.find((entry) => starts(head, entry.bytes, entry.at));
  if (known !== undefined) return known.looksLike;
  if (isZip(head)) {
    const text = head.toString('latin1');
    const names = ['[Content_Types].xml', 'META-INF/manifest.xml', 'mimetype'].filter((name) =>
      text.includes(name),
    );
    if (text.includes('xl/workbook') || text.includes('xl/worksheets')) names.push('xl/');
    return officeKind(names) ?? `a zip archive: ${unpackFirst}`;
  }
  if (isGzip(head)) return `a gzip file: ${unpackFirst}`;
  return undefined;
}

/** Bytes no text has, by share: NULs and control characters. UTF-16 must be ruled out first. */
export function isBinary(head: Buffer): boolean {
  const sample = head.subarray(0, 8192);
  let odd = 0;
  for (const byte of sample)
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) odd += 1;
  return odd * 20 > Math.max(sample.length, 64);
}
