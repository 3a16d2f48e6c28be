import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reject } from '../model/evidence.js';
import type { Row } from '../store/store.js';
import type { WatchedCase } from '../../test/support/adding.js';
import { addedOne, allEvents, newCase } from '../../test/support/adding.js';
import { useScratch } from '../../test/support/scratch.js';
import {
  auditRecord,
  auditRecords,
  cell,
  csv,
  jsonl,
  purviewCsv,
  purviewHeader,
  purviewRow,
  searchCsv,
} from '../../test/support/ual.js';

const scratch = useScratch();

interface OneWay {
  readonly loads: WatchedCase['loads'];
  readonly counts: unknown;
  readonly events: readonly Row[];
  readonly rejects: readonly Partial<Reject>[];
}

/** What the reference notes of a record from which nothing is lost; DuckDB passes over it. */
const strayQuote = 'has a stray quote';
const emptyCell = /,"column \d+":""\}$/;

function withoutMild(event: Row): Row {
  const { damage, envelope, raw } = event;
  const without = (text: unknown): string | null =>
    typeof text === 'string' ? text.replace(emptyCell, '}') : null;
  const emptyMore =
    /^has \d+ of \d+ columns$/.test(String(damage)) &&
    (without(envelope) !== envelope || without(raw) !== raw);
  return damage === strayQuote || emptyMore
    ? { ...event, envelope: without(envelope), raw: without(raw), damage: null, damaged: false }
    : event;
}

async function oneWay(file: string, fastFrom: number): Promise<OneWay> {
  const opened = await newCase(await scratch.folder());
  try {
    const { evidence } = await addedOne(opened, file, { limits: { fastFrom } });
    const { records, events, duplicates, rejects, damaged, formats, first, last, sha256 } =
      evidence;
    const all = (await allEvents(opened.store)).map(withoutMild);
    const mild = damaged - all.filter((event) => event['damaged'] === true).length;
    return {
      loads: opened.loads,
      counts: {
        ...{ records, events, duplicates, rejects, formats, first, last, sha256 },
        // Of duplicates the store keeps no damage to look at.
        damaged: duplicates > 0 ? undefined : damaged - mild,
      },
      events: all,
      // The fast path knows no lines, and gives a row's cells in the order it has them in.
      rejects: (await opened.store.rejects()).map(({ recordNo, reason, readable }) => ({
        recordNo,
        reason: reason.replace(/line \d+/g, 'line'),
        readable,
      })),
    };
  } finally {
    opened.close();
  }
}

/** Adds the content by the fast path, as far as that goes, and by the reference; both must agree. */
async function bothWays(name: string, content: string | Buffer): Promise<OneWay> {
  const file = await scratch.write(name, content);
  const fast = await oneWay(file, 0);
  const slow = await oneWay(file, Infinity);
  expect(slow.loads).toEqual([]);
  expect({ ...fast, loads: [] }).toEqual(slow);
  return fast;
}

const some = auditRecords(0, 12);
const row = (n: number, auditData?: string): string =>
  csv([purviewRow(auditRecord(n), auditData)]).trimEnd();
const header = csv([purviewHeader]).trimEnd();
const file = (lines: readonly string[], eol = '\n'): string => [header, ...lines, ''].join(eol);

