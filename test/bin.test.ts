import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** The start of the program, with a `dist` of the test's own beside it. */
describe('bin/konseki.mjs', () => {
  let folder = '';
  let bin = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'konseki-bin-'));
    bin = path.join(folder, 'bin/konseki.mjs');
    cpSync(fileURLToPath(new URL('../bin/konseki.mjs', import.meta.url)), bin);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function withMain(text: string): void {
    mkdirSync(path.join(folder, 'dist/cli'), { recursive: true });
    writeFileSync(path.join(folder, 'dist/package.json'), '{"type":"module"}');
    writeFileSync(path.join(folder, 'dist/cli/main.js'), text);
  }

  function run(...args: readonly string[]) {
    return spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', input: '' });
  }

  test('says what to do when it was not built', () => {
    const { status, stderr, stdout } = run('--version');
    expect(status).toBe(70);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^konseki: .*npm ci.*npm run build.*\n$/);
  });

  test('hands over the arguments and ends with the code', () => {
    withMain('export async function main(argv) { console.log(JSON.stringify(argv)); return 3; }');
    const { status, stdout } = run('a', '--b', 'c d');
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toEqual(['a', '--b', 'c d']);
  });

  test.each([
    'export async function main() { throw new Error("oops"); }',
    'throw new Error("oops");',
  ])('an error that got through is internal: %s', (text) => {
    withMain(text);
    const { status, stderr } = run();
    expect(status).toBe(70);
    expect(stderr).toContain('oops');
  });

  test.skipIf(process.platform === 'win32')(
    'stops without a word when its reader does (a POSIX pipe)',
    () => {
      withMain(`export async function main() {
      for (let i = 0; i < 1e6; i += 1) {
        process.stdout.write('line ' + i + '\\n');
        if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      return 0;
    }`);
      const command = `"${process.execPath}" "${bin}" | head -n 1; echo "\${PIPESTATUS[0]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(stdout).toBe('line 0\n141\n');
    },
  );
});
