import { describe, expect, it, vi } from 'vitest';
import type { Signature } from './format.js';
import { defineFormat } from './format.js';
import { makeRecogniser } from './recognise.js';
import { formats } from './registry.js';

const format = (
  name: string,
  recognise: Signature,
  aliases = {},
): ReturnType<typeof defineFormat> =>
  defineFormat({ name, title: name, source: 'ual', richness: 1, recognise, aliases, columns: {} });

const general = format('general', { shapes: ['csv', 'json'], needs: ['A'] });
const special = format('special', { shapes: ['csv'], needs: ['A', ['B', 'C']], not: ['D'] });

describe('makeRecogniser', () => {
  it('takes the first that fits', () => {
    const { recognise } = makeRecogniser([special, general]);
    expect(recognise({ A: 1, C: 1 }, 'csv')).toBe(special);
    expect(recognise({ A: 1 }, 'csv')).toBe(general);
    expect(recognise({ A: 1, B: 1, D: 1 }, 'csv')).toBe(general);
    expect(recognise({ A: 1, B: 1 }, 'json')).toBe(general);
    expect(recognise({ A: 1, B: 1 }, 'mail')).toBeUndefined();
    expect(recognise({ B: 1 }, 'csv')).toBeUndefined();
    expect(recognise({}, 'csv')).toBeUndefined();
    expect(makeRecogniser([general, special]).recognise({ A: 1, B: 1 }, 'csv')).toBe(general);
  });

  it('compares names as fieldKey does, and knows other names', () => {
    const { recognise } = makeRecogniser([
      format('aliased', { shapes: ['csv'], needs: ['IP address'] }, { 'IP address': ['Adresse IP'] }),
    ]); // prettier-ignore
    expect(recognise({ 'ip  ADDRESS ': '' }, 'csv')?.name).toBe('aliased');
    expect(recognise({ 'adresse ip': '' }, 'csv')?.name).toBe('aliased');
  });

  it('asks the record each time, and the names once', () => {
    const accepts = vi.fn((fields: Readonly<Record<string, unknown>>) => fields['A'] === 'yes');
    const { recognise } = makeRecogniser([
      format('asking', { shapes: ['json'], needs: ['A'], accepts }),
      general,
    ]);
    expect(recognise({ A: 'yes' }, 'json')?.name).toBe('asking');
    expect(recognise({ A: 'no' }, 'json')?.name).toBe('general');
    expect(accepts).toHaveBeenCalledTimes(2);
  });

  it('does not mix up records whose names run together', () => {
    const { recognise } = makeRecogniser([special, general]);
    expect(recognise({ A: 1, B: 1 }, 'csv')).toBe(special);
    expect(recognise({ 'A\u0001B': 1 }, 'csv')).toBeUndefined();
    expect(recognise({ AB: 1 }, 'csv')).toBeUndefined();
  });

  it('stays right when it has met more kinds of record than it remembers', () => {
    const { recognise } = makeRecogniser([general]);
    for (let at = 0; at < 6_000; at++)
      expect(recognise({ A: 1, [`x${at}`]: 1 }, 'json')).toBe(general);
    expect(recognise({ B: 1 }, 'json')).toBeUndefined();
  });
});

describe('the registry', () => {
  it('has names that are one kebab-case word, each once', () => {
    const names = formats.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it('needs something of every record', () => {
    for (const { name, recognise } of formats)
      expect([name, recognise.needs.length > 0]).toEqual([name, true]);
  });
});
