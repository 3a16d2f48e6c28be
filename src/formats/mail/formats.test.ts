import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Normalised } from '../../model/event.js';
import { readMail } from '../../read/mail.js';
import { normalise } from '../normalise.js';
import { makeRecogniser } from '../recognise.js';
import { mailFormats } from './formats.js';

const recogniser = makeRecogniser(mailFormats);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'konseki-mail-format-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(...lines: readonly string[]): Promise<Partial<Normalised>> {
  const file = path.join(folder, 'a.eml');
  await writeFile(file, lines.join('\r\n'));
  const record = await readMail(file, 'eml');
  const format = recogniser.recognise(record.fields, 'mail');
  if (format === undefined) throw new Error('not recognised');
  const event = normalise(format, record, file);
  if (event.kind === 'unreadable') throw new Error(event.reason);
  expect(JSON.parse(event.raw)).toEqual(record.fields);
  return Object.fromEntries(Object.entries(event.values).filter(([, value]) => value !== null));
}

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

const headers = [
  'Received: from mail.attacker.example (203.0.113.5) by',
  ' DB5EUR01FT012.mail.protection.outlook.com; Tue, 1 Jul 2025 02:11:05 +0000',
  'From: =?utf-8?B?5bGx55Sw?= <Yamada@attacker.example>',
  'To: Alice <Alice@contoso.example>, bob@contoso.example',
  'Cc: carol@contoso.example',
  'Subject: =?utf-8?B?6KuL5rGC5pu4?=',
  'Message-ID: <abc@attacker.example>',
  'X-MS-Exchange-Organization-Network-Message-Id: 1341ac7b-13fb-42ab-4d44-08cf7f55890f',
];

it('makes an event of a saved mail', async () => {
  expect(await read(...headers, 'Date: Tue, 1 Jul 2025 11:11:00 +0900', '', 'text')).toEqual({
    event_id: expect.stringMatching(/^h-[0-9a-f]{32}$/) as string,
    time: at('2025-07-01T02:11:00Z'),
    record_type_name: 'eml',
    workload: 'Exchange',
    operation: 'Mail sample',
    outcome: 'unknown',
    user: 'yamada@attacker.example',
    target_user: 'alice@contoso.example',
    object: 'alice@contoso.example; bob@contoso.example; carol@contoso.example',
    subject: '請求書',
    message_id: '<abc@attacker.example>',
    ip: '203.0.113.5',
    correlation_id: '1341ac7b-13fb-42ab-4d44-08cf7f55890f',
  });
});

it("believes the server's clock where the sender's date is far off or missing", async () => {
  for (const date of [['Date: Tue, 1 Jan 2030 00:00:00 +0000'], []])
    expect((await read(...headers, ...date, '', '')).time).toBe(at('2025-07-01T02:11:05Z'));
  expect(
    (await read('From: a@b.example', 'Date: Tue, 1 Jan 2030 00:00:00 +0000', '', '')).time,
  ).toBe(at('2030-01-01T00:00:00Z'));
});

it('is one event however often the same mail is saved', async () => {
  const first = await read(...headers, 'Date: Tue, 1 Jul 2025 11:11:00 +0900', '', 'text');
  const second = await read('X-Saved: again', ...headers, '', 'other text');
  expect(second.event_id).toBe(first.event_id);
});

it('has an id without a message id', async () => {
  expect((await read('From: a@b.example', '', '')).event_id).toMatch(/^h-/);
});
