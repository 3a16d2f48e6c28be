import { describe, expect, it } from 'vitest';
import { fill, lacking, namesIn, parseTemplate } from './template.js';
import type { Template } from './template.js';

function made(text: string): Template {
  const parsed = parseTemplate(text);
  if (parsed.kind === 'wrong') throw new Error(parsed.why);
  return parsed.template;
}

const values: Readonly<Record<string, string>> = {
  user: 'a@x.example',
  rule: '[[{x}]]',
  count: '3',
};
const value = (name: string): string | undefined => values[name];

describe('a sentence', () => {
  it.each([
    ['{user} did it {count} times', 'a@x.example did it 3 times'],
    ['{target_user|user}', 'a@x.example'],
    ['{nobody}', '?'],
    ['did it[[ from {ip}]][[ by {user}]].', 'did it by a@x.example.'],
    ['[[{user} and {ip}]]', ''],
    // What a log says is never read as a sentence.
    ['"{rule}"', '"[[{x}]]"'],
    ['{Parameters.Name|user}', 'a@x.example'],
    ['plain', 'plain'],
  ])('%s', (text, said) => {
    expect(fill(made(text), value, '?')).toBe(said);
  });

  it('tells its fields, and which it cannot do without and has not', () => {
    const template = made('{target_user|user}{ip}[[ {os}]]');
    expect(namesIn(template)).toEqual(['target_user', 'user', 'ip', 'os']);
    expect(lacking(template, value)).toEqual(['{ip}']);
  });

  it.each([
    ['{', 'a single "{"'],
    ['a } b', 'a single "}"'],
    ['[[ {user}', '"[[" without "]]"'],
    ['{user} ]]', '"]]" without "[["'],
    ['[[ {a} [[ {b} ]] ]]', '"[[" stands inside "[["'],
    ['[[ always ]]', 'there is no field in "[[…]]"'],
    ['{}', '"{}" names no field'],
    ['{a b}', '"{a b}" names no field'],
    ['{a|}', '"{a|}" names no field'],
  ])('%s is none', (text, why) => {
    const parsed = parseTemplate(text);
    expect(parsed.kind === 'wrong' ? parsed.why : '').toContain(why);
  });
});
