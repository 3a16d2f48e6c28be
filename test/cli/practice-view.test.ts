import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../src/cli/version.js';
import { createCase, openCase } from '../../src/ingest/case.js';
import { startExercise } from '../../src/practice/play/exercise.js';
import { readTruth } from '../../src/practice/score/truth-file.js';
import type { Play } from '../../src/web/api/practice-room.js';
import type { Serving } from '../../src/web/api/serve.js';
import { serveCase } from '../../src/web/api/serve.js';
import { hasBrowser, noBrowser, openBrowser } from '../support/browser.js';
import { hear } from '../support/http.js';
import { useScratch } from '../support/scratch.js';
import { root } from './run.js';

const scratch = useScratch();
const faults: unknown[] = [];
let dir = '';
let serving: Serving;

async function serve(folder: string, isNew: boolean): Promise<Serving> {
  const now = (): Date => new Date('2026-01-05T00:00:00Z');
  return serveCase({
    opened: isNew ? await createCase(folder, { now }) : await openCase(folder, 'write'),
    port: 0,
    ui: path.join(root, 'dist/ui'),
    version: version(),
    author: 'tester',
    now,
    onFault: (error) => faults.push(error),
    run: async () => 0,
  });
}
const headers = (): Record<string, string> => ({
  authorization: `Bearer ${new URL(serving.url).searchParams.get('token') ?? ''}`,
  'content-type': 'application/json',
});
const origin = (): string => `http://127.0.0.1:${serving.port}`;
async function play(lang = 'en'): Promise<Play> {
  const { status, text } = await hear(`${origin()}/api/practice?lang=${lang}`, { headers: headers() }); // prettier-ignore
  expect(status, text).toBe(200);
  return (JSON.parse(text) as { readonly play: Play }).play;
}
async function post(what: string, body: object): Promise<{ readonly status: number; readonly text: string }> {
  return hear(`${origin()}${what}`, { method: 'POST', headers: headers(), body: JSON.stringify(body) });
} // prettier-ignore
const move = async (body: object): Promise<Play> => {
  const { status, text } = await post('/api/practice', body);
  expect(status, text).toBe(200);
  return (JSON.parse(text) as { readonly play: Play }).play;
};

beforeAll(async () => {
  dir = scratch.path('practice.case');
  serving = await serve(dir, true);
});
afterAll(async () => {
  await serving.stop();
  expect(faults).toEqual([]);
});

describe('the exercise in the workbench', () => {
  test('an empty case offers scenarios; what cannot be is refused', async () => {
    expect((await play()).state).toBe('choose');
    expect((await post('/api/practice', { kind: 'begin' })).status).toBe(400);
    const none = await post('/api/practice/incident', { scenario: 'nope', seed: 1 });
    expect([none.status, none.text]).toEqual([400, expect.stringContaining('Choose one of: workshop')]); // prettier-ignore
    expect((await post('/api/practice/incident', { scenario: 'workshop', seed: -1 })).status).toBe(400); // prettier-ignore
  });

  test('is played to its end: right, with a hint, wrong, passed over; and survives a restart', async () => {
    expect((await post('/api/practice/incident', { scenario: 'device-code', seed: 4 })).status).toBe(200);
    expect((await post('/api/practice/incident', { scenario: 'workshop', seed: 1 })).status).toBe(400);
    const opening = await play('ja');
    expect(opening.state).toBe('begin');
    expect(opening.opening?.role).toMatch(/あなたは/);
    const questions = startExercise(await readTruth(path.join(dir, 'uploads/practice')), 'en').questions;
    const rightOf = (at: number): string | string[] => {
      const task = questions[at]?.task;
      switch (task?.kind) {
        case 'free': return task.accepted[0] ?? '';
        case 'order': return [...task.items].sort((a, b) => a.rank - b.rank).map(({ id }) => id);
        case 'choice':
        case 'multi': return task.choices.filter(({ right }) => right).map(({ id }) => id);
        case undefined: return '';
      }
    };
    let now = await move({ kind: 'begin' });
    expect(now.question).toMatchObject({ number: 1, of: questions.length, worth: 10, hints: [] });
    // No answer reaches the browser before it is given.
    expect(JSON.stringify(now.question)).not.toMatch(/"right"|"accepted"|"rank"/);
    now = await move({ kind: 'answer', input: rightOf(0) });
    expect(now.feedback).toMatchObject({ verdict: 'right', points: 10 });
    now = await move({ kind: 'hint' });
    expect(now.question).toMatchObject({ number: 2, worth: 8 });
    now = await move({ kind: 'answer', input: rightOf(1) });
    expect(now.feedback).toMatchObject({ verdict: 'right', points: 8 });
    expect((await post('/api/practice', { kind: 'answer', input: [] })).status).toBe(400);
    expect((await play()).question?.number).toBe(3);
    now = await move({ kind: 'pass' });
    expect(now.feedback).toMatchObject({ verdict: 'passed', points: 0 });

    await serving.stop();
    serving = await serve(dir, false);
    expect(await play()).toEqual(now);
    for (let at = 3; at < questions.length; at++) now = await move({ kind: 'answer', input: rightOf(at) });
    expect(now.state).toBe('over');
    const most = questions.length * 10;
    expect(now.result).toMatchObject({ points: most - 12, most, answered: questions.length, hints: 1 });
    expect(now.result?.readAgain.length).toBeGreaterThan(0);
    expect(now.feedback?.command ?? '').not.toMatch(/\b(?:CASE|FILES)\b/);

    now = await move({ kind: 'begin' });
    expect(now.result?.answered).toBe(0);
  }, 120_000); // prettier-ignore

  test('a damaged file is no exercise: it can begin again', async () => {
    const file = path.join(dir, 'practice/play.json');
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, kept.slice(0, 10));
    expect((await play()).state).toBe('begin');
    await move({ kind: 'begin' });
    expect((await play()).question?.number).toBe(1);
  });
});

describe.skipIf(!hasBrowser)(`the exercise in a browser${noBrowser}`, () => {
  test('by keyboard alone: answered, hinted and passed over', async () => {
    const browser = await openBrowser();
    try {
      const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(serving.url);
      await page.locator('nav a').first().waitFor();
      await page.goto(`${origin()}/practice`);
      await page.getByText(/^Question 1 of/).waitFor();
      await page.getByRole('button', { name: /^Hint/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('worth 8 points').waitFor();
      await page.getByRole('button', { name: 'Pass over' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText(/^Question 2 of/).waitFor();
      expect(await page.getByRole('status', { name: 'The question before' }).textContent()).toContain('Passed over');
      // An answer that is none is said, and costs nothing.
      await page.getByRole('button', { name: 'Answer', exact: true }).focus();
      const isOrder = (await page.getByRole('group', { name: /Put in order/ }).count()) > 0;
      if (!isOrder) {
        await page.keyboard.press('Enter');
        await page.getByText('Nothing was answered.').waitFor();
      }
      await page.getByText('日本語', { exact: true }).click();
      await page.getByText(/^問 2/).waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 120_000); // prettier-ignore
});
