import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCase } from '../../src/ingest/case.js';
import { useScratch } from '../support/scratch.js';
import { unzipped } from '../support/unzipped.js';
import { jsonList, konseki, root } from './run.js';

const scratch = useScratch();
let demo = '';
/** The report of the demo, by format and language. */
const reports = new Map<string, Buffer>();

beforeAll(() => {
  demo = scratch.path('demo.case');
  expect(konseki('demo', '--case', demo).code).toBe(0);
  for (const language of ['en', 'ja']) {
    const { code, out } = konseki('report', demo, '--lang', language, '--json');
    expect(code).toBe(0);
    for (const { file, format, bytes, sha256 } of jsonList(out)) {
      const whole = readFileSync(String(file));
      expect(whole).toHaveLength(Number(bytes));
      expect(createHash('sha256').update(whole).digest('hex')).toBe(sha256);
      reports.set(`${String(format)} ${language}`, whole);
    }
  }
}, 180_000);
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Markdown without its escapes. */
const markdown = (language: string): string =>
  (reports.get(`md ${language}`)?.toString() ?? '').replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '');

/** All of these, each after the one before. */
function inOrder(text: string, parts: readonly string[]): void {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    expect(found, `"${part}" after ${text.slice(Math.max(0, at - 60), at)}`).toBeGreaterThanOrEqual(0); // prettier-ignore
    at = found + part.length;
  }
}

