import { describe, expect, it } from 'vitest';
import { fieldKey, follow, leafText, parsePath, valueAt } from './path.js';

const read = (path: string, from: unknown): unknown => follow(from, parsePath(path).steps);

describe('parsePath', () => {
  it.each([
    ['CreationTime', 'record', [{ kind: 'key', key: 'CreationTime' }]],
    ['Application ID ', 'record', [{ kind: 'key', key: 'Application ID ' }]],
    ['^CreationDate', 'envelope', [{ kind: 'key', key: 'CreationDate' }]],
    ['"TimeGenerated [UTC]"', 'record', [{ kind: 'key', key: 'TimeGenerated [UTC]' }]],
    ['^"a.b"', 'envelope', [{ kind: 'key', key: 'a.b' }]],
    ['A.B', 'record', [{ kind: 'key', key: 'A' }, { kind: 'key', key: 'B' }]],
    ['A."b.c"', 'record', [{ kind: 'key', key: 'A' }, { kind: 'key', key: 'b.c' }]],
    ['A[Name=Session Id].Value', 'record', [{ kind: 'key', key: 'A' }, { kind: 'where', key: 'Name', equals: 'Session Id' }, { kind: 'key', key: 'Value' }]],
    ['A[0].B', 'record', [{ kind: 'key', key: 'A' }, { kind: 'item', index: 0 }, { kind: 'key', key: 'B' }]],
    ['A{}.B', 'record', [{ kind: 'key', key: 'A' }, { kind: 'parse' }, { kind: 'key', key: 'B' }]],
    ['A{}[Name=x].V{}.W', 'record', [{ kind: 'key', key: 'A' }, { kind: 'parse' }, { kind: 'where', key: 'Name', equals: 'x' }, { kind: 'key', key: 'V' }, { kind: 'parse' }, { kind: 'key', key: 'W' }]],
  ])('%s', (text, root, steps) => {
    expect(parsePath(text)).toEqual({ text, root, steps });
  }); // prettier-ignore

  it('knows the name of the file', () => {
    expect(parsePath('@file')).toEqual({ text: '@file', root: 'file', steps: [] });
  });

  it.each(['', '^', '.A', '[0]', '[Name=x].Value', '{}', '"', 'A[', 'A[x', 'A{', 'A"', 'A]'])(
    'refuses %j',
    (text) => {
      expect(() => parsePath(text)).toThrow(/path/);
    },
  );
});

describe('follow', () => {
  const record = {
    A: { B: 1, b: 2 },
    L: [null, 'x', { Name: 'n', Value: 'first' }, { Name: 'n', Value: 'second' }, { Name: 5, Value: 'five' }],
    J: '{"k":{"deep":[1]}}',
    JL: ' [{"Name":"n","Value":"v"}]',
    O: { k: 'not text' },
    N: null,
    E: '',
    bad: '{"k":',
    ps: '@{AADSessionId=e55a; UniqueTokenId=3kVZ; Empty=}',
    psl: ['@{Name=OS; Value=Windows 10}', '@{Value=Mozilla/5.0 (Windows NT 10.0; Win64; x64); Name=UserAgent}'],
    psx: '@{Name=UserAgent; Value=evil; Name=SessionId}',
  }; // prettier-ignore

  it.each([
    ['A.B', 1],
    ['A.b', 2],
    ['a.B', 1],
    ['A.C', undefined],
    ['A.B.C', undefined],
    ['L[1]', 'x'],
    ['L[9]', undefined],
    ['L[0].Name', undefined],
    ['L[Name=n].Value', 'first'],
    ['L[name=n].value', 'first'],
    ['L[Name=5].Value', 'five'],
    ['L[Name=N].Value', undefined],
    ['A[0]', undefined],
    ['A[Name=n].Value', undefined],
    ['J{}.k.deep[0]', 1],
    ['JL{}[Name=n].Value', 'v'],
    ['O{}.k', 'not text'],
    ['E{}.k', undefined],
    ['bad{}.k', undefined],
    ['N', undefined],
    ['N.k', undefined],
    // what PowerShell makes of an object that it cannot write
    ['ps.AADSessionId', 'e55a'],
    ['ps{}.UniqueTokenId', '3kVZ'],
    ['ps.Empty', ''],
    ['ps.Other', undefined],
    ['psl[Name=OS].Value', 'Windows 10'],
    ['psl[Name=UserAgent].Value', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'],
    ['psx.Value', undefined],
  ])('%s', (path, expected) => {
    expect(read(path, record)).toBe(expected);
  });
});

describe('names of fields', () => {
  it.each([
    ['Application ID ', 'application id'],
    ['Autonomous system  number', 'autonomous system number'],
    ['ＩＰ　アドレス', 'ip アドレス'],
    ['\ufeffDate', '\ufeffdate'],
  ])('%j are compared as %j', (name, key) => {
    expect(fieldKey(name)).toBe(key.trim());
  });

  it('are exact first, then folded, then by other names', () => {
    expect(valueAt({ id: 1, Id: 2 }, 'Id')).toBe(2);
    expect(valueAt({ ID: 1 }, 'Id')).toBe(1);
    expect(valueAt({ 'Adresse IP': 'x' }, 'IP address', ['adresse ip'])).toBe('x');
    expect(valueAt({ 'IP address': 'y', 'Adresse IP': 'x' }, 'IP address', ['adresse ip'])).toBe('y');
    expect(valueAt(Object.create({ Id: 'inherited' }), 'Id')).toBeUndefined();
    expect(valueAt({}, 'constructor')).toBeUndefined();
    expect(valueAt([1], '0')).toBeUndefined();
    expect(valueAt('text', 'length')).toBeUndefined();
  }); // prettier-ignore
});

describe('leafText', () => {
  it.each([
    ['x', 'x'],
    ['', ''],
    [1, '1'],
    [true, 'true'],
    [['a'], '["a"]'],
    [{ a: '\u001f\\u001f' }, '{"a":"\\u001F\\\\u001f"}'],
    [null, null],
    [undefined, null],
  ])('%j', (value, expected) => {
    expect(leafText(value)).toBe(expected);
  });
});
