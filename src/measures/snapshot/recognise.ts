import type { GraphKind } from './graph.js';
import { kindMarks } from './kinds-table.js';
import type { JsonRecord } from './record.js';

/** By `@odata.context`: `…/$metadata#identity/conditionalAccess/policies`. */
export function kindByContext(context: unknown): GraphKind | undefined {
  if (typeof context !== 'string') return undefined;
  const fragment = context.slice(context.indexOf('#') + 1);
  return kindMarks.find((mark) => mark.context.test(fragment))?.kind;
}

/** By what an object says it is, its well-known id, or properties that only its kind has. */
export function kindByContent(value: JsonRecord): GraphKind | undefined {
  const type = value['@odata.type'];
  if (typeof type === 'string') {
    const name = type.slice(type.lastIndexOf('.') + 1);
    const found = kindMarks.find(({ types }) => types?.test(name));
    if (found !== undefined) return found.kind;
  }
  return kindMarks.find(
    ({ fields, id }) =>
      (id !== undefined && value['id'] === id) ||
      fields.some((set) => set.every((field) => field in value)),
  )?.kind;
}

/** By the name of a file or of a property: the weakest sign, taken last. */
export function kindByName(name: string): GraphKind | undefined {
  const base = name.split(/[\\/]/).at(-1) ?? name;
  const bare = base
    .replace(/\.(?:json|txt)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/\d+$/, '');
  return kindMarks.find((mark) => mark.name.test(bare))?.kind;
}
