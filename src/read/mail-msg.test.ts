import burner from '@kenjiuno/msgreader/lib/Burner.js';
import reader from '@kenjiuno/msgreader/lib/Reader.js';
import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KonsekiError } from '../errors.js';
import { compoundFileFault } from './mail-cfb.js';
import { decompressRtf } from './mail-rtf.js';
import type { MailFields } from './mail.js';
import { readMail } from './mail.js';

/** A storage of a compound file: streams and storages by name. */
interface Storage {
  readonly [name: string]: Uint8Array | Storage;
}

const { TypeEnum } = reader;
type Entries = Parameters<typeof burner.burn>[0];

function compoundFile(root: Storage): Uint8Array {
  const entries: Entries = [{ name: 'Root Entry', type: TypeEnum.ROOT, length: 0, children: [] }];
  const fill = (index: number, storage: Storage): void => {
    for (const [name, content] of Object.entries(storage)) {
      entries[index]?.children?.push(entries.length);
      if (content instanceof Uint8Array)
        entries.push({
          name,
          type: TypeEnum.DOCUMENT,
          length: content.length,
          binaryProvider: () => content,
        });
      else {
        entries.push({ name, type: TypeEnum.DIRECTORY, length: 0, children: [] });
        fill(entries.length - 1, content);
      }
    }
  };
  fill(0, root);
  return burner.burn(entries);
}

// Copies, since the writer takes a Buffer's whole pool for its bytes.
const unicode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const stream = (tag: string): string => `__substg1.0_${tag}`;

/** A property stream: its header, then 16 bytes for each property of fixed size. */
function properties(
  headerBytes: number,
  fixed: readonly (readonly [tag: number, value: bigint])[],
) {
  const bytes = Buffer.alloc(headerBytes + fixed.length * 16);
  fixed.forEach(([tag, value], index) => {
    const at = headerBytes + index * 16;
    bytes.writeUInt32LE(tag, at);
    bytes.writeUInt32LE(6, at + 4);
    bytes.writeBigUInt64LE(value, at + 8);
  });
  return new Uint8Array(bytes);
}

