import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleFiles } from './pack-files.js';
import { loadRules, type Pack } from './pack.js';
import { shown } from './parse/testing.case.js';

const rule = (name: string, more = '', id = ''): string =>
  `title: ${name}\nname: ${name}\n${id === '' ? '' : `id: ${id}\n`}logsource: { product: m365, service: audit }\ndetection: { a: { f: ${name} }, condition: a }\n${more}`;
const correlation = (name: string, rules: string, more = ''): string =>
  `title: ${name}\nname: ${name}\ncorrelation:\n  type: temporal\n  rules: [${rules}]\n  timespan: 5m\n${more}`;
const filter = (rules: string, source = 'product: m365'): string =>
  `title: no admins\nlogsource: { ${source} }\nfilter:\n  rules: ${rules}\n  admins: { User: adm }\n  condition: not admins\n`;

const memory = (files: Readonly<Record<string, string>>): RuleFiles => ({
  list: (root) => Promise.resolve(Object.keys(files).filter((file) => file.startsWith(root))),
  size: (file) => Promise.resolve(files[file]?.length ?? 0),
  read: (file) => Promise.resolve(new TextEncoder().encode(files[file])),
});
const load = (files: Readonly<Record<string, string>>): Promise<Pack> =>
  loadRules([''], memory(files));
const told = ({ problems }: Pack): readonly string[] =>
  problems.map(
    ({ place, code, message }) => `${place.file}:${place.line}:${place.column} ${code} ${message}`,
  );
const titles = (list: readonly { readonly title: string }[]): readonly string[] =>
  list.map(({ title }) => title);

describe('a pack', () => {
  it('resolves references by name and id, aliases too, and puts parts first', async () => {
    const id = '929a690e-bef0-4204-a928-ef5e620d6fcc';
    const pack = await load({
      'a.yml': correlation('outer', 'inner, three', '  generate: true\n'),
      'b.yml': correlation(
        'inner',
        `one, ${id.toUpperCase()}`,
        `  aliases: { ip: { one: x, ${id.toUpperCase()}: y } }\n`,
      ),
      'c.yml': `${rule('one')}---\n${rule('two', '', id)}---\n${rule('three')}`,
    });
    expect(told(pack)).toEqual([]);
    expect(titles(pack.rules)).toEqual(['one', 'two', 'three']);
    expect(pack.correlations).toMatchObject([
      { title: 'inner', rules: ['c', id], aliases: { ip: { c: 'x', [id]: 'y' } } },
      { title: 'outer', rules: ['b', 'c-3'] },
    ]);
    expect([...pack.parts].sort()).toEqual([id, 'c'].sort());
    expect([...pack.written.keys()].sort()).toEqual([id, 'a', 'b', 'c', 'c-3'].sort());
  });

  it('holds analysers', async () => {
    const pack = await load({ 'x.yml': 'title: X\nanalyser: spray\n' });
    expect(pack.analysers).toMatchObject([{ id: 'x', analyser: 'spray', parameters: {} }]);
  });

  it('tells references that lead nowhere, and what hangs on them', async () => {
    const pack = await load({
      'a.yml': correlation('outer', 'inner'),
      'b.yml': correlation('inner', 'one, nope'),
      'c.yml': rule('one'),
      'd.yml': correlation('odd', 'spray'),
      'e.yml': 'title: X\nname: spray\nanalyser: spray\n',
      'f.yml': correlation('twice', 'one, c'),
    });
    expect(told(pack)).toEqual([
      'a.yml:1:1 unknown a correlation that this one is made of cannot be used',
      'b.yml:5:16 unknown there is no rule "nope"',
      'd.yml:5:11 unsupported "spray" is an analyser: it cannot be correlated',
      'f.yml:5:16 duplicate the rule "c" is named twice',
    ]);
    expect(pack.correlations).toEqual([]);
    expect(titles(pack.rules)).toEqual(['one']);
  });

  it('tells circles', async () => {
    const pack = await load({
      'a.yml': correlation('a1', 'b1'),
      'b.yml': correlation('b1', 'a1'),
      'c.yml': correlation('self', 'self'),
    });
    expect(told(pack)).toEqual([
      'a.yml:1:1 circular the correlation is made of itself',
      'b.yml:1:1 unknown a correlation that this one is made of cannot be used',
      'c.yml:1:1 circular the correlation is made of itself',
    ]);
    expect(pack.correlations).toEqual([]);
  });

  it('tells ids and names that are given twice, and keeps the first', async () => {
    const id = '929a690e-bef0-4204-a928-ef5e620d6fcc';
    const pack = await load({
      'a.yml': rule('one', '', id),
      'b.yml': rule('two', '', id.toUpperCase()),
      'c.yml': rule('one'),
      'x/d.yml': rule('four'),
      'y/d.yml': rule('five'),
    });
    expect(told(pack)).toEqual([
      `b.yml:1:1 duplicate another rule has the id "${id}" (a.yml:1)`,
      'c.yml:1:1 duplicate another rule has the name "one" (a.yml:1)',
      'y/d.yml:1:1 duplicate another rule has the id "d" (x/d.yml:1)',
    ]);
    expect(titles(pack.rules)).toEqual(['one', 'four']);
  });

  it('joins filters to the rules they name', async () => {
    const pack = await load({
      'a.yml': rule('one'),
      'b.yml': rule('two'),
      'f.yml': filter('[one, a]'),
    });
    expect(told(pack)).toEqual([]);
    expect(pack.rules.map(({ condition }) => shown(condition))).toEqual([
      "(f='one' and not User='adm')",
      "f='two'",
    ]);
    expect(pack.filters).toHaveLength(1);
  });

  it('joins filters for any rule to those of their log source', async () => {
    const other = rule('two').replace('audit', 'exchange');
    const pack = await load({
      'a.yml': rule('one'),
      'b.yml': other,
      'f.yml': filter('any', 'service: audit'),
    });
    expect(pack.rules.map(({ condition }) => shown(condition))).toEqual([
      "(f='one' and not User='adm')",
      "f='two'",
    ]);
  });

  it('tells filters that filter nothing', async () => {
    const pack = await load({
      'a.yml': rule('one'),
      'c.yml': correlation('both', 'one'),
      'f.yml': filter('[nope, both, one]', 'product: azure'),
    });
    expect(told(pack)).toEqual([
      'f.yml:4:11 unknown there is no rule "nope"',
      'f.yml:4:17 unsupported "both" is no rule with a detection: a filter cannot be joined to it',
      'f.yml:4:23 value "one" is for another log source than the filter',
    ]);
  });

  it('goes on after a file with a mistake', async () => {
    const pack = await load({ 'a.yml': 'title: [', 'b.yml': rule('two'), 'c.yml': '- x' });
    expect(told(pack).map((line) => line.split(' ')[0])).toEqual(['a.yml:1:9', 'c.yml:1:1']);
    expect(titles(pack.rules)).toEqual(['two']);
  });
});