describe('the report of the demo says what the example of the workshop says (W-60 … W-64, W-82)', () => {
  test('with the measures that would have stopped it, in both languages (W-70 … W-7E)', () => {
    inOrder(markdown('en'), ['Measures that would have stopped, ended or shown it', 'W-73 Phishing-resistant MFA (prevent)', 'would have stopped it']); // prettier-ignore
    inOrder(markdown('ja'), ['防げた・早く終わらせた・気付けた対策', 'W-73 フィッシング耐性のある MFA (防止)']); // prettier-ignore
  });

  test('in its order and tone', () => {
    inOrder(markdown('en'), [
      'We have detected the following suspicious activity in your logs. Please confirm whether these were expected and review the following action items.',
      '## Summary',
      'Between 09:25:56 and 10:55:45 UTC on May 10, 2024, we observed suspicious sign-ins and activities to the account of alice.aoki@example0.jp.',
      'Phishing email "Activate Your New Business Card System" was sent to 12 colleagues.',
      'The logs show no click on the phishing link and no suspicious sign-in of theirs.',
      'The inbox rule "." was created in the mailbox of alice.aoki@example0.jp to keep mail out of the user\'s sight',
      'if its subject contains "Activate Your New Business Card System"',
      'The application ".." was added to the tenant. Its permissions are limited to the user scope.',
      '## Response Actions',
      'We recommend taking the following actions to prevent further compromise.',
      '1. Revoke the sessions of alice.aoki@example0.jp',
      '2. Reset the password of alice.aoki@example0.jp',
      'Disable the inbox rule "."',
      'Disable the application ".."',
      '## Details',
      'Suspicious user agents and IP addresses',
      '- Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:125.0) Gecko/20100101 Firefox/125.0',
      '- 152[.]42[.]161[.]220',
      '- 240b[:]10[:]32c1[:]ab00[:]857[:]889[:]3734[:]e93',
      'The added application',
      '- DisplayName: ..',
      '- AppId: 3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
      '- DelegatedPermissionGrant.Scope: email, Mail.ReadWrite.Shared, Mail.Send.Shared, openid, TeamsActivity.Read, TeamsActivity.Send, User.Read',
      '- ConsentType: Principal (this user only)',
      'Mail rules',
      '- Name: .',
      '- Action: MoveToFolder: Deleted Items',
      '- Condition: SubjectContainsWords: "Activate Your New Business Card System"',
      'If you have any questions, please feel free to ask us. Thank you for your time and attention.',
      '## Executive summary',
      '## Incident timeline',
    ]);
  });

  test('in Japanese too', () => {
    inOrder(markdown('ja'), [
      'ログにおいて、以下の不審な活動を確認しました。',
      '## 概要',
      '2024年5月10日 09:25:56 から 10:55:45 (UTC) までの間に、alice.aoki@example0.jp のアカウントで',
      'フィッシングメール「Activate Your New Business Card System」が社内の 12 名に送信されました。',
      'クリックや受信者の不審なサインインは、ログに記録されていません。',
      '受信トレイルール「.」が作成されました',
      'アプリケーション「..」がテナントに追加されました。権限は当該利用者の範囲に限られます。',
      '## 対応事項',
      'セッションを失効させる',
      'パスワードをリセットする',
      '## 詳細',
      '152[.]42[.]161[.]220',
      'ConsentType: Principal (本人のみ)',
      'SubjectContainsWords: "Activate Your New Business Card System"',
      'お気軽にお問い合わせください。',
      '## インシデントのタイムライン',
    ]);
  });

  test('says nothing twice in the summary', () => {
    const [, summary = ''] = markdown('en').split(/^## /m).filter((part) => /^(Summary|Response)/.test(part)).reverse(); // prettier-ignore
    const lines = summary.split('\n').filter((line) => line.startsWith('- '));
    expect(lines.filter((line) => line.includes('inbox rule'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('application'))).toHaveLength(1);
    for (const line of lines) expect(line.length).toBeLessThan(300);
  });

  test('has the timeline as a figure of three lanes', () => {
    const html = reports.get('html en')?.toString() ?? '';
    const [, data = ''] = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(html) ?? [];
    const svg = Buffer.from(data, 'base64').toString();
    for (const lane of ['User', 'Microsoft 365', 'Attacker']) expect(svg).toContain(`>${lane}<`);
    inOrder(svg, ['09:25:56', '09:53:07', '10:05:27']);
    expect([...unzipped(reports.get('docx en') ?? Buffer.alloc(0)).keys()].filter((name) => name.endsWith('.png'))).toHaveLength(1); // prettier-ignore
  });
});

describe('report', () => {
  test('writes every format in both languages', () => {
    expect([...reports.keys()].sort()).toEqual(
      ['en', 'ja'].flatMap((lang) => ['docx', 'html', 'md', 'pdf', 'xlsx'].map((format) => `${format} ${lang}`)).sort(),
    );
    for (const language of ['en', 'ja']) {
      expect(reports.get(`pdf ${language}`)?.subarray(0, 5).toString()).toBe('%PDF-');
      for (const format of ['docx', 'xlsx'])
        expect(reports.get(`${format} ${language}`)?.subarray(0, 2).toString()).toBe('PK');
      expect(reports.get(`html ${language}`)?.toString()).toContain(`<html lang="${language}">`);
    }
  }); // prettier-ignore

  test('gives the same bytes in another process, PDF among them', () => {
    const out = scratch.path('again');
    expect(konseki('report', demo, '--out', out).code).toBe(0);
    for (const name of readdirSync(out))
      expect(readFileSync(path.join(out, name)).equals(reports.get(`${path.extname(name).slice(1)} en`) ?? Buffer.alloc(0)), name).toBe(true);
  }); // prettier-ignore

  test('does not write over files unless it may', () => {
    const out = scratch.path('there');
    const run = (...more: readonly string[]) =>
      konseki('report', demo, '--format', 'md,html', '--out', out, ...more);
    expect(run().code).toBe(0);
    const [first = ''] = readdirSync(out);
    writeFileSync(path.join(out, first), 'mine');
    const again = run();
    expect(again.code).toBe(2);
    expect(again.err).toContain('is there already');
    expect(again.err).toContain('--force');
    expect(readFileSync(path.join(out, first), 'utf8')).toBe('mine');
    expect(run('--force').code).toBe(0);
    expect(readFileSync(path.join(out, first), 'utf8')).not.toBe('mine');
    expect(readdirSync(out)).toHaveLength(2);
  });

  test.each([
    [2, 'It takes md, html, docx, pdf, xlsx', ['--format', 'doc']],
    [2, 'It takes en, ja', ['--lang', 'fr']],
    [2, 'It takes clear, green, amber, amber+strict, red', ['--tlp', 'white']],
    [3, 'no incident "inc-x"', ['--incident', 'inc-x']],
  ])('wrong input ends with %d: %s', (code, message, args) => {
    const ran = konseki(args[0] === '--tlp' ? 'bundle' : 'report', demo, ...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
    expect(ran.err.trim().split('\n').length).toBeLessThan(4);
    expect(readdirSync(demo)).not.toContain('bundle');
  });

  test('tells of a folder that cannot be written', () => {
    mkdirSync(scratch.path('x'), { recursive: true });
    writeFileSync(scratch.path('x/file'), '');
    const ran = konseki('report', demo, '--format', 'md', '--out', scratch.path('x/file/inner'));
    expect(ran.code).toBe(5);
    expect(ran.err).toContain('cannot be written');
    expect(ran.err).toContain('--out');
  });

  test('tells of fonts that are missing before it writes, and how to do without', async () => {
    const hook = await scratch.write(
      'no-fonts.mjs',
      `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
       const there = fs.existsSync; fs.existsSync = (file) => !String(file).endsWith('.ttf') && there(file); syncBuiltinESMExports();`,
    );
    vi.stubEnv('NODE_OPTIONS', `--import=${pathToFileURL(hook).href}`);
    const out = scratch.path('fontless');
    const ran = konseki('report', demo, '--out', out);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('fonts for PDF and DOCX are missing');
    expect(ran.err).toContain('--format md,html,xlsx');
    expect(existsSync(out)).toBe(false);
    expect(konseki('report', demo, '--format', 'md', '--out', out).code).toBe(0);
  });
});

describe('a case without an incident', () => {
  test('that is empty has a report, and it says so', async () => {
    const dir = scratch.path('empty.case');
    (await createCase(dir, { now: () => new Date(0) })).close();
    const { code, out } = konseki('report', dir, '--json');
    expect(code).toBe(0);
    expect(jsonList(out)).toHaveLength(5);
    const text = readFileSync(String(jsonList(out)[0]?.['file']), 'utf8');
    expect(text).toContain('found no intrusion');
    expect(text).toContain('There is no evidence in this case.');
    expect(text).not.toMatch(/undefined|NaN|Invalid Date|1970/);
    expect(konseki('bundle', dir, '--lang', 'ja').code).toBe(0);
  });

  test('that has gaps only tells what they hide', () => {
    const dir = scratch.path('gaps.case');
    const mail = path.join(root, 'test/fixtures/incident/Activate Your New Business Card System.eml');
    expect(konseki('investigate', mail, '--case', dir).code).toBe(0);
    for (const [language, none, gaps] of [['en', 'found no intrusion', '## Gaps'], ['ja', '侵害は確認されませんでした', '## ログの欠落']] as const) {
      const { code, out } = konseki('report', dir, '--format', 'md', '--lang', language, '--json');
      expect(code).toBe(0);
      const text = readFileSync(String(jsonList(out)[0]?.['file']), 'utf8');
      inOrder(text, [none, gaps, '| ']);
      expect(text).not.toMatch(/undefined|NaN|Invalid Date/);
    }
  }); // prettier-ignore
});

describe('bundle', () => {
  test('packs the hand-over into one file, and not over another', () => {
    const file = scratch.path('out/handover.zip');
    const ran = konseki('bundle', demo, '--out', file, '--json');
    expect(ran.code).toBe(0);
    const zip = readFileSync(file);
    expect(JSON.parse(ran.out)).toEqual({ file, bytes: zip.length, sha256: createHash('sha256').update(zip).digest('hex') }); // prettier-ignore
    expect(readdirSync(path.dirname(file))).toEqual(['handover.zip']);
    const files = new Map([...unzipped(zip)].map(([name, bytes]) => [name.slice(name.indexOf('/') + 1), bytes])); // prettier-ignore
    for (const format of ['md', 'html', 'docx', 'pdf', 'xlsx'])
      expect(files.get(`report/report.${format}`)?.equals(reports.get(`${format} en`) ?? Buffer.alloc(0)), format).toBe(true); // prettier-ignore
    for (const line of (files.get('SHA256SUMS')?.toString() ?? '').trim().split('\n')) {
      const [hash, name = ''] = line.split('  ');
      expect(createHash('sha256').update(files.get(name) ?? '').digest('hex'), name).toBe(hash); // prettier-ignore
    }
    expect(jsonList(files.get('journal.json')?.toString() ?? '').length).toBeGreaterThan(5);
    expect(konseki('bundle', demo, '--out', file).code).toBe(2);
    expect(readFileSync(file).equals(zip)).toBe(true);
  });

  test('names nobody when it is redacted', () => {
    const file = scratch.path('out/redacted.zip');
    expect(konseki('bundle', demo, '--out', file, '--redact', '--lang', 'ja').code).toBe(0);
    const files = unzipped(readFileSync(file));
    expect([...files.keys()].filter((name) => name.includes('journal'))).toEqual([]);
    for (const [name, bytes] of files)
      if (/\.(?:md|html|json|csv|txt)$/.test(name))
        expect(bytes.toString(), name).not.toMatch(/alice|aoki|adele|grady|johanna|Business Card/i);
  });

  test('tells of a name that is a folder, and of a place that cannot be written', () => {
    expect(konseki('bundle', demo, '--out', demo)).toMatchObject({ code: 2, err: expect.stringContaining('is a folder') as string }); // prettier-ignore
    writeFileSync(scratch.path('plain'), '');
    const ran = konseki('bundle', demo, '--out', scratch.path('plain/b.zip'));
    expect(ran).toMatchObject({ code: 5 });
    expect(ran.err).toContain('cannot be written');
  });
});
