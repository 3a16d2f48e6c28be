import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../src/cli/version.js';
import { openCase } from '../../src/ingest/case.js';
import type { Serving } from '../../src/web/api/serve.js';
import { serveCase } from '../../src/web/api/serve.js';
import { hasBrowser, noBrowser, openBrowser } from '../support/browser.js';
import { hear } from '../support/http.js';
import { useScratch } from '../support/scratch.js';
import { unzipped } from '../support/unzipped.js';
import { konseki, root } from './run.js';

interface Step {
  readonly id: string;
  readonly state: string;
  readonly because: string;
  readonly removal: string | null;
}

const scratch = useScratch();
const faults: unknown[] = [];
let demo = '';
let serving: Serving;
let origin = '';
let token = '';
/** What the command line says, asked before the case is served: it would ask the server, which waits for it here. */
const told = { report: '', measures: '', plan: '' };

async function start(): Promise<void> {
  serving = await serveCase({
    opened: await openCase(demo, 'write'),
    port: 0,
    ui: path.join(root, 'dist/ui'),
    version: version(),
    author: 'tester',
    now: () => new Date('2024-05-12T00:00:00Z'),
    onFault: (error) => faults.push(error),
    run: async () => 0,
  });
  origin = `http://127.0.0.1:${serving.port}`;
  token = new URL(serving.url).searchParams.get('token') ?? '';
}
const bearer = (): Record<string, string> => ({ authorization: `Bearer ${token}` });
const get = async <T>(what: string): Promise<T> => {
  const { status, text } = await hear(`${origin}${what}`, { headers: bearer() });
  expect(status, text).toBe(200);
  // What the routes answer is theirs; the tests look at parts of it.
  return JSON.parse(text) as T;
};
const steps = async (language = 'en'): Promise<readonly Step[]> =>
  (await get<{ plan: { parts: { steps: Step[] }[] } }>(`/api/respond?lang=${language}`)).plan.parts.flatMap((part) => part.steps); // prettier-ignore
const tell = async (body: object): Promise<{ readonly status: number; readonly text: string }> =>
  hear(`${origin}/api/respond`, { method: 'POST', headers: { ...bearer(), 'content-type': 'application/json' }, body: JSON.stringify(body) }); // prettier-ignore

beforeAll(async () => {
  demo = scratch.path('demo.case');
  expect(konseki('demo', '--case', demo).code).toBe(0);
  told.measures = konseki('measures', demo, '--json').out;
  told.plan = konseki('plan', demo, '--licence', 'e3', '--now', '2024-05-12', '--json').out;
  await start();
}, 120_000); // prettier-ignore
afterAll(async () => {
  await serving.stop();
  expect(faults).toEqual([]);
});

describe('the response plan in the workbench', () => {
  test('keeps what is told of a step, for the command line and for the next start', async () => {
    const [first, second] = await steps();
    if (first === undefined || second === undefined) throw new Error('no steps');
    expect(first.state).toBe('todo');
    expect((await tell({ action: first.id, state: 'done', note: 'by phone' })).status).toBe(200);
    const refused = await tell({ action: second.id, state: 'not-needed' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Why is the step not needed?');
    expect((await tell({ action: 'a-none', state: 'done' })).status).toBe(404);
    expect((await tell({ action: first.id, state: 'finished' })).status).toBe(400);
    await serving.stop();
    // What was recorded stands in the report, too.
    told.report = konseki('report', demo, '--format', 'md', '--out', scratch.path('report'), '--json').out; // prettier-ignore
    expect(konseki('respond', demo, '--json').out).toContain('by phone');
    await start();
    expect((await steps('ja'))[0]).toMatchObject({ id: first.id, state: 'done' });
    expect((await steps())[1]?.state).toBe('todo');
  });

  test('gives all scripts as one file', async () => {
    const { status, bytes } = await hear(`${origin}/api/respond/scripts?lang=ja`, { headers: bearer() }); // prettier-ignore
    expect(status).toBe(200);
    const names = [...unzipped(bytes).keys()];
    expect(names.filter((name) => name.endsWith('.ps1')).length).toBe((await steps()).length);
    expect(names).toContain('README.md');
  });
});

describe('the report, the measures and the plan in the workbench', () => {
  test('the report is the one of the command line, in a page that runs nothing', async () => {
    const page = await hear(`${origin}/api/report?lang=ja`, { headers: bearer() });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none';.*sandbox$/);
    expect(page.text).toContain('フィッシング耐性のある MFA');
    const md = await hear(`${origin}/api/report?format=md&download=1`, { headers: bearer() });
    expect(told.report).toContain(createHash('sha256').update(md.bytes).digest('hex'));
    for (const [format, magic] of [
      ['pdf', '%PDF'],
      ['docx', 'PK'],
      ['xlsx', 'PK'],
    ] as const) {
      const { bytes, headers } = await hear(`${origin}/api/report?format=${format}&download=1`, { headers: bearer() }); // prettier-ignore
      expect(bytes.subarray(0, magic.length).toString()).toBe(magic);
      expect(headers['content-disposition']).toMatch(new RegExp(`^attachment; filename="report-.*\\.${format}"$`)); // prettier-ignore
    }
    expect((await hear(`${origin}/api/report?format=exe`, { headers: bearer() })).status).toBe(400);
  }, 60_000);

  test('measures and log readiness say what the command line says', async () => {
    const { measures } = await get<{ measures: unknown[] }>('/api/measures');
    expect(measures).toEqual((JSON.parse(told.measures) as { measures: unknown[] }).measures);
    const figure = await hear(`${origin}/api/figures/measures.svg?lang=ja`, { headers: bearer() });
    expect(figure.text).toMatch(/^<svg [^]*W-73/);
    const { plan } = await get<{ plan: { rows: unknown[] } }>('/api/plan?licence=e3');
    expect(plan.rows).toEqual((JSON.parse(told.plan) as { rows: unknown[] }).rows);
    expect((await hear(`${origin}/api/plan?licence=gold`, { headers: bearer() })).status).toBe(400);
  });
});

describe.skipIf(!hasBrowser)(`the views in a browser${noBrowser}`, () => {
  const views = ['/', '/evidence', '/response', '/plan', '/timeline', '/sessions', '/scope', '/findings', '/events', '/exposed', '/report', '/measures', '/practice'] as const; // prettier-ignore

  test('every view of the navigation opens, in both languages, and breaks no rule of its page', async () => {
    const browser = await openBrowser();
    try {
      const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(serving.url);
      await page.locator('nav a').first().waitFor();
      const linked: string[] = [];
      for (const link of await page.locator('nav a').all()) linked.push((await link.getAttribute('href')) ?? ''); // prettier-ignore
      expect(linked.toSorted()).toEqual([...views].toSorted());
      const titles = new Map<string, string>();
      for (const view of views) {
        await page.goto(`${origin}${view}`);
        const title = page.locator('main h1').first();
        await title.waitFor();
        titles.set(view, (await title.textContent()) ?? '');
        expect(await page.locator('main [role="alert"]:has-text("internal")').count()).toBe(0);
      }
      expect(new Set(titles.values()).size).toBe(views.length);
      await page.getByText('日本語', { exact: true }).click();
      for (const view of views.slice(1)) {
        await page.goto(`${origin}${view}`);
        const title = page.locator('main h1').first();
        await title.waitFor();
        expect(await title.textContent()).not.toBe(titles.get(view));
      }
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 120_000);
});
