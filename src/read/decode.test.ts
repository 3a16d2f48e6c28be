import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeFile, type Decoded } from './decode.js';
import { surveyFile } from './survey.js';
import { useScratch } from './testing.case.js';
import path from 'node:path';

const scratch = useScratch();

async function decode(content: Uint8Array): Promise<Decoded & { readonly text: string }> {
  const file = await scratch.write('in', content);
  const { validUtf8 } = await surveyFile(file);
  const decoded = await decodeFile(file, path.dirname(file), validUtf8);
  const text = await readFile(decoded.path, 'utf8');
  await decoded.dispose();
  expect((await readdir(path.dirname(file))).filter((name) => name.startsWith('konseki-'))).toEqual(
    [],
  );
  return { ...decoded, text };
}

const csv = 'RecordType,CreationDate,UserIds\r\n15,2024,"café"\r\n';
const japanese = '日付,ユーザー,操作\r\n2024/01/01,山田 太郎,メールボックスにログインしました\r\n';

describe('decodeFile', () => {
  it('leaves UTF-8 where it is, with or without BOM', async () => {
    for (const [bom, encoding] of [
      ['', 'utf-8'],
      ['\ufeff', 'utf-8-bom'],
    ] as const) {
      const decoded = await decode(Buffer.from(bom + csv));
      expect(decoded).toMatchObject({ encoding, copied: false, notes: [] });
    }
  });

  it.each([
    ['with BOM', '\ufeff'],
    ['without', ''],
  ])('reads UTF-16 of both orders %s', async (_name, bom) => {
    const little = Buffer.from(bom + csv + japanese, 'utf16le');
    expect(await decode(little)).toMatchObject({ encoding: 'utf-16le', text: csv + japanese });
    const big = Buffer.from(little).swap16();
    expect(await decode(big)).toMatchObject({ encoding: 'utf-16be', text: csv + japanese });
  });

  it('reads half a character at the end of UTF-16 as damage', async () => {
    const bytes = Buffer.concat([Buffer.from(`\ufeff${csv}`, 'utf16le'), Buffer.from([0x41])]);
    expect((await decode(bytes)).text).toBe(`${csv}\ufffd`);
  });

  it('guesses Windows-1252 and Shift_JIS, and says so', async () => {
    const western = await decode(iconv.encode(`${csv}Müller’s – naïve`, 'windows-1252'));
    expect(western).toMatchObject({ encoding: 'windows-1252', text: `${csv}Müller’s – naïve` });
    expect(western.notes[0]?.message).toContain('a guess');
    expect(western.notes[0]?.place?.line).toBe(2);
    const eastern = await decode(iconv.encode(japanese, 'cp932'));
    expect(eastern).toMatchObject({ encoding: 'shift_jis', text: japanese });
    expect(eastern.notes[0]?.message).toContain('Shift_JIS');
  });

  it('reads a few bad bytes in UTF-8 as U+FFFD and names the line of the first', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${csv}${japanese}`),
      Buffer.from([0xff, 0xfe, 0xe3, 0x81]),
      Buffer.from(`\n${japanese}`),
    ]);
    const decoded = await decode(bytes);
    expect(decoded.encoding).toBe('utf-8-damaged');
    expect(decoded.text).toBe(`${csv}${japanese}\ufffd\ufffd\ufffd\n${japanese}`);
    expect(decoded.notes).toEqual([
      {
        code: 'encoding',
        message: '4 bytes are not UTF-8, the first on line 5; each was read as U+FFFD.',
        place: { line: 5 },
      },
    ]);
  });

  it('takes a lone bad byte among plain text for damage', async () => {
    const decoded = await decode(Buffer.from('a,b\n1,\xff2\n', 'latin1'));
    expect(decoded).toMatchObject({ encoding: 'utf-8-damaged', text: 'a,b\n1,\ufffd2\n' });
  });

  it('splits no character at chunk boundaries', async () => {
    // Chunks are 1 MiB: an odd start makes every one end inside a character.
    const long = `a,b\r\n${'漢字😀'.repeat(300_000)}\r\n`;
    for (const bytes of [
      Buffer.from(`\ufeff${long}`, 'utf16le'),
      Buffer.from(`\ufeff${long}`, 'utf16le').swap16(),
      Buffer.concat([Buffer.from(long), Buffer.from([0xff])]),
    ]) {
      const { text } = await decode(bytes);
      expect(text.replace(/\ufffd$/, '') === long).toBe(true);
    }
    const eastern = `a,b\r\n${'日本語ですか'.repeat(200_000)}`;
    expect((await decode(iconv.encode(eastern, 'cp932'))).text === eastern).toBe(true);
  });

  it('never crashes, and writes valid UTF-8 whatever it reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        const file = await scratch.write('noise', bytes);
        const decoded = await decodeFile(file, path.dirname(file));
        expect((await surveyFile(decoded.path)).validUtf8).toBe(true);
        await decoded.dispose();
      }),
      { numRuns: 500 },
    );
  });

  it('says that there is no folder for the copy', async () => {
    const file = await scratch.write('in', Buffer.from('\ufeffa,b\n', 'utf16le'));
    await expect(decodeFile(file, scratch.path('no-such-folder'))).rejects.toMatchObject({
      name: 'KonsekiError',
    });
  });
});
