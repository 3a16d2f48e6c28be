import { closest } from 'fastest-levenshtein';
import type { Place } from '../rule.js';
import { keywordGroups, keywordNames, modifiers, type ModifierGroup } from './modifier-table.js';
import { named, type Report } from './report.js';

/** The modifiers of one field, found to go together. */
export interface Modification {
  /** Empty: a keyword. */
  readonly field: string;
  readonly type: string | undefined;
  /** Of `ims`, in that order. */
  readonly flags: string;
  readonly place: 'contains' | 'startswith' | 'endswith' | undefined;
  readonly encode: 'utf16le' | 'utf16be' | 'utf16' | undefined;
  readonly base64: 'base64' | 'base64offset' | undefined;
  readonly expand: boolean;
  readonly windash: boolean;
  readonly cased: boolean;
  readonly all: boolean;
  readonly neq: boolean;
}

interface Named {
  readonly name: string;
  /** As the rule has it: an alias of the name, or the name. */
  readonly word: string;
  readonly group: ModifierGroup;
}

/** Reads `field|modifier|modifier`; undefined, and said so, where the modifiers do not go together. */
export function readKey(key: string, place: Place, report: Report): Modification | undefined {
  const [field = '', ...written] = key.split('|');
  const mistakes: string[] = [];
  const wrong = (feature: string, message: string, hint?: string): void => {
    mistakes.push(message);
    report.add('modifier', feature, message, place, hint);
  };
  const found: Named[] = [];
  for (const word of written) {
    const modifier = Object.hasOwn(modifiers, word) ? modifiers[word] : undefined;
    if (modifier === undefined) {
      const near = closest(word, Object.keys(modifiers));
      wrong(word, `there is no modifier "${word}"`, `did you mean ${near}?`);
      continue;
    }
    found.push({ name: modifier.means ?? word, word, group: modifier.group });
  }
  const has = (name: string): boolean => found.some((one) => one.name === name);
  const first = (group: ModifierGroup): string | undefined =>
    found.find((one) => one.group === group)?.name;

  found.forEach(({ name, word, group }, index) => {
    const before = found.slice(0, index);
    if (before.some((other) => other.name === name))
      wrong(name, `the modifier "${word}" stands twice`);
    else if (['place', 'encode', 'base64'].includes(group)) {
      const rival = before.find((other) => other.group === group);
      if (rival !== undefined) wrong(name, `"${rival.word}" and "${word}" cannot stand together`);
    }
    if (group === 'flag' && !before.some((other) => other.name === 're'))
      wrong(name, `"${word}" belongs to "re" and comes after it`);
    const late = before.find((other) => comesAfter(other.group, group));
    if (late !== undefined)
      wrong(
        name,
        `"${word}" must come before "${late.word}"`,
        'modifiers apply from left to right',
      );
  });

  const type = first('type');
  const beside = type === undefined ? undefined : (modifiers[type]?.beside ?? []);
  for (const { name } of found)
    if (beside !== undefined && name !== type && !beside.includes(name))
      wrong(
        name,
        `"${type ?? ''}" and "${name}" cannot stand together`,
        beside.length === 0 ? undefined : `beside "${type ?? ''}" may stand ${named(beside)}`,
      );
  if (has('all') && has('neq'))
    wrong('neq', '"all" and "neq" cannot stand together', 'use "not" in the condition');
  if (field === '')
    for (const { name, group } of found)
      if (!keywordGroups.includes(group) && !keywordNames.includes(name))
        wrong(name, `"${name}" needs a field before it`);
  if (mistakes.length > 0) return undefined;
  return {
    field,
    type,
    flags: ['i', 'm', 's'].filter(has).join(''),
    place: (['contains', 'startswith', 'endswith'] as const).find(has),
    encode: (['utf16le', 'utf16be', 'utf16'] as const).find(has),
    base64: (['base64', 'base64offset'] as const).find(has),
    expand: has('expand'),
    windash: has('windash'),
    cased: has('cased'),
    all: has('all'),
    neq: has('neq'),
  };
}

/** What makes text of text comes first, then its bytes, then where they are looked for. */
const order: readonly ModifierGroup[] = ['encode', 'base64', 'place'];

/** Whether a modifier of group `a`, standing before one of `b`, should come after it. */
function comesAfter(a: ModifierGroup, b: ModifierGroup): boolean {
  if (b === 'windash') return a === 'encode' || a === 'base64';
  return order.includes(b) && order.indexOf(a) > order.indexOf(b);
}
