import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { useScratch } from '../support/scratch.js';
import { jsonList, jsonLines, konseki, root } from './run.js';

const scratch = useScratch();
let dir = '';

beforeAll(() => {
  dir = scratch.path('outputs.case');
  const fixture = path.join(root, 'test/fixtures/incident');
  expect(konseki('investigate', fixture, '--case', dir).code).toBe(0);
}, 120_000);

describe('timeline', () => {
  test('in the terminal, with the zone of its times, and opened by the ids it shows', () => {
    const { code, out } = konseki('timeline', dir, '--tz', 'Asia/Tokyo');
    expect(code).toBe(0);
    expect(out).toContain('Times: Asia/Tokyo');
    expect(out).toContain('18:25:56+09:00  Attacker');
    const [, id = ''] = /\[([0-9a-f]{6,})\]/.exec(out) ?? [];
    expect(konseki('timeline', dir, '--open', id).out).toContain('Event');
    expect(konseki('timeline', dir, '--lang', 'ja').out).toContain('攻撃者');
    expect(jsonList(konseki('timeline', dir, '--json').out).map((row) => row['id'])).toContain(id);
  });

  test('as files, whole, and not over others', () => {
    const out = scratch.path('figures');
    const run = (...more: readonly string[]) =>
      konseki('timeline', dir, '--format', 'svg,png', '--by', 'log', '--out', out, ...more);
    expect(run()).toMatchObject({ code: 0 });
    expect(readdirSync(out).map((name) => path.extname(name)).sort()).toEqual(['.png', '.svg']);
    expect(run()).toMatchObject({ code: 2, err: expect.stringContaining('there already') as string });
    expect(run('--force').code).toBe(0);
  }); // prettier-ignore

  test.each([
    [2, 'Add --out DIR', ['--format', 'svg']],
    [2, 'It takes text, svg, png', ['--format', 'pdf']],
    [2, 'It takes en, ja', ['--lang', 'fr']],
    [2, 'It takes lane, log', ['--by', 'day']],
    [3, 'no entry "zzzz"', ['--open', 'zzzz']],
    [3, 'no incident "inc-x"', ['--incident', 'inc-x']],
  ])('wrong input ends with %d: %s', (code, message, args) => {
    const ran = konseki('timeline', dir, ...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });
});

describe('export', () => {
  test('every format holds the same events', () => {
    const out = scratch.path('tables');
    const { code, out: told } = konseki('export', dir, '--format', 'timesketch,stix,misp,csv,jsonl,parquet', '--out', out, '--json'); // prettier-ignore
    expect(code).toBe(0);
    const files = JSON.parse(told) as readonly string[];
    expect(files).toHaveLength(10);
    const file = (end: string): string => files.find((name) => name.endsWith(end)) ?? '';
    const events = jsonLines(readFileSync(file('events.jsonl'), 'utf8'));
    const sketch = jsonLines(readFileSync(file('timesketch.jsonl'), 'utf8'));
    expect(events.length).toBeGreaterThan(40);
    expect(sketch).toHaveLength(events.length);
    for (const row of sketch)
      for (const name of ['message', 'datetime', 'timestamp_desc']) expect(row[name]).toMatch(/./);
    expect(readFileSync(file('events.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    expect(readdirSync(out)).toHaveLength(10);
  });

  test('a folder that cannot be one is told', () => {
    mkdirSync(scratch.path('x'), { recursive: true });
    writeFileSync(scratch.path('x/file'), '');
    const ran = konseki('export', dir, '--format', 'stix', '--out', scratch.path('x/file'));
    expect(ran).toMatchObject({ code: 5 });
    expect(ran.err).toContain('cannot be written');
    expect(existsSync(scratch.path('x/file/stix.json'))).toBe(false);
  });
});

describe('interview', () => {
  test('asks in both languages, and its commands work', () => {
    const { code, out } = konseki('interview', dir);
    expect(code).toBe(0);
    expect(konseki('interview', dir, '--lang', 'ja').out).toContain('聞き取り票');
    const ids = [...out.matchAll(/konseki mark \S+ (finding:\S+) expected/g)].map(([, id = '']) => id);
    expect(ids.length).toBeGreaterThan(3);
    expect(konseki('mark', dir, ids[0] ?? '', 'expected', '--why', 'test').code).toBe(0);
  }); // prettier-ignore
});