describe('the fast path takes', () => {
  const multiline = JSON.stringify(auditRecord(30, { Note: 'n' }), null, 1);
  const windows = { delimiter: ';', eol: '\r\n', openEnd: true };
  const strange = `c0=1/user=x/O'Brien "x" $1 %20 ~\n痕跡.csv.gz`;
  it.each<[string, string, string | Buffer]>([
    ['a.csv', 'of Purview', purviewCsv(some)],
    [
      'a.csv',
      'as Windows writes it',
      `\ufeff${csv([purviewHeader, ...some.map((it) => purviewRow(it)), purviewRow(auditRecord(30), multiline.replaceAll('\n', '\r\n'))], windows)}`,
    ],
    ['a.csv', 'of a search, with a #TYPE line', `#TYPE Deserialized.X\n${searchCsv(some)}`],
    ['a.jsonl', 'of records', jsonl(some)],
    [strange, 'of a strange name, which is no gzip', purviewCsv(some)],
    [
      'a.csv',
      'with line ends in cells, and duplicates',
      file([row(1), row(30, multiline), row(3), row(1), row(30, multiline)]),
    ],
    [
      'a.csv',
      'in Windows-1252',
      Buffer.from(purviewCsv(some).replace('User', 'Us\xe9r'), 'latin1'),
    ],
  ])('%j %s', async (name, _, content) => {
    expect((await bothWays(name, content)).loads).toEqual(['loaded']);
  });

  it('a CSV with AuditData in doubt', async () => {
    const n = 5;
    const of = (more: Readonly<Record<string, unknown>>): string =>
      JSON.stringify(auditRecord(n, more));
    const whole = of({});
    const doubts = [
      whole.slice(0, 200),
      of({ Long: 'x'.repeat(40_000) }).slice(0, 32_767),
      '',
      'oops',
      whole.replace('Subject 5', 'Subject \\ud83d'),
      whole.replace('Subject 5', 'Subject \\u0000'),
      of({ Id: undefined }),
      of({ Id: '00000000-0000-0000-0000-000000000000' }),
      of({ CreationTime: '2024-05-01 07:00:00 PM' }),
      '[1,2]',
      `{"Deep":${'['.repeat(1100)}${']'.repeat(1100)},${whole.slice(1)}`,
      `${whole}${whole}`,
    ];
    const lines = doubts.flatMap((auditData, index) => [
      row(100 + index),
      csv([purviewRow(auditRecord(200 + index), auditData)]).trimEnd(),
    ]);
    const { loads, counts } = await bothWays('doubt.csv', file(lines));
    expect(counts).toMatchObject({ records: 24 });
    expect(loads).toEqual(['loaded']);
  });

  /** Where DuckDB and JSON.parse differ, and no log is known to have it: only the counts agree. */
  it('a CSV with JSON that the two read differently', async () => {
    const whole = (n: number): string => JSON.stringify(auditRecord(n));
    const lines = [
      whole(0).replace('{', '{"Operation":"First",'),
      whole(1).replace(/\}$/, ',}'),
      whole(2).replace('"UserType":0', '"UserType":NaN'),
    ].map((auditData, index) => row(index, auditData));
    const written = await scratch.write('differ.csv', file([row(8), ...lines, row(9)]));
    const [fast, slow] = [await oneWay(written, 0), await oneWay(written, Infinity)];
    expect(fast.loads).toEqual(['loaded']);
    expect(fast.events).toHaveLength(slow.events.length);
  });

  it('rows whose cells and AuditData both say nothing as rejects', async () => {
    const empty = csv([['', '', '', '', '', 'x'.repeat(50)]]).trimEnd();
    const { counts, rejects } = await bothWays('empty.csv', file([row(1), empty, row(2)]));
    expect(counts).toMatchObject({ records: 3, rejects: 1 });
    expect(rejects[0]).toMatchObject({ recordNo: 2 });
  });

  it('JSON Lines with records in doubt', async () => {
    const lines = some.map((record) => JSON.stringify(record));
    lines[3] = JSON.stringify(auditRecord(3, { Id: undefined }));
    lines[4] = JSON.stringify(auditRecord(4, { CreationTime: 'yesterday' }));
    lines[5] = lines[5]!.replace('Subject 5', 'Sub \\ud83d');
    const { loads, counts } = await bothWays('doubt.jsonl', `${lines.join('\n')}\n`);
    expect(counts).toMatchObject({ records: 12, damaged: 1 });
    expect(loads).toEqual(['loaded']);
  });
});

describe('the fast path leaves to the reference', () => {
  const lines = (more: readonly string[]): string =>
    file([row(0), row(1), ...more, row(2), row(3)]);
  it.each<[string, string, string | Buffer, number]>([
    ['a.csv', 'the header again', lines([header]), 4],
    [
      'a.csv',
      'another header',
      lines([csv([['CreationDate', 'UserIds', 'Operations', 'AuditData']]).trimEnd()]),
      4,
    ],
    ['a.csv', 'a #TYPE line', lines(['#TYPE X']), 4],
    ['a.csv', 'a stray quote', lines([row(9).replace('User2@', 'User2"@')]), 5],
    ['a.csv', 'keys in lower case', lines([row(9).replace('""Operation""', '""operation""')]), 5],
    ['a.csv', 'two stray quotes', lines([row(8).replace('User1@', 'U"se"r1@')]), 5],
    ['a.csv', 'too many cells', lines([`${row(9)},"more"`]), 5],
    ['a.csv', 'mixed line ends', lines([`${row(9)}\r`]), 5],
    ['a.csv', 'a lone CR', lines([row(9).replace('User2', 'User\r2')]), 5],
    ['a.csv', 'a NUL byte', lines([row(9).replace('User2', 'User\u00002')]), 5],
    ['a.jsonl', 'torn JSON', `${jsonl(some)}{"Id":"x",\n${jsonl(auditRecords(20, 22))}`, 15],
    ['a.jsonl', 'blank lines', jsonl(some).replaceAll('\n', '\n\n'), 12],
    ['a.jsonl', 'two records on a line', `${jsonl(some).trimEnd()}${jsonl([auditRecord(30)])}`, 13],
    ['a.jsonl', 'a BOM', `\ufeff${jsonl(some)}`, 12],
    [
      'a.jsonl',
      'other formats',
      jsonl(some) +
        jsonl([
          {
            id: 'x1',
            createdDateTime: '2024-05-01T00:00:00Z',
            userPrincipalName: 'a@x.test',
            appDisplayName: 'App',
            ipAddress: '192.0.2.1',
            status: { errorCode: 0 },
            correlationId: 'c',
          },
        ]) +
        jsonl([{ neither: 'one', nor: 'other' }]),
      14,
    ],
    ['a[1]*.csv', 'a name that is a pattern', purviewCsv(some), 12],
  ])('%s with %s', async (name, _, content, records) => {
    const { loads, counts } = await bothWays(name, content);
    expect(counts).toMatchObject({ records });
    expect(['', 'refused', 'loaded,unloaded']).toContain(loads.join());
  });

  it('blank lines in a CSV, or reads them as exactly', async () => {
    const { counts } = await bothWays('blank.csv', lines(['', '']));
    expect(counts).toMatchObject({ records: 4 });
  });
});

