import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KonsekiError } from '../errors.js';
import { decodeWords, parseMailDate } from './mail-headers.js';
import { parseReceived } from './mail-received.js';
import { unwrapSafeLinks } from './mail-urls.js';
import type { MailFields } from './mail.js';
import { readMail } from './mail.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'konseki-mail-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Read = MailFields & { readonly damage: string | undefined };

async function read(mail: string | Uint8Array): Promise<Read> {
  const file = path.join(folder, 'a.eml');
  await writeFile(file, mail);
  const record = await readMail(file, 'eml');
  return { ...(record.fields as unknown as MailFields), damage: record.damage };
}

const lines = (...text: readonly string[]): string => text.join('\r\n');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const phish = lines(
  'Received: from VI1PR01MB5678.eurprd01.prod.exchangelabs.com (2603:10a6:10:1::1)',
  ' by DB9PR01MB1234.eurprd01.prod.exchangelabs.com with HTTPS; Tue, 1 Jul 2025',
  ' 02:11:07 +0000',
  'Received: from mail.attacker.example (203.0.113.5) by',
  ' DB5EUR01FT012.mail.protection.outlook.com (10.152.4.123) with Microsoft SMTP',
  ' Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id',
  ' 15.20.8880.1 via Frontend Transport; Tue, 1 Jul 2025 02:11:05 +0000',
  'Received: from [192.168.1.9] (unknown [198.51.100.77])',
  '\tby mail.attacker.example (Postfix) with ESMTPSA id ABCDEF',
  '\tfor <alice@contoso.example>; Tue,  1 Jul 2025 11:11:03 +0900 (JST)',
  'Authentication-Results: spf=pass (sender IP is 203.0.113.5)',
  ' smtp.mailfrom=attacker.example; dkim=none (message not signed)',
  ' header.d=none;dmarc=fail action=none',
  ' header.from=contoso.example;compauth=fail reason=001',
  'Received-SPF: Pass (protection.outlook.com: domain of attacker.example designates',
  ' 203.0.113.5 as permitted sender) receiver=protection.outlook.com;',
  ' client-ip=203.0.113.5; helo=mail.attacker.example; pr=C',
  'Authentication-Results: spf=pass smtp.mailfrom=contoso.example; dmarc=pass',
  'Return-Path: <bounce@attacker.example>',
  'Reply-To: =?utf-8?Q?Yamada?= <yamada@contoso-example.test>',
  'From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <Yamada@contoso.example>',
  'To: "Alice, A." <alice@contoso.example>, bob@contoso.example',
  'Cc: carol@contoso.example',
  'Subject: =?ISO-2022-JP?B?GyRCQEE1YT1xJE4bKEI=?=',
  ' =?ISO-2022-JP?B?GyRCJDQzTkcnGyhC?=',
  'Message-ID: <abc@attacker.example>',
  'Date: Tue, 1 Jul 2025 11:11:00 +0900 (JST)',
  'X-MS-Exchange-Organization-Network-Message-Id: 1341AC7B-13FB-42AB-4D44-08CF7F55890F',
  'X-MS-Exchange-CrossTenant-Id: 549366ae-e80a-44b9-8adc-52d0c29ba08b',
  'X-MS-Exchange-CrossTenant-FromEntityHeader: Internet',
  'X-MS-Exchange-CrossTenant-OriginalArrivalTime: 01 Jul 2025 02:11:05.1234567 (UTC)',
  'X-Forefront-Antispam-Report: CIP:203.0.113.5;CTRY:RU;LANG:ja;SCL:5;SRV:;CAT:PHSH;',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  '--outer',
  'Content-Type: multipart/alternative; boundary="inner"',
  '',
  '--inner',
  'Content-Type: text/plain; charset=iso-2022-jp',
  'Content-Transfer-Encoding: base64',
  '',
  // 請求書 in ISO-2022-JP, then an address in a Japanese sentence
  'GyRCQEE1YT1xGyhCIGh0dHBzOi8vdGV4dC5hdHRhY2tlci5leGFtcGxlL2EbJEIhIxsoQg==',
  '--inner',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<p>=E8=AB=8B=E6=B1=82=E6=9B=B8 <a href=3D"https://eur01.safelinks.protection.outlook.com/=',
  '?url=3Dhttps%3A%2F%2Flogin.attacker.example%2Fo365%3Fa%3D1&amp;data=3D05">',
  'https://login.microsoftonline.com</a></p>',
  '--inner--',
  '--outer',
  'Content-Type: application/pdf; name="a.pdf"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="=?UTF-8?B?6KuL5rGC5pu4LnBkZg==?="',
  '',
  base64('%PDF-1.7'),
  '--outer--',
  '',
);

