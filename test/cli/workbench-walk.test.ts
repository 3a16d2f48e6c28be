import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { version } from '../../src/cli/version.js';
import { createCase, openCase } from '../../src/ingest/case.js';
import type { Serving } from '../../src/web/api/serve.js';
import { serveCase } from '../../src/web/api/serve.js';
import { hasBrowser, noBrowser, openBrowser } from '../support/browser.js';
import { hostileNames } from '../hostile.js';
import { hear } from '../support/http.js';
import { useScratch } from '../support/scratch.js';
import { auditRecord, purviewCsv } from '../support/ual.js';
import { root } from './run.js';

const scratch = useScratch();
const faults: unknown[] = [];
const fixture = path.join(root, 'test/fixtures/incident');
let dir = '';
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[] = [];
let elsewhere: string[] = [];

async function serve(isNew: boolean): Promise<void> {
  const now = (): Date => new Date('2024-05-12T00:00:00Z');
  serving = await serveCase({
    opened: isNew ? await createCase(dir, { now }) : await openCase(dir, 'write'),
    port: 0,
    ui: path.join(root, 'dist/ui'),
    version: version(),
    author: 'tester',
    now,
    onFault: (error) => faults.push(error),
    run: async () => 0,
  });
}
const origin = (): string => `http://127.0.0.1:${serving.port}`;
async function get<T>(what: string): Promise<T> {
  const token = new URL(serving.url).searchParams.get('token') ?? '';
  const { status, text } = await hear(`${origin()}${what}`, { headers: { authorization: `Bearer ${token}` } }); // prettier-ignore
  expect(status, text).toBe(200);
  return JSON.parse(text) as T;
}
interface Session {
  readonly session: string;
  readonly verdict: string;
}
interface Documents {
  readonly document: { readonly incidents: readonly { readonly sessions: readonly { readonly id: string }[] }[] } | null; // prettier-ignore
}

/** A browser of its own for every test: it may lose its only process with a page that is closed. */
async function openPage(look: 'light' | 'dark' = 'light'): Promise<void> {
  page = await (await browser.newContext({ locale: 'en-GB', colorScheme: look })).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin()) && !/^(?:data|blob|about):/.test(url)) elsewhere.push(url);
  });
  await page.goto(serving.url);
  await page.locator('nav a').first().waitFor();
}

beforeAll(async () => {
  dir = scratch.path('walk.case');
  await serve(true);
});
afterAll(async () => {
  await serving.stop();
  expect(faults).toEqual([]);
});

const views = ['/', '/evidence', '/response', '/plan', '/timeline', '/sessions', '/scope', '/findings', '/events', '/exposed', '/report', '/measures', '/practice'] as const; // prettier-ignore

