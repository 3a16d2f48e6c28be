import { describe, expect, it } from 'vitest';
import { messages } from './messages.js';
import { translator } from './translate.js';

const names = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort(); // prettier-ignore
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Values that are names in both languages. */
const isName = (text: string): boolean => !/[a-z]{2,} [a-z]{2,}/.test(text.replaceAll(/\{\{\w+\}\}/g, '')); // prettier-ignore

describe('the messages of the outputs', () => {
  it.each(Object.entries(messages))('%s is in both languages, with the same values', (_, said) => {
    expect(said.en.trim()).not.toBe('');
    expect(said.ja.trim()).not.toBe('');
    expect(names(said.ja)).toEqual(names(said.en));
    expect(japanese.test(said.en)).toBe(false);
    expect(japanese.test(said.ja) || isName(said.ja)).toBe(true);
  });

  it('fills values in as they are', () => {
    expect(translator('en')('common.events', { count: 3 })).toBe('3 events');
    expect(translator('ja')('common.events', { count: '<b>$t(x)' })).toBe('<b>$t(x) 件のイベント');
  });
});
