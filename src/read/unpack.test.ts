import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { beforeAll, describe, expect, it } from 'vitest';
import { crc32 } from './crc32.js';
import { unpackLimits, type UnpackLimits } from './limits.js';
import { useScratch } from './testing.case.js';
import { unpack } from './unpack.js';

const scratch = useScratch();
const temp = (): string => scratch.path('temp');

async function zip(
  members: Readonly<Record<string, string | Buffer>>,
  compress = true,
): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(members))
    file.addBuffer(Buffer.from(content), name, { compress, mtime: new Date(0) });
  file.end();
  return buffer(file.outputStream);
}

interface Seen {
  readonly leaves: Readonly<Record<string, string>>;
  readonly damage: readonly string[];
  readonly problems: readonly string[];
  readonly skipped: readonly string[];
  readonly messages: readonly string[];
}

async function see(
  name: string,
  content: Uint8Array,
  limits: Partial<UnpackLimits> = {},
): Promise<Seen> {
  const file = await scratch.write(name, content);
  const short = (text: string): string => text.replaceAll(scratch.path(''), '');
  const leaves: Record<string, string> = {};
  const [damage, problems, skipped, messages]: string[][] = [[], [], [], []];
  for await (const item of unpack(file, temp(), { ...unpackLimits, ...limits })) {
    switch (item.kind) {
      case 'leaf':
        leaves[short(item.name)] = await readFile(item.path, 'utf8');
        expect(item.origin).toBe(file);
        if (item.path !== file) expect(path.dirname(item.path)).toBe(temp());
        if (item.damage !== undefined) damage?.push(`${item.damage.code} ${short(item.name)}`);
        await item.dispose();
        break;
      case 'problem':
        problems?.push(`${item.error.code} ${short(item.name)}`);
        messages?.push(`${short(item.error.message)} ${item.error.hint ?? ''}`);
        break;
      case 'skipped':
        skipped?.push(short(item.name));
    }
  }
  expect(await readdir(temp())).toEqual([]);
  expect(await readFile(file)).toEqual(Buffer.from(content));
  return {
    leaves,
    damage: damage ?? [],
    problems: problems ?? [],
    skipped: skipped ?? [],
    messages: messages ?? [],
  };
}