const fileTime = (iso: string): bigint => (BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n;
const submitTime = 0x00390040;
const deliveryTime = 0x0e060040;
const recipientType = 0x0c150003;
const messageCodePage = 0x3ffd0003;
const internetCodePage = 0x3fde0003;

const transport = [
  'Received: from mail.attacker.example (203.0.113.5) by',
  ' AM5EUR02FT001.mail.protection.outlook.com (10.152.8.1) with Microsoft SMTP Server',
  ' id 15.20.1.2; Tue, 1 Jul 2025 02:11:05 +0000',
  'Authentication-Results: spf=fail (sender IP is 203.0.113.5) smtp.mailfrom=attacker.example;',
  ' dkim=none (message not signed) header.d=none;dmarc=fail action=oreject',
  ' header.from=contoso.example;compauth=fail reason=000',
  'From: =?utf-8?B?5bGx55Sw?= <yamada@contoso.example>',
  'To: alice@contoso.example',
  'Subject: =?utf-8?B?6KuL5rGC5pu4?=',
  'Date: Tue, 1 Jul 2025 11:11:00 +0900',
  'Message-ID: <1@attacker.example>',
  'Content-Type: multipart/mixed; boundary="x"',
  'X-MS-Exchange-Organization-Network-Message-Id: 11111111-2222-3333-4444-555555555555',
].join('\r\n');

const received: Storage = {
  '__properties_version1.0': properties(32, [
    [submitTime, fileTime('2025-07-01T02:11:00Z')],
    [deliveryTime, fileTime('2025-07-01T02:11:09Z')],
    [internetCodePage, 932n],
  ]),
  [stream('0037001F')]: unicode('請求書'),
  [stream('007D001F')]: unicode(transport),
  [stream('1000001F')]: unicode('ご確認ください https://plain.attacker.example/a\r\n'),
  [stream('10130102')]: new Uint8Array([
    ...Buffer.from('<a href="https://login.attacker.example/">'),
    0x82,
    0xb1,
    0x82,
    0xbf,
    0x82,
    0xe7, // こちら in Shift_JIS
    ...Buffer.from('</a>'),
  ]),
  '__attach_version1.0_#00000000': {
    '__properties_version1.0': properties(8, []),
    [stream('3707001F')]: unicode('invoice.html'),
    [stream('370E001F')]: unicode('text/html'),
    [stream('37010102')]: ascii('<script>location="https://smuggled.attacker.example/x"</script>'),
  },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'konseki-msg-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array): Promise<MailFields & { readonly damage?: string }> {
  const file = path.join(folder, 'a.msg');
  await writeFile(file, bytes);
  const record = await readMail(file, 'msg');
  return {
    ...(record.fields as unknown as MailFields),
    ...(record.damage === undefined ? {} : { damage: record.damage }),
  };
}

describe('readMail .msg', () => {
  it('reads transport headers as those of an .eml', async () => {
    const mail = await read(compoundFile(received));
    expect(mail.damage).toBeUndefined();
    expect(mail).toMatchObject({
      mailFormat: 'msg',
      from: { name: '山田', address: 'yamada@contoso.example' },
      to: [{ name: null, address: 'alice@contoso.example' }],
      subject: '請求書',
      messageId: '<1@attacker.example>',
      date: '2025-07-01T02:11:00.000Z',
      clientIp: '203.0.113.5',
      textStart: 'ご確認ください https://plain.attacker.example/a',
    });
    expect(mail.authentication).toMatchObject({ spf: 'fail', dmarc: 'fail', compauth: 'fail' });
    expect(mail.microsoft.networkMessageId).toBe('11111111-2222-3333-4444-555555555555');
    expect(mail.received).toHaveLength(1);
  });

  it('finds addresses in the HTML (in its code page), the text and attached pages', async () => {
    const mail = await read(compoundFile(received));
    expect(mail.urls).toEqual([
      { url: 'https://login.attacker.example/', wrapped: null, text: 'こちら', place: 'html' },
      { url: 'https://plain.attacker.example/a', wrapped: null, text: null, place: 'text' },
      {
        url: 'https://smuggled.attacker.example/x',
        wrapped: null,
        text: null,
        place: 'attachment',
      },
    ]);
    expect(mail.attachments).toEqual([
      {
        name: 'invoice.html',
        contentType: 'text/html',
        size: 63,
        sha256: '7c687565dc79f5b4a069e35611be2da22e7f7ac7061464ce0b73890c96a26b7e',
        inline: false,
      },
    ]);
  });

  it("falls back on Outlook's properties where there are no headers", async () => {
    const mail = await read(
      compoundFile({
        '__properties_version1.0': properties(32, [
          [submitTime, fileTime('2025-07-02T00:00:00Z')],
          [deliveryTime, fileTime('2025-07-02T00:00:05Z')],
        ]),
        [stream('0037001F')]: unicode('Sent'),
        [stream('0C1A001F')]: unicode('Alice'),
        [stream('0C1F001F')]: unicode('/O=EXCHANGELABS/OU=X/CN=RECIPIENTS/CN=ALICE'),
        [stream('5D01001F')]: unicode('Alice@contoso.example'),
        [stream('1035001F')]: unicode('<2@contoso.example>'),
        '__recip_version1.0_#00000000': {
          '__properties_version1.0': properties(8, [[recipientType, 1n]]),
          [stream('3001001F')]: unicode('Bob'),
          [stream('39FE001F')]: unicode('bob@contoso.example'),
        },
        '__recip_version1.0_#00000001': {
          '__properties_version1.0': properties(8, [[recipientType, 2n]]),
          [stream('3003001F')]: unicode('carol@contoso.example'),
        },
      }),
    );
    expect(mail).toMatchObject({
      from: { name: 'Alice', address: 'Alice@contoso.example' },
      sender: null,
      to: [{ name: 'Bob', address: 'bob@contoso.example' }],
      cc: [{ name: null, address: 'carol@contoso.example' }],
      bcc: [],
      subject: 'Sent',
      messageId: '<2@contoso.example>',
      date: '2025-07-02T00:00:00.000Z',
      receivedDate: '2025-07-02T00:00:05.000Z',
      headers: [],
      clientIp: null,
    });
  });

  it('reads text in the code page of older Outlooks', async () => {
    const mail = await read(
      compoundFile({
        '__properties_version1.0': properties(32, [[messageCodePage, 932n]]),
        [stream('0037001E')]: new Uint8Array([0x90, 0xbf, 0x8b, 0x81, 0x8f, 0x91]),
      }),
    );
    expect(mail.subject).toBe('請求書');
  });

  it('opens mails attached to it, of both kinds', async () => {
    const mail = await read(
      compoundFile({
        '__properties_version1.0': properties(32, []),
        [stream('0037001F')]: unicode('FW: phish'),
        '__attach_version1.0_#00000000': {
          '__properties_version1.0': properties(8, []),
          [stream('3001001F')]: unicode('inner mail'),
          [stream('3701000D')]: {
            ...received,
            '__properties_version1.0': properties(24, [
              [submitTime, fileTime('2025-07-01T02:11:00Z')],
            ]),
          },
        },
        '__attach_version1.0_#00000001': {
          '__properties_version1.0': properties(8, []),
          [stream('3707001F')]: unicode('second.eml'),
          [stream('37010102')]: ascii(
            'From: e@attacker.example\nSubject: eml\n\nhttp://eml.example/',
          ),
        },
      }),
    );
    expect(mail.attached).toMatchObject([
      { name: 'inner mail', mailFormat: 'msg', subject: '請求書', clientIp: '203.0.113.5' },
      {
        name: 'second.eml',
        mailFormat: 'eml',
        subject: 'eml',
        urls: [{ url: 'http://eml.example/' }],
      },
    ]);
    expect(mail.attachments.map((a) => a.name)).toEqual(['second.eml']);
  });

  it('refuses what is no .msg', async () => {
    await expect(read(Buffer.from('From: a@b.example\n\n'))).rejects.toMatchObject({
      code: 'corrupt',
      place: { file: path.join(folder, 'a.msg') },
    });
  });
});

describe('compoundFileFault', () => {
  const sound = compoundFile(received);

  it('finds nothing wrong with a sound file', () => {
    expect(compoundFileFault(sound)).toBeUndefined();
  });

  it('finds a ring of sectors', () => {
    const bytes = Buffer.from(sound);
    const fat = (bytes.readInt32LE(0x4c) + 1) * 512;
    const directory = bytes.readInt32LE(0x30);
    bytes.writeInt32LE(directory, fat + directory * 4);
    expect(compoundFileFault(bytes)).toBe('a chain of sectors leads into itself');
  });

  it('finds a ring of folders', () => {
    const bytes = Buffer.from(sound);
    const root = (bytes.readInt32LE(0x30) + 1) * 512;
    const first = bytes.readInt32LE(root + 0x4c);
    bytes.writeInt32LE(first, root + 128 * first + 0x48);
    expect(compoundFileFault(bytes)).toBe('its folders lead into themselves');
  });

  it('lets no damaged file through that the reader cannot end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        fc.option(fc.nat(sound.length)),
        async (changes, cut) => {
          const bytes = Buffer.from(sound);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            await read(cut === null ? bytes : bytes.subarray(0, cut));
          } catch (error) {
            expect(error).toBeInstanceOf(KonsekiError);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('decompressRtf', () => {
  it('reads the example of [MS-OXRTFCP] 3.1', () => {
    const example = Buffer.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c09002062770 5b06c647d0a800fa0'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    );
    expect(decompressRtf(example, 1_000)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  });

  it('reads nothing from what is no RTF', () => {
    expect(decompressRtf(Buffer.from('0123456789abcdef0123'), 1_000)).toBe('');
  });
});
