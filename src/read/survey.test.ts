import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.js';
import { countCsvRecords, hashFile, newUtf8Check, surveyFile } from './survey.js';
import { useScratch } from './testing.case.js';

const scratch = useScratch();

describe('surveyFile', () => {
  it('counts what a slow count finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('"', '\r', '\n', '\r\n', 'abc', 'é', '\0', '漢', '"a"')),
        fc.option(fc.uint8Array({ maxLength: 5 })),
        async (parts, tail) => {
          const bytes = Buffer.concat([Buffer.from(parts.join('')), Buffer.from(tail ?? [])]);
          const text = bytes.toString('latin1');
          const file = await scratch.write('a', bytes);
          const survey = await surveyFile(file, { hash: true });
          expect(survey).toEqual({
            bytes: bytes.length,
            sha256: createHash('sha256').update(bytes).digest('hex'),
            newlines: text.split('\n').length - 1,
            crlf: text.split('\r\n').length - 1,
            loneCr: text.split('\r').length - text.split('\r\n').length,
            hasNul: text.includes('\0'),
            validUtf8: isUtf8(bytes),
            longestLine: Math.max(...text.split('\n').map((line) => line.length)),
            endsWithNewline: text.endsWith('\n'),
          });
          expect(await hashFile(file)).toEqual({ sha256: survey.sha256, bytes: bytes.length });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('sees over chunk boundaries', async () => {
    // 1 MiB chunks: CRLF, a character and a quote pair straddle them.
    const mib = 1024 * 1024;
    const file = await scratch.write(
      'big',
      `${'x'.repeat(mib - 1)}\r\n${'y'.repeat(mib - 2)}漢${'"'.repeat(3)}\n`,
    );
    const progress: number[] = [];
    const survey = await surveyFile(file, { onProgress: ({ bytes }) => progress.push(bytes) });
    expect(survey).toMatchObject({
      newlines: 2,
      crlf: 1,
      loneCr: 0,
      validUtf8: true,
      longestLine: mib + 4,
      endsWithNewline: true,
    });
    expect(progress).toEqual([mib, 2 * mib, survey.bytes]);
  });

  it('checks UTF-8 however it is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
          fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
          fc
            .tuple(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 3 }))
            .map(([text, bytes]) => Buffer.concat([Buffer.from(text), bytes, Buffer.from(text)])),
        ),
        fc.array(fc.integer({ min: 1, max: 5 })),
        (bytes, sizes) => {
          const check = newUtf8Check();
          let at = 0;
          for (const size of sizes) {
            check.take(bytes.subarray(at, at + size));
            at += size;
          }
          check.take(bytes.subarray(at));
          expect(check.finish()).toBe(isUtf8(bytes));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('says which file is not there', async () => {
    await expect(surveyFile(scratch.path('none'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('countCsvRecords', () => {
  it('counts the records that the reader finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.stringMatching(/^[a\r\n",]{0,9}$/),
            fc.constantFrom('\n', '\r\n', '\n\n\r\n'),
          ),
        ),
        async (rows) => {
          const content = rows
            .map(([cell, newline]) => `"${cell.replaceAll('"', '""')}",x${newline}`)
            .join('');
          const file = await scratch.write('c.csv', `a,b\n${content}`);
          const shape = { kind: 'csv', delimiter: ',', skipLines: 0, header: ['a', 'b'] } as const;
          let records = 1;
          for await (const batch of readCsv(file, shape)) records += batch.length;
          expect(await countCsvRecords(file)).toBe(records);
        },
      ),
      { numRuns: 200 },
    );
  });
});