describe('readMail .eml', () => {
  it('reads a phishing mail as Exchange Online delivers it', async () => {
    const mail = await read(phish);
    expect(mail.damage).toBeUndefined();
    expect(mail).toMatchObject({
      mailFormat: 'eml',
      from: { name: '山田', address: 'Yamada@contoso.example' },
      sender: null,
      returnPath: 'bounce@attacker.example',
      replyTo: [{ name: 'Yamada', address: 'yamada@contoso-example.test' }],
      to: [
        { name: 'Alice, A.', address: 'alice@contoso.example' },
        { name: null, address: 'bob@contoso.example' },
      ],
      cc: [{ name: null, address: 'carol@contoso.example' }],
      bcc: [],
      subject: '請求書のご確認',
      messageId: '<abc@attacker.example>',
      date: '2025-07-01T02:11:00.000Z',
      receivedDate: '2025-07-01T02:11:07.000Z',
      clientIp: '198.51.100.77',
      connectingIp: '203.0.113.5',
      textStart: '請求書 https://text.attacker.example/a。',
    });
    expect(mail.received).toEqual([
      {
        from: 'VI1PR01MB5678.eurprd01.prod.exchangelabs.com',
        by: 'DB9PR01MB1234.eurprd01.prod.exchangelabs.com',
        with: 'HTTPS',
        ip: '2603:10a6:10:1::1',
        date: '2025-07-01T02:11:07.000Z',
      },
      {
        from: 'mail.attacker.example',
        by: 'DB5EUR01FT012.mail.protection.outlook.com',
        with: 'Microsoft SMTP Server',
        ip: '203.0.113.5',
        date: '2025-07-01T02:11:05.000Z',
      },
      {
        from: '[192.168.1.9]',
        by: 'mail.attacker.example',
        with: 'ESMTPSA',
        ip: '198.51.100.77',
        date: '2025-07-01T02:11:03.000Z',
      },
    ]);
    expect(mail.microsoft).toEqual({
      networkMessageId: '1341ac7b-13fb-42ab-4d44-08cf7f55890f',
      tenantId: '549366ae-e80a-44b9-8adc-52d0c29ba08b',
      fromEntity: 'Internet',
      authAs: null,
      authSource: null,
      originalArrivalTime: '2025-07-01T02:11:05.000Z',
      messageDirectionality: null,
      scl: '5',
      category: 'PHSH',
      country: 'RU',
    });
  });

  it("believes the receiving server's results, not those that came with the mail", async () => {
    expect((await read(phish)).authentication).toEqual({
      spf: 'pass',
      dkim: 'none',
      dmarc: 'fail',
      compauth: 'fail',
      compauthReason: '001',
      dmarcAction: 'none',
      smtpMailFrom: 'attacker.example',
      headerFrom: 'contoso.example',
      dkimDomain: null,
      senderIp: '203.0.113.5',
      raw:
        'spf=pass (sender IP is 203.0.113.5) smtp.mailfrom=attacker.example; dkim=none (message ' +
        'not signed) header.d=none;dmarc=fail action=none header.from=contoso.example;compauth=fail ' +
        'reason=001',
    });
  });

  it('lists addresses, out of Safe Links and with what stands on them', async () => {
    expect((await read(phish)).urls).toEqual([
      {
        url: 'https://login.attacker.example/o365?a=1',
        wrapped:
          'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Flogin.attacker.example%2Fo365%3Fa%3D1&data=05',
        text: 'https://login.microsoftonline.com',
        place: 'html',
      },
      { url: 'https://login.microsoftonline.com', wrapped: null, text: null, place: 'html' },
      { url: 'https://text.attacker.example/a', wrapped: null, text: null, place: 'text' },
    ]);
  });

  it('hashes attachments', async () => {
    expect((await read(phish)).attachments).toEqual([
      {
        name: '請求書.pdf',
        contentType: 'application/pdf',
        size: 8,
        sha256: createHash('sha256').update('%PDF-1.7').digest('hex'),
        inline: false,
      },
    ]);
  });

  it('keeps every header in order, unfolded and decoded', async () => {
    const { headers } = await read(
      lines(
        'X-A: one',
        'Subject: folded',
        '\tover lines',
        'X-A: =?utf-8?Q?zw=C3=B6lf?=',
        '',
        'text',
      ),
    );
    expect(headers).toEqual([
      ['X-A', 'one'],
      ['Subject', 'folded over lines'],
      ['X-A', 'zwölf'],
    ]);
  });

  it('opens a reported mail inside a report, and what is inside that', async () => {
    const report = lines(
      'From: alice@contoso.example',
      'To: soc@contoso.example',
      'Subject: Phish report',
      'Content-Type: multipart/mixed; boundary="report"',
      '',
      '--report',
      'Content-Type: text/plain',
      '',
      'please look',
      '--report',
      'Content-Type: message/rfc822; name="suspicious.eml"',
      'Content-Disposition: attachment; filename="suspicious.eml"',
      '',
      phish,
      '--report',
      'Content-Type: application/octet-stream; name="second.eml"',
      'Content-Transfer-Encoding: base64',
      '',
      base64(lines('From: x@attacker.example', 'Subject: two', '', 'http://two.example/')),
      '--report--',
    );
    const mail = await read(report);
    expect(mail.damage).toBeUndefined();
    expect(mail.urls).toEqual([]);
    expect(mail.attached).toMatchObject([
      {
        name: 'suspicious.eml',
        subject: '請求書のご確認',
        messageId: '<abc@attacker.example>',
        from: { address: 'Yamada@contoso.example' },
        authentication: { dmarc: 'fail' },
        attachments: [{ name: '請求書.pdf' }],
      },
      { name: 'second.eml', subject: 'two', urls: [{ url: 'http://two.example/' }] },
    ]);
    expect(mail.attached[0]?.urls).toHaveLength(3);
  });

  it('takes X-Originating-IP before the Received chain, but no private address', async () => {
    const chain = 'Received: from a ([203.0.113.9]) by b; Tue, 1 Jul 2025 02:11:05 +0000';
    const mail = await read(lines(chain, 'X-Originating-IP: [198.51.100.1]', '', ''));
    expect(mail.clientIp).toBe('198.51.100.1');
    expect((await read(lines(chain, 'X-Originating-IP: [10.1.2.3]', '', ''))).clientIp).toBe(
      '203.0.113.9',
    );
  });

  it('falls back on Received-SPF', async () => {
    const mail = await read(
      lines(
        'Received-SPF: SoftFail (protection.outlook.com: domain of transitioning a.example',
        ' discourages use of 203.0.113.5) client-ip=203.0.113.5; envelope-from=<b@a.example>;',
        'From: b@a.example',
        '',
        '',
      ),
    );
    expect(mail.authentication).toMatchObject({
      spf: 'softfail',
      dkim: null,
      smtpMailFrom: 'b@a.example',
      senderIp: '203.0.113.5',
    });
  });

  it("reads other servers' results and counts a signature that passes", async () => {
    const mail = await read(
      lines(
        'Authentication-Results: mx.google.example;',
        '       dkim=fail header.i=@first.example header.s=s1 header.b=abc;',
        '       dkim=pass header.i=@second.example header.s=s1 header.b=def;',
        '       spf=pass (domain of c@d.example designates 203.0.113.8 as permitted sender)',
        '       smtp.mailfrom="c@d.example"; dmarc=pass (p=NONE sp=NONE) header.from=d.example',
        'From: c@d.example',
        '',
        '',
      ),
    );
    expect(mail.authentication).toMatchObject({
      spf: 'pass',
      dkim: 'pass',
      dkimDomain: 'second.example',
      dmarc: 'pass',
      smtpMailFrom: 'c@d.example',
      compauth: null,
    });
  });

  it('reads a mail without a date, subject or text', async () => {
    const mail = await read('From: a@b.example\n\n');
    expect(mail).toMatchObject({
      date: null,
      receivedDate: null,
      subject: null,
      messageId: null,
      textStart: null,
      to: [],
      clientIp: null,
    });
  });

  it('reads raw 8-bit headers: UTF-8 and ISO-2022-JP', async () => {
    expect((await read('From: a@b.example\nSubject: 請求書\n\n')).subject).toBe('請求書');
    const raw = Buffer.from('GyRCQEE1YT1xGyhC', 'base64').toString('latin1');
    expect(
      (await read(Buffer.from(`From: a@b.example\nSubject: ${raw}\n\n`, 'latin1'))).subject,
    ).toBe('請求書');
  });

  it('reads files with a byte order mark, in UTF-16 or with lines before the headers', async () => {
    const mail = 'From: a@b.example\r\nSubject: x\r\n\r\ntext';
    expect((await read(`\ufeff${mail}`)).subject).toBe('x');
    expect((await read(Buffer.from(`\ufeff${mail}`, 'utf16le'))).subject).toBe('x');
    expect((await read(`\r\n\r\n${mail}`)).subject).toBe('x');
  });

  it('finds addresses where phish hides them', async () => {
    const html = [
      '<!--[if mso]><v:roundrect href="https://vml.example/"></v:roundrect><![endif]-->',
      '<form action="https://form.example/login">',
      '<meta http-equiv=refresh content="0; url=https://refresh.example/">',
      "<a href='h&#116;tps://entity.example/'>x</a>",
      '<a href="https://spl\n\tit.example/">x</a>',
      '<area href=//relative.example/x>',
      '<a title="a>b" href="https://quoted.example/">x</a>',
      '<a href="mailto:x@y.example">x</a><a href="#top">x</a>',
      '<img src="https://picture.example/p.png">',
    ].join('\n');
    const mail = await read(`From: a@b.example\nContent-Type: text/html\n\n${html}`);
    expect(mail.urls.map((u) => u.url)).toEqual([
      'https://vml.example/',
      'https://form.example/login',
      'https://refresh.example/',
      'https://entity.example/',
      'https://split.example/',
      'https://relative.example/x',
      'https://quoted.example/',
    ]);
  });

  it('keeps no character that a store cannot hold', async () => {
    const mail = await read('From: a@b.example\nSubject: a\0b\n\nx');
    expect(mail.subject).toBe('a\ufffdb');
  });

  it('says what it left out', async () => {
    const many = Array.from({ length: 10_050 }, (_, n) => `https://example.test/${n}`).join('\n');
    const mail = await read(`From: a@b.example\n\n${many}`);
    expect(mail.urls).toHaveLength(10_000);
    expect(mail.damage).toBe('only the first 10000 addresses were kept');
  });

  it('opens mails in mails to a depth only', async () => {
    let mail = 'From: a@b.example\r\nSubject: 0\r\n\r\nend';
    for (let depth = 1; depth < 12; depth++)
      mail = lines(
        'From: a@b.example',
        `Subject: ${depth}`,
        `Content-Type: multipart/mixed; boundary="b${depth}"`,
        '',
        `--b${depth}`,
        'Content-Type: message/rfc822',
        '',
        mail,
        `--b${depth}--`,
      );
    const outer = await read(mail);
    expect(outer.damage).toBe('mails nested deeper than 5 levels were not opened');
    const depthOf = (m: MailFields): number => 1 + Math.max(0, ...m.attached.map(depthOf));
    expect(depthOf(outer)).toBe(6);
  });

  it('keeps what it read of a mail that breaks off', async () => {
    const parts = Array.from({ length: 1_200 }, () => '--p\r\n\r\nx\r\n').join('');
    const mail = await read(
      lines('From: a@b.example', 'Content-Type: multipart/mixed; boundary=p', '', parts),
    );
    expect(mail.from?.address).toBe('a@b.example');
    expect(mail.damage).toMatch(/^the mail breaks off: /);
  });

  it('names the file when there is no mail in it', async () => {
    const file = path.join(folder, 'a.eml');
    await expect(read('just some text')).rejects.toMatchObject({
      code: 'corrupt',
      place: { file },
      message: `Cannot read ${file}: it is no mail, since it has none of the headers that every mail has.`,
    });
    await expect(read(`From: a@b.example\nX: ${'x'.repeat(2_000_000)}\n\n`)).rejects.toMatchObject({
      code: 'corrupt',
      place: { file },
    });
    await expect(read('')).rejects.toMatchObject({ code: 'empty-file', place: { file } });
    await expect(readMail(path.join(folder, 'none.eml'), 'eml')).rejects.toMatchObject({
      code: 'not-found',
      place: { file: path.join(folder, 'none.eml') },
    });
  });

  it('refuses a file above 150 MiB unread', async () => {
    const file = path.join(folder, 'large.eml');
    await writeFile(file, 'From: a@b.example\n\n');
    await truncate(file, 150 * 1024 * 1024 + 1);
    await expect(readMail(file, 'eml')).rejects.toMatchObject({
      code: 'too-large',
      place: { file },
    });
  });

  it('ends on any damage, with a record or a KonsekiError', async () => {
    const bytes = Buffer.from(phish);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 30 }),
        fc.nat(bytes.length),
        async (changes, cut) => {
          const damaged = Buffer.from(bytes.subarray(0, cut));
          for (const [at, value] of changes) if (at < cut) damaged[at] = value;
          try {
            await read(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(KonsekiError);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('decodeWords', () => {
  it.each([
    ['plain', 'plain'],
    ['=?UTF-8?Q?a_b=3D?=', 'a b='],
    ['=?utf-8?B?6KuL?= =?utf-8?B?5rGC?=', '請求'],
    // One character over two words, as some mailers split it
    ['=?utf-8?B?6Ks=?= =?utf-8?B?iw==?=', '請'],
    ['a =?utf-8?Q?b?= c =?utf-8?Q?d?=', 'a b c d'],
    ['=?cp932?B?kL8=?=', '請'],
    ['=?x-unknown?Q?abc?=', 'abc'],
    ['=?utf-8*en?Q?abc?=', 'abc'],
    ['=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
    ['=?utf-7?Q?+ADw-?=', '+ADw-'],
  ])('%s', (text, decoded) => {
    expect(decodeWords(text)).toBe(decoded);
  });
});

describe('parseMailDate', () => {
  it.each([
    ['Tue, 1 Jul 2025 11:11:00 +0900 (JST)', '2025-07-01T02:11:00.000Z'],
    ['1 Jul 2025 02:11 GMT', '2025-07-01T02:11:00.000Z'],
    ['Tue, 01 Jul 25 02:11:00 -0000', '2025-07-01T02:11:00.000Z'],
    ['Tue,  1 Jul 2025 11:11:00 JST', '2025-07-01T02:11:00.000Z'],
    ['Mon, 30 Jun 2025 22:11:00 EDT', '2025-07-01T02:11:00.000Z'],
    ['Tue, 1 Jul 2025 02:11:00', '2025-07-01T02:11:00.000Z'],
    ['01 Jul 2025 02:11:05.1234567 (UTC)', '2025-07-01T02:11:05.000Z'],
    ['2025-07-01T02:11:00Z', '2025-07-01T02:11:00.000Z'],
    ['yesterday', null],
    ['32 Foo 2025 02:11:00', null],
    ['', null],
  ])('%s', (text, iso) => {
    expect(parseMailDate(text)).toBe(iso);
  });
});

describe('parseReceived', () => {
  it.each([
    ['from h (rdns.example. [203.0.113.5]) by b with ESMTP; x', '203.0.113.5'],
    ['from rdns.example ([203.0.113.5] helo=[198.51.100.9]) by b', '203.0.113.5'],
    ['from unknown (HELO 198.51.100.9) (203.0.113.5) by b', '203.0.113.5'],
    ['from [203.0.113.5] (helo=x) by b', '203.0.113.5'],
    ['from x ([IPv6:2001:DB8::0001]) by b', '2001:db8::1'],
    ['from x (::ffff:203.0.113.5) by b', '203.0.113.5'],
    ['from x by y (203.0.113.5)', null],
    ['by mail.example with SMTP id 12', null],
    ['', null],
  ])('%s', (value, ip) => {
    expect(parseReceived(value).ip).toBe(ip);
  });
});

describe('unwrapSafeLinks', () => {
  const wrap = (url: string): string =>
    `https://nam02.safelinks.protection.outlook.com/ap/w-59/?url=${encodeURIComponent(url)}&data=x`;

  it('takes the address out, through several layers', () => {
    expect(unwrapSafeLinks(wrap(wrap('https://a.example/?b=1&c=2')))).toBe(
      'https://a.example/?b=1&c=2',
    );
  });

  it('leaves other addresses alone', () => {
    for (const url of [
      'https://safelinks.protection.outlook.com.attacker.example/?url=https%3A%2F%2Fa.example',
      'https://a.example/?url=https%3A%2F%2Fb.example',
      wrap('javascript:alert(1)'),
      'https://%',
    ])
      expect(unwrapSafeLinks(url)).toBe(url);
  });
});