/** What happens to files on their way. */
const mishaps: ((line: string, n: number) => string)[] = [
  (line) => line.slice(0, Math.floor(line.length / 2)),
  (line) => line.replace('"', ''),
  (line) => `${line}"`,
  (line) => line.replaceAll('""', '"'),
  (line) => line.replace('","', '";"'),
  (line) => line.replace('","', '" ,"'),
  (line) => line.replace('","', '", "'),
  (line) => line.replace('"', "'"),
  (line) => line.replace(/\\/g, ''),
  (line) => line.replace('Send', 'S""end'),
  (line) => line.replace('contoso', 'con"toso'),
  (line) => line.replace('contoso', 'con\ntoso'),
  (line) => line.replace('contoso', 'con\r\ntoso'),
  (line) => line.replace('contoso', 'con,toso'),
  (line) => line.replace('contoso', '\ufeffcontoso\u00a0'),
  (line) => line.replace('UserId', 'userid'),
  (line) => line.replace('2024', '20x4'),
  (line) => line.replaceAll('2024-05-', '2024/5/'),
  (line) => line.replace(/"[^"]*"/, ''),
  (line) => line.replace(/"([^"]*)"/, '$1'),
  (line) => `${line},`,
  (line) => `\n${line}`,
  (line) => `${line}\n${line}`,
  (line) => `${header}\n${line}`,
  (line) => line.replace('Subject', 'Sub\\\\ud800ject'),
  (line) => line.replace('0', '１'),
  (line, n) => line.replace(/000[0-9a-f]""/, `000${n % 3}""`),
  () => '',
  () => '"',
  () => ',,,,,',
  () => '{}',
];

/** KONSEKI_FUZZ=20 looks twenty times as long. */
const runs = (few: number): number => few * Number(process.env['KONSEKI_FUZZ'] ?? 1);

describe('both ways agree', () => {
  const wild = fc.record({
    rows: fc.integer({ min: 3, max: 14 }),
    hits: fc.array(fc.tuple(fc.nat(13), fc.nat(mishaps.length - 1)), { maxLength: 3 }),
    crlf: fc.boolean(),
    kind: fc.constantFrom('purview', 'search', 'jsonl', 'flat'),
  });

  it('on files with mishaps', async () => {
    const property = fc.asyncProperty(wild, async ({ rows, hits, crlf, kind }) => {
      const records = auditRecords(0, rows);
      const flat = ['CreationTime', 'Id', 'Operation', 'RecordType', 'Workload', 'UserId'];
      const content =
        kind === 'purview'
          ? purviewCsv(records)
          : kind === 'search'
            ? searchCsv(records)
            : kind === 'jsonl'
              ? jsonl(records)
              : csv([flat, ...records.map((it) => flat.map((name) => String(it[name])))]);
      const lines = content.trimEnd().split('\n');
      // The first lines are what the file is recognised by.
      const first = 1;
      for (const [at, mishap] of hits) {
        const n = first + (at % (lines.length - first));
        lines[n] = mishaps[mishap]!(lines[n]!, at);
      }
      await bothWays(
        kind === 'jsonl' ? 'wild.jsonl' : 'wild.csv',
        lines.map((line) => `${line}${crlf ? '\r\n' : '\n'}`).join(''),
      );
    });
    await fc.assert(property, {
      numRuns: runs(6),
      examples: [
        [{ rows: 3, hits: [[0, 1]], crlf: false, kind: 'flat' }],
        [{ rows: 3, hits: [[0, 7]], crlf: false, kind: 'flat' }],
      ],
    });
  }, 900_000);

  it('on the text of cells', async () => {
    const cells = fc.array(
      fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    const property = fc.asyncProperty(cells, async (found) => {
      const lines = found.map(([a, b], n) => {
        const auditData = JSON.stringify(auditRecord(n, { UserId: a, Item: { Subject: b } }));
        return purviewRow(auditRecord(n, { Operation: b }), auditData)
          .map(cell)
          .join(',');
      });
      await bothWays('text.csv', file(lines));
    });
    await fc.assert(property, { numRuns: runs(3) });
  }, 900_000);
});
