import type { Json } from './directory/json.js';
import { items, member, opened, parsed, text } from './directory/json.js';

/** A record as the store keeps it, for looking a few things up; nothing where it cannot be read. */
export interface RawRecord {
  /** Values at paths such as `Item.Subject` or `AffectedItems[].Subject`; all paths together. */
  texts(...paths: readonly string[]): readonly string[];
  /** `[{Name, Value}]`, as Exchange writes parameters. */
  pairs(name: string): readonly (readonly [name: string, value: string])[];
}

export function parsedRecord(raw: string | null): RawRecord {
  const record = raw === null ? undefined : parsed(raw);
  return {
    texts: (...paths) => [...new Set(paths.flatMap((path) => at([record], path.split('.'))))],
    pairs: (name) =>
      items(member(record, name)).flatMap((pair) => {
        const key = text(member(pair, 'Name', 'Key'));
        const value = member(pair, 'Value');
        return key === undefined ? [] : [[key, textOf(value) ?? ''] as const];
      }),
  };
}

function at(values: readonly (Json | undefined)[], steps: readonly string[]): readonly string[] {
  const [step, ...rest] = steps;
  if (step === undefined)
    return values.flatMap((value) => {
      const said = text(value);
      return said === undefined ? [] : [said];
    });
  const list = step.endsWith('[]');
  const name = list ? step.slice(0, -2) : step;
  const next = values.flatMap((value): readonly (Json | undefined)[] => {
    const found = member(value, name);
    if (!list) return [found];
    const inside = opened(found);
    return Array.isArray(inside) ? (inside as readonly Json[]) : [inside];
  });
  return at(next, rest);
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return text(value) ?? (typeof value === 'object' ? JSON.stringify(value) : undefined);
}
