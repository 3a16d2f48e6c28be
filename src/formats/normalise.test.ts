import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { salvage } from './normalise.js';

/** Every leaf with the way to it. */
function leaves(value: unknown, way: readonly (string | number)[] = []): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[JSON.stringify(way), value]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => leaves(inner, [...way, key]));
}

const record = fc.dictionary(
  fc.string({ unit: 'binary', minLength: 1 }).filter((key) => key !== '__proto__'),
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  { minKeys: 1 },
);

describe('salvage', () => {
  it('never reads half a value, wherever the record is cut', () => {
    fc.assert(
      fc.property(
        record,
        fc.constantFrom(undefined, 1),
        fc.array(fc.nat()),
        (whole, indent, cuts) => {
          const text = JSON.stringify(whole, null, indent);
          const all = new Map(leaves(JSON.parse(text)));
          for (const end of cuts.map((cut) => cut % (text.length + 1))) {
            const read = salvage(text.slice(0, end));
            for (const [way, value] of read === undefined ? [] : leaves(read)) {
              // An object that has nothing yet is no leaf of the whole.
              expect([end, way, all.get(way)]).toEqual([end, way, value]);
            }
          }
        },
      ),
    );
  });

  it('reads what stands complete before the cut', () => {
    const text = '{"Id":"a","N":123,"T":true,"L":[{"Name":"x","Value":"y"},{"Name":"z"';
    expect(salvage(text)).toEqual({
      Id: 'a',
      N: 123,
      T: true,
      L: [{ Name: 'x', Value: 'y' }, { Name: 'z' }],
    });
    expect(salvage('{"Id":"a","N":12')).toEqual({ Id: 'a' });
    expect(salvage('{"Id":"a","N":12,')).toEqual({ Id: 'a', N: 12 });
    expect(salvage('{"Id":"a","Oper')).toEqual({ Id: 'a' });
    expect(salvage('{"Id":"a","U":"\\ud83d')).toEqual({ Id: 'a' });
    expect(salvage('{"Id":"a","T":tru')).toEqual({ Id: 'a' });
  });

  it('reads nothing of what is no record', () => {
    for (const text of ['', '  ', '[1', '"x', 'x', 'null', '12']) expect(salvage(text)).toBeUndefined();
  }); // prettier-ignore
});
