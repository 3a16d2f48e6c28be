import { describe, expect, it } from 'vitest';
import { sources } from '../model/event.js';
import { columnType } from './compile/columns.js';
import type { Accessor } from './field.js';
import { fieldColumns, fieldMap, knownNames } from './fields.js';
import { logSourceTable } from './log-source-table.js';

const flat = (accessors: readonly Accessor[]) =>
  accessors.flatMap((accessor) => (accessor.kind === 'any' ? accessor.of : [accessor]));

const logSources = [
  undefined,
  ...Object.entries(logSourceTable).flatMap(([product, services]) =>
    Object.keys(services).map((service) => ({ product, service, category: undefined })),
  ),
];

describe('the field map', () => {
  it('knows every column of event_view by its name, in every log', () => {
    const map = fieldMap();
    for (const source of sources)
      for (const column of fieldColumns) {
        const named = flat(map.resolve(column, source));
        expect(named.length, `${source} ${column}`).toBeGreaterThan(0);
        expect(() => columnType(column)).not.toThrow();
      }
  });

  it('names only columns that event_view has, and lower-case values, in all tables', () => {
    for (const logsource of logSources)
      for (const source of sources)
        for (const name of knownNames(source, logsource))
          for (const accessor of flat(fieldMap(logsource).resolve(name, source))) {
            const at = accessor.kind === 'constant' ? accessor.when.of : accessor;
            if (at.kind === 'column') expect(() => columnType(at.column)).not.toThrow();
            if (accessor.kind === 'constant')
              expect(accessor.when.values).toEqual(
                accessor.when.values.map((value) => value.toLowerCase()),
              );
          }
  });

  it('rewrites the literals of the operation, by whatever name it is asked for', () => {
    for (const source of sources)
      for (const name of ['operation', 'Operation'])
        for (const accessor of flat(fieldMap().resolve(name, source)))
          if (accessor.kind === 'column' && accessor.column === 'operation')
            expect(accessor.literal, `${source} ${name}`).toBe('operation');
  });

  it('compares names without regard to case, width and blanks', () => {
    const map = fieldMap({ product: 'azure', service: 'signinlogs', category: undefined });
    const expected = map.resolve('ResultType', 'entra_signin');
    for (const name of ['resulttype', ' RESULTTYPE ', 'ＲｅｓｕｌｔＴｙｐｅ'])
      expect(map.resolve(name, 'entra_signin')).toEqual(expected);
  });

  it('takes an unknown name for a path, and reads JSON in text on the way', () => {
    expect(fieldMap().resolve('Item.Attachments', 'ual')).toContainEqual({
      kind: 'raw',
      steps: [{ kind: 'key', key: 'Item' }, { kind: 'parse' }, { kind: 'key', key: 'Attachments' }],
    });
    expect(fieldMap().resolve('properties.agent.agentType', 'entra_signin')).toContainEqual({
      kind: 'raw',
      steps: [{ kind: 'key', key: 'agent' }, { kind: 'parse' }, { kind: 'key', key: 'agentType' }],
    });
  });

  it('never gives an empty list, whatever the name', () => {
    for (const name of ['', '.', '..', 'a.', '"', '[', 'a[b', 'properties.', '日本', 'Parameters.'])
      for (const source of sources)
        expect(fieldMap().resolve(name, source).length, name).toBeGreaterThan(0);
  });
});