describe('folders', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'konseki-rules-'));
    await mkdir(path.join(folder, 'sub', '.hidden'), { recursive: true });
    await mkdir(path.join(folder, 'empty'));
    const files: Readonly<Record<string, string | Uint8Array>> = {
      'b.yml': rule('b'),
      'a.yaml': rule('a'),
      'sub/c.YML': rule('c'),
      'a.samples.yml': 'positive: []',
      'readme.md': '# no rule',
      '.x.yml': rule('x'),
      'sub/.hidden/h.yml': rule('h'),
      'latin.yml': Uint8Array.from([0x74, 0xe9]),
    };
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, name), text);
    await symlink(folder, path.join(folder, 'sub', 'circle'));
    await symlink(path.join(folder, 'b.yml'), path.join(folder, 'sub', 'link.yml'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are read with all below them, in order, without samples and hidden files', async () => {
    const pack = await loadRules([folder]);
    expect(titles(pack.rules)).toEqual(['a', 'b', 'c']);
    expect(told(pack).map((line) => line.replace(folder, ''))).toEqual([
      '/latin.yml:1:1 yaml the file is not UTF-8',
      '/sub/link.yml:1:1 duplicate another rule has the name "b" ' +
        `(${path.join(folder, 'b.yml')}:1)`,
    ]);
  });

  it('and files may be named together, or twice', async () => {
    const pack = await loadRules([
      path.join(folder, 'sub', 'c.YML'),
      path.join(folder, 'b.yml'),
      path.join(folder, 'b.yml'),
    ]);
    expect(titles(pack.rules)).toEqual(['c', 'b']);
    expect(pack.problems).toEqual([]);
  });

  it('that are not there, or hold no rule, are told', async () => {
    const pack = await loadRules([path.join(folder, 'nope'), path.join(folder, 'empty')]);
    expect(told(pack).map((line) => line.replace(folder, ''))).toEqual([
      '/empty:1:1 missing there is no rule file (.yml, .yaml) in this folder',
      '/nope:1:1 unreadable there is no such file',
    ]);
  });
});
