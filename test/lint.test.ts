import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import plugin from '../lint/plugin.js';
import { besides, forbidden, pipeline } from '../lint/rooms.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Lints text as if it stood in that file of the project, with the project's own configuration. */
async function lint(file: string, text: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: root });
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  return result!.messages.map((message) => `${message.ruleId ?? 'parser'}: ${message.message}`);
}

/** The same for a file that need not exist: rules that need types are left out. */
async function lintUntyped(file: string, text: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  return result!.messages.map((message) => `${message.ruleId ?? 'parser'}: ${message.message}`);
}

describe('imports between rooms', () => {
  test.each([
    ['a room to the right', 'src/read/x.ts', "import { a } from '../store/y.js';\nexport { a };"],
    ['types of it', 'src/read/x.ts', "import type { A } from '../store/y.js';\nexport type B = A;"],
    ['inline types of it', 'src/read/x.ts', "export type B = import('../store/y.js').A;"],
    ['a re-export of it', 'src/read/x.ts', "export * from '../store/y.js';"],
    ['it at run time', 'src/read/x.ts', "export const a = () => import('../store/y.js');"],
    ['it from a folder below', 'src/read/csv/x.ts', "export * from '../../store/duckdb/y.js';"],
    ['the barrel', 'src/cli/x.ts', "export * from '../index.js';"],
    ['rooms by a shared file', 'src/errors.ts', "export * from './model/event.js';"],
    ['detect by a room beside', 'src/respond/x.ts', "export * from '../detect/y.js';"],
    ['one room beside by another', 'src/respond/x.ts', "export * from '../collect/y.js';"],
    ['a room beside by the pipeline', 'src/output/x.ts', "export * from '../measures/y.js';"],
    ['a folder that is no room', 'src/read/x.ts', "export * from '../helpers/y.js';"],
  ])('%s is an error', async (_, file, text) => {
    const messages = await lintUntyped(file, text);
    expect(messages).toContainEqual(expect.stringMatching(/^konseki\/rooms: /));
  });

  test.each([
    ['src/store/x.ts', "export * from '../read/y.js';"],
    ['src/store/x.ts', "export * from '../errors.js';"],
    ['src/store/duckdb/x.ts', "export * from '../schema-that-is-not-there.js';"],
    ['src/respond/x.ts', "export * from '../incident/y.js';"],
    ['src/cli/x.ts', "export * from '../web/y.js';\nexport * from '../respond/z.js';"],
    ['src/index.ts', "export * from './output/y.js';"],
    ['test/x.test.ts', "export * from '../src/output/y.js';"],
  ])('%s may say %s', async (file, text) => {
    expect(await lintUntyped(file, text)).toEqual([]);
  });

  test('every pair of rooms: only to the left', () => {
    for (const [i, from] of pipeline.entries())
      for (const [j, to] of pipeline.entries())
        expect(forbidden(`${from}/a.ts`, `${to}/b.ts`) === undefined, `${from} → ${to}`).toBe(
          j <= i,
        );
    for (const room of Object.keys(besides))
      for (const to of pipeline)
        expect(forbidden(`${room}/a.ts`, `${to}/b.ts`) === undefined, `${room} → ${to}`).toBe(
          ['model', 'formats', 'store', 'incident'].includes(to),
        );
  });
});

describe('cycles', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'konseki-lint-'));
    mkdirSync(path.join(folder, 'deep'));
    const files = {
      'a.ts': "import type { B } from './b.js';\nexport interface A { readonly b: B }",
      'b.ts': "import type { C } from './deep/c.js';\nexport type B = C;",
      'deep/c.ts': "export type { A as C } from '../a.js';",
      'self.ts': "export * from './self.js';",
      'outside.ts': "import { A } from './a.js';\nexport type O = A;",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['a.ts', 'a.ts → b.ts → c.ts → a.ts'],
    ['deep/c.ts', 'c.ts → a.ts → b.ts → c.ts'],
    ['self.ts', 'self.ts → self.ts'],
    ['outside.ts', undefined],
  ])('%s: %s', async (file, way) => {
    const eslint = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        plugins: { konseki: plugin },
        rules: { 'konseki/no-cycle': 'error' },
      },
    });
    const [result] = await eslint.lintFiles([file]);
    expect(result!.messages.map((message) => message.message)).toEqual(
      way === undefined ? [] : [`This import closes a cycle: ${way}.`],
    );
  });

  test('the project itself is checked for them', async () => {
    const messages = await lint('src/model/event.ts', "export * from './event.js';");
    expect(messages).toContainEqual(expect.stringMatching(/^konseki\/no-cycle: /));
  });
});

describe('house rules', () => {
  test.each([
    ['no-floating-promises', 'export function f(a: () => Promise<void>): void {\n  a();\n}'],
    ['no-explicit-any', 'export const a = (b: any): unknown => b;'],
    [
      'consistent-type-imports',
      "import { systemCode } from '../errors.js';\nexport type S = typeof systemCode;",
    ],
    [
      'switch-exhaustiveness-check',
      "export function f(a: 'x' | 'y'): void {\n  switch (a) {\n    case 'x':\n  }\n}",
    ],
    ['no-console', "console.log('a');"],
    ['no-restricted-properties', 'process.exit(1);'],
    ['max-lines', 'export {};\n' + '// one more\n'.repeat(400)],
  ])('%s', async (rule, text) => {
    const messages = await lint('src/model/event.ts', text);
    expect(messages).toEqual([expect.stringContaining(`${rule}: `)]);
  });

  test('only the command line prints and exits', async () => {
    expect(await lintUntyped('src/cli/x.ts', "console.log('a');\nprocess.exit(1);")).toEqual([]);
  });
});
