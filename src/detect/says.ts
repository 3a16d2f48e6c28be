import type { Said } from '../model/finding.js';
import type { FieldMap } from '../sigma/field.js';
import { fieldMap } from '../sigma/fields.js';
import type { RuleEvent } from '../sigma/values.js';
import { fieldValues } from '../sigma/values.js';
import type { GroupFacts } from '../store/detection.js';
import { derived } from './derived-table.js';
import type { DetectRule } from './rule.js';
import { fill, lacking } from './template.js';

export type Language = keyof Said;

/** What a sentence takes its values from. */
export interface SaidOf {
  readonly facts: GroupFacts;
  /** The finding's first events; needed by sentences that say what is in records. */
  readonly events: readonly RuleEvent[];
  /** What an analyser says beside them. */
  readonly values: Readonly<Record<string, string | Said>>;
}

/** As many different values as a sentence names, and letters of each. */
const mostNamed = 5;
const longest = 160;

const nothing: Said = { en: '(not known)', ja: '(不明)' };
const separators: Said = { en: ', ', ja: '、' };

/** Columns that findings have under names of their own. */
const factColumns: Readonly<Record<string, (facts: GroupFacts) => readonly string[]>> = {
  user: ({ users }) => users,
  target_user: ({ targets }) => targets,
  session: ({ sessions }) => sessions,
  session_id: ({ sessions }) => sessions,
  ip: ({ ips }) => ips,
  country: ({ countries }) => countries,
  user_agent: ({ userAgents }) => userAgents,
  app_name: ({ apps }) => apps,
  app_id: ({ appIds }) => appIds,
};

/** Names that are reckoned from the finding itself. */
const reckoned: Readonly<Record<string, (facts: GroupFacts) => string | undefined>> = {
  count: ({ eventCount }) => eventCount.toLocaleString('en-US'),
  first: ({ first }) => clock(first),
  last: ({ last }) => clock(last),
  minutes: ({ first, last }) =>
    first === undefined || last === undefined
      ? undefined
      : String((last - first + 59_999_999n) / 60_000_000n),
};

export const reckonedNames: readonly string[] = Object.keys(reckoned);
export const isFactColumn = (name: string): boolean => factColumns[name] !== undefined;

/** `2024-05-10 10:09 UTC` */
const clock = (time: bigint | undefined): string | undefined =>
  time === undefined
    ? undefined
    : `${new Date(Number(time / 1000n)).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The sentence of a finding, in both languages. Plain text: whoever shows it escapes it. */
export function sayFinding(rule: DetectRule, of: SaidOf): Said {
  const values = valuesOf(rule, of);
  return {
    en: fill(rule.says.en, (name) => values(name, 'en'), nothing.en),
    ja: fill(rule.says.ja, (name) => values(name, 'ja'), nothing.ja),
  };
}

/** What the sentence must say and cannot, e.g. `{rule}`. */
export function lackingIn(rule: DetectRule, of: SaidOf): readonly string[] {
  const values = valuesOf(rule, of);
  return [
    ...lacking(rule.says.en, (name) => values(name, 'en')),
    ...lacking(rule.says.ja, (name) => values(name, 'ja')),
  ];
}

function valuesOf(
  rule: DetectRule,
  { facts, events, values }: SaidOf,
): (name: string, language: Language) => string | undefined {
  const fields = fieldsFor(rule);
  const memo = new Map<string, readonly (string | Said)[]>();
  const found = (name: string): readonly (string | Said)[] => {
    const special = values[name];
    if (special !== undefined) return [special];
    const own = reckoned[name]?.(facts);
    if (own !== undefined) return [own];
    const column = factColumns[name]?.(facts) ?? facts.values[name];
    if (column !== undefined) return column.map((value) => shown(name, value));
    const derive = derived[name]?.of;
    if (derive !== undefined) return events.flatMap(derive);
    return events.flatMap((event) => fieldValues(name, event, fields).map(({ text }) => text));
  };
  return (name, language) => {
    let list = memo.get(name);
    if (list === undefined) memo.set(name, (list = found(name)));
    return joined(list.map((value) => (typeof value === 'string' ? value : value[language])), language); // prettier-ignore
  };
}

function joined(list: readonly string[], language: Language): string | undefined {
  const different = [...new Set(list.map((value) => value.trim()))].filter((value) => value !== '');
  if (different.length === 0) return undefined;
  const named = different.slice(0, mostNamed).map(cut).join(separators[language]);
  const more = different.length - mostNamed;
  if (more <= 0) return named;
  return language === 'en' ? `${named} and ${more} more` : `${named}ほか${more}件`;
}

function cut(text: string): string {
  const letters = Array.from(text);
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join('')}…`;
}

const regionsEn = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const regionsJa = new Intl.DisplayNames(['ja'], { type: 'region', fallback: 'code' });

function shown(name: string, value: string): string | Said {
  if (name !== 'country' || !/^[A-Z]{2}$/.test(value)) return value;
  return { en: regionsEn.of(value) ?? value, ja: regionsJa.of(value) ?? value };
}

const maps = new WeakMap<DetectRule, FieldMap>();

/** What names of fields mean depends on the log a rule is for. */
export function fieldsFor(rule: DetectRule): FieldMap {
  const known = maps.get(rule);
  if (known !== undefined) return known;
  const made = fieldMap(rule.finder.kind === 'rule' ? rule.finder.rule.logsource : undefined);
  maps.set(rule, made);
  return made;
}