describe('unpack', () => {
  beforeAll(() => mkdir(temp()));

  it('hands out a plain file as it is', async () => {
    expect((await see('a.zip', Buffer.from('no archive'))).leaves).toEqual({
      '/a.zip': 'no archive',
    });
  });

  it('unpacks zip, gzip and what is in them, whatever they are called', async () => {
    const inner = await zip({ 'deep.csv': 'deep', 'x.gz': gzipSync('gz') });
    const seen = await see(
      'outer.bin',
      await zip({
        'dir/a.csv': 'a',
        'inner.dat': inner,
        'b.csv.gz': Buffer.concat([gzipSync('one'), gzipSync('two')]),
        '__MACOSX/._a.csv': 'litter',
        '.DS_Store': 'litter',
        'empty.csv': '',
      }),
    );
    expect(seen.leaves).toEqual({
      '/outer.bin!/dir/a.csv': 'a',
      '/outer.bin!/inner.dat!/deep.csv': 'deep',
      '/outer.bin!/inner.dat!/x.gz!/x': 'gz',
      '/outer.bin!/b.csv.gz!/b.csv': 'onetwo',
      '/outer.bin!/empty.csv': '',
    });
    expect(seen.skipped).toEqual(['/outer.bin!/__MACOSX/._a.csv', '/outer.bin!/.DS_Store']);
    expect(seen.problems).toEqual([]);
  });

  it('unpacks members that are stored', async () => {
    expect((await see('s.zip', await zip({ a: 'x' }, false))).leaves).toEqual({ '/s.zip!/a': 'x' });
  });

  it('writes nothing outside the temporary folder, whatever members are called', async () => {
    const bytes = await zip({ 'aa/aa/evil.csv': 'x', 'bbbbb.csv': 'y' });
    const evil = Buffer.from(
      bytes.toString('latin1').replaceAll('aa/aa/', '../../').replaceAll('bbbbb.csv', '/etc/evil'),
      'latin1',
    );
    expect((await see('evil.zip', evil)).leaves).toEqual({
      '/evil.zip!/../../evil.csv': 'x',
      '/evil.zip!//etc/evil': 'y',
    });
  });

  it('leaves Excel workbooks whole', async () => {
    const book = await zip({ '[Content_Types].xml': 'x', 'xl/workbook.xml': 'y' });
    expect(Object.keys((await see('b.xlsx', book)).leaves)).toEqual(['/b.xlsx']);
    const outer = await zip({ 'b.xlsx': book });
    expect(Object.keys((await see('o.zip', outer)).leaves)).toEqual(['/o.zip!/b.xlsx']);
  });

  it('stops at archives nested too deep', async () => {
    let bytes: Buffer = Buffer.from('x');
    for (let level = 0; level < 4; level += 1) bytes = gzipSync(bytes);
    expect((await see('d.gz', bytes)).problems).toEqual(['too-large /d.gz!/d!/d!/d']);
  });

  it('stops bombs: by ratio, by total, by members', async () => {
    const zeros = Buffer.alloc(3_000_000);
    const limits = { ratioFromBytes: 1_000_000 };
    expect((await see('b.gz', gzipSync(zeros), limits)).problems).toEqual(['too-large /b.gz']);
    const bomb = await zip({ zeros, 'a.csv': 'a' });
    const byMember = await see('m.zip', Buffer.concat([await zip({ zeros, 'r.csv': 'r' })]), {
      ...limits,
      ratio: 400,
    });
    expect(byMember.problems).toEqual(['too-large /m.zip!/zeros']);
    const byTotal = await see('t.zip', bomb, { totalBytes: 1_000_000 });
    expect(byTotal.problems).toEqual(['too-large /t.zip!/zeros']);
    expect(byTotal.skipped).toEqual(['/t.zip']);
    expect((await see('n.zip', bomb, { members: 1 })).problems).toEqual(['too-large /n.zip']);
  });

  it('goes on after a member that is a bomb by itself', async () => {
    const noise = Buffer.from(
      Array.from({ length: 50_000 }, (_, i) => (i * 7919 * (i >> 4)) & 255),
    );
    const seen = await see(
      'p.zip',
      await zip({ zeros: Buffer.alloc(2_000_000), noise, 'z.csv': 'z' }),
      {
        ratioFromBytes: 1_000_000,
        ratio: 400,
      },
    );
    expect(seen.problems).toEqual(['too-large /p.zip!/zeros']);
    expect(Object.keys(seen.leaves)).toEqual(['/p.zip!/noise', '/p.zip!/z.csv']);
  });

  it('hands out what there is of a cut gzip, as damaged', async () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `line ${i * 7919}`).join('\n');
    const whole = gzipSync(text);
    const seen = await see('cut.csv.gz', whole.subarray(0, whole.length / 2));
    const [start] = Object.values(seen.leaves);
    expect(seen.damage).toEqual(['truncated /cut.csv.gz!/cut.csv']);
    expect(start?.length).toBeGreaterThan(1000);
    expect(text.startsWith(start ?? 'x')).toBe(true);
    const two = Buffer.concat([gzipSync('one'), gzipSync('two')]);
    two[gzipSync('one').length] = 0;
    const second = await see('two.gz', two);
    expect(second.damage).toEqual(['corrupt /two.gz!/two']);
    expect(Object.values(second.leaves)).toEqual(['one']);
    const padded = await see('pad.gz', Buffer.concat([gzipSync('one'), Buffer.alloc(512)]));
    expect(padded.damage).toEqual([]);
    const nothing = await see('head.gz', whole.subarray(0, 10));
    expect(nothing.problems).toEqual(['truncated /head.gz']);
    expect(nothing.messages[0]).toContain('Download or copy the archive again');
  });

  it('reports corrupt members and reads the others', async () => {
    const text = 'abc'.repeat(1000);
    const bytes = await zip({ a: text, b: 'fine' }, false);
    const at = bytes.indexOf(text);
    bytes[at] = 0x7a;
    const seen = await see('c.zip', bytes);
    expect(seen.damage).toEqual(['corrupt /c.zip!/a']);
    expect(seen.leaves['/c.zip!/b']).toBe('fine');
    const deflated = await zip({ a: text, b: 'fine' });
    deflated[40] = 0xff;
    const second = await see('d.zip', deflated);
    expect([...second.problems, ...second.damage]).toEqual(['corrupt /d.zip!/a']);
    expect(second.leaves['/d.zip!/b']).toBe('fine');
  });

  it('says what to do about encrypted, split, cut and empty zips', async () => {
    const bytes = await zip({ a: 'x' });
    const encrypted = Buffer.from(bytes);
    const central = encrypted.indexOf(Buffer.from('504b0102', 'hex'));
    encrypted[6] = 1;
    encrypted[central + 8] = (encrypted[central + 8] ?? 0) | 1;
    const locked = await see('e.zip', encrypted);
    expect(locked.problems).toEqual(['unreadable /e.zip!/a']);
    expect(locked.messages[0]).toContain('with its password first');
    const cut = await see('k.zip', bytes.subarray(0, central));
    expect(cut.problems).toEqual(['truncated /k.zip']);
    expect((await see('z.zip', await zip({}))).problems).toEqual([]);
  });

  it('reads Japanese names without the UTF-8 flag', async () => {
    const bytes = await zip({ 'aabbcc.csv': 'x' });
    const names = Buffer.from(bytes);
    for (let at = names.indexOf('aabbcc'); at !== -1; at = names.indexOf('aabbcc', at + 1))
      Buffer.from('93fa967b8cea', 'hex').copy(names, at);
    for (const [signature, offset] of [
      ['504b0304', 6],
      ['504b0102', 8],
    ] as const) {
      const at = names.indexOf(Buffer.from(signature, 'hex'));
      names.writeUInt16LE(names.readUInt16LE(at + offset) & ~0x800, at + offset);
    }
    expect(Object.keys((await see('j.zip', names)).leaves)).toEqual(['/j.zip!/日本語.csv']);
  });

  it('never crashes on damaged archives', async () => {
    const bytes = await zip({
      'a.csv': 'a,b\n1,2\n'.repeat(50),
      'b/c.json': '{}',
      'd.gz': gzipSync('x'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.nat({ max: bytes.length }),
        async (patches, cut) => {
          const damaged = Buffer.from(bytes.subarray(0, cut % 3 === 0 ? cut : bytes.length));
          for (const [at, byte] of patches) if (at < damaged.length) damaged[at] = byte;
          await see('f.zip', damaged);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('computes the CRC that zip uses', () => {
    expect(crc32(Buffer.from('123456789'), 0)).toBe(0xcbf43926);
    expect(crc32(Buffer.from('6789'), crc32(Buffer.from('12345'), 0))).toBe(0xcbf43926);
  });
});