describe.skipIf(!hasBrowser)(`the work in a browser${noBrowser}`, () => {
  beforeEach(async () => {
    complaints = [];
    elsewhere = [];
    browser = await openBrowser();
  });
  afterEach(async () => {
    await browser.close();
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  test('files that are given to the page start the case, up to the incident', async () => {
    await openPage();
    await page.getByText('Start with evidence').waitFor();
    await page.goto(`${origin()}/evidence`);
    const files = readdirSync(fixture).map((name) => path.join(fixture, name));
    await page.locator('input[type=file]').setInputFiles(files);
    await page.getByText(/: added: .* rejects$/).nth(files.length - 1).waitFor();
    await page.goto(`${origin()}/`);
    await page.getByText('alice@tradewinds.example').first().waitFor({ timeout: 60_000 });
    expect(await page.getByText('No intrusion was found').count()).toBe(0);
    await page.getByText('Victims').first().waitFor();
  }, 180_000); // prettier-ignore

  test('a mark changes the verdict, and taking it back changes it again', async () => {
    const before = await get<Documents>('/api/incident');
    const attacker = before.document?.incidents[0]?.sessions[0]?.id ?? '';
    expect(attacker).not.toBe('');
    await openPage();
    const mark = async (choice: string | null, reason: string): Promise<void> => {
      await page.goto(`${origin()}/sessions?id=${encodeURIComponent(attacker)}`);
      await page.getByRole('button', { name: 'Mark…' }).first().click();
      if (choice !== null) await page.getByText(choice, { exact: true }).click();
      if (reason !== '') await page.getByLabel('Reason').fill(reason);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await mark(null, 'Alice says it was her');
    await page.getByText(/^Marked user by tester: Alice says it was her$/).first().waitFor();
    const verdictOf = async (): Promise<string | undefined> =>
      (await get<{ sessions: readonly Session[] }>('/api/sessions')).sessions.find(({ session }) => session === attacker)?.verdict;
    await expect.poll(verdictOf, { timeout: 30_000 }).toBe('user');
    await mark('no mark', '');
    await expect.poll(verdictOf, { timeout: 30_000 }).not.toBe('user');
  }, 180_000); // prettier-ignore

  test('a step that is done by keyboard alone stays done after a restart', async () => {
    await openPage();
    await page.goto(`${origin()}/response`);
    const first = page.locator('.mantine-Accordion-control').first();
    await first.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel(/^Note/).first().focus();
    await page.keyboard.type('sessions revoked, 14:05');
    await page.getByRole('button', { name: 'Done', exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await page
      .getByText(/sessions revoked, 14:05/)
      .first()
      .waitFor();
    await browser.close();
    await serving.stop();
    await serve(false);
    browser = await openBrowser();
    await openPage();
    await page.goto(`${origin()}/response`);
    await page
      .getByText(/sessions revoked, 14:05/)
      .first()
      .waitFor();
    expect(await page.getByText(/^1 of \d+ done or not needed$/).count()).toBe(1);
  }, 180_000);

  test.each([
    ['light', 'EN'],
    ['dark', '日本語'],
  ] as const)('every view is accessible (%s, %s): axe finds nothing serious', async (look, language) => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await openPage(look);
    await page.getByText(language, { exact: true }).click();
    const found: unknown[] = [];
    for (const view of views) {
      await page.goto(`${origin()}${view}`);
      await page.locator('main h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(400);
      await page.evaluate(axe);
      const result = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string; any: { message: string }[] }[] }[] }>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], iframes: false })`);
      for (const { id, impact, nodes } of result.violations)
        if (impact === 'serious' || impact === 'critical')
          found.push([view, id, nodes.length, ...new Set(nodes.map(({ html, any }) => `${any[0]?.message ?? ''} ${html.slice(0, 160)}`).slice(0, 6))]);
    }
    expect(found).toEqual([]);
  }, 240_000); // prettier-ignore

  test('names that an attacker chose stay text in every view', async () => {
    await serving.stop();
    dir = scratch.path('hostile.case');
    await serve(true);
    const records = hostileNames.flatMap((name, at) => [
      auditRecord(2 * at, { UserId: 'alice@contoso.test', SessionId: 'aaaaaaaa-0000-4000-8000-000000000001', Operation: 'New-InboxRule', RecordType: 1, ObjectId: name, Parameters: [{ Name: 'Name', Value: name }, { Name: 'SubjectContainsWords', Value: name }, { Name: 'MoveToFolder', Value: 'RSS Feeds' }] }),
      auditRecord(2 * at + 1, { UserId: 'alice@contoso.test', SessionId: 'aaaaaaaa-0000-4000-8000-000000000001', Operation: 'Send', RecordType: 2, ClientInfoString: name, Item: { Subject: name, ParentFolder: { Path: name } } }),
    ]);
    const token = new URL(serving.url).searchParams.get('token') ?? '';
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const added = await hear(`${origin()}/api/evidence?name=export.csv`, { method: 'POST', headers, body: purviewCsv(records) });
    expect(added.text).toContain(`"events":${records.length}`);
    const mark = { what: 'session:aaaaaaaa-0000-4000-8000-000000000001', as: 'attacker', why: hostileNames[0] };
    expect((await hear(`${origin()}/api/marks`, { method: 'POST', headers, body: JSON.stringify(mark) })).status).toBe(200);
    await expect.poll(async () => (await get<Documents>('/api/incident')).document?.incidents.length ?? 0, { timeout: 60_000 }).toBe(1);
    await openPage();
    let seen = '';
    for (const view of [...views, '/sessions?id=aaaaaaaa-0000-4000-8000-000000000001', `/events?text=${encodeURIComponent('<script>alert(1)</script>')}`]) {
      await page.goto(`${origin()}${view}`);
      await page.locator('main').waitFor();
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(300);
      const { live, text } = await page.evaluate<{ live: string[]; text: string }>(`(() => {
        const all = [...document.querySelectorAll('main *')];
        return {
          live: all.filter((one) => one.localName === 'script' || one.localName === 'base' || one.getAttributeNames().some((name) => /^on/i.test(name)) || /^(javascript|data|vbscript):/i.test(one.getAttribute('href') ?? '')).map((one) => one.outerHTML.slice(0, 200)),
          text: document.querySelector('main').innerText,
        };
      })()`);
      expect([view, live]).toEqual([view, []]);
      expect([view, /[\u0000-\u0008\u000b\u001b\u202a-\u202e\u2066-\u2069]/.exec(text)?.[0]]).toEqual([view, undefined]); // eslint-disable-line no-control-regex -- they are what must not be there
      seen += text;
    }
    expect(seen).toContain('<script>alert(1)</script>');
  }, 240_000); // prettier-ignore
});
