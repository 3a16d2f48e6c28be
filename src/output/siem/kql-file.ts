import type { SiemQuery, SiemRule } from '../../detect/siem/siem-rules.js';
import { commentLine } from '../../sigma/kql/literal.js';
import type { NoteKey } from '../../sigma/kql/table.js';
import type { Language, Translate } from '../language/translate.js';

/** A query with its head: what it is, and what of the rule it does not say. */
export const kqlFile = (rule: SiemRule, query: SiemQuery, language: Language, t: Translate): string =>
  [...headOf(rule, query, language, t).map(commentLine), query.text, ''].join('\n'); // prettier-ignore

/** Notes that say what is looked at, and not that something is looked at less exactly. */
const remarks: ReadonlySet<NoteKey> = new Set<NoteKey>([
  'siem.note.copies',
  'siem.note.carried',
  'siem.note.outcome',
  'siem.note.userKind',
  'siem.note.mail',
  'siem.note.risk',
]);

export const remarksOf = ({ notes }: SiemQuery, t: Translate): readonly string[] =>
  notes.filter((note) => remarks.has(note)).map((note) => t(note));

/** Lines of the head, as text. */
export function headOf(
  { rule, title, techniques, rows }: SiemRule,
  query: SiemQuery,
  language: Language,
  t: Translate,
): readonly string[] {
  return [
    title[language],
    `id: ${rule.id}`,
    `${t('siem.head.level')}: ${rule.level}`,
    ...(techniques.length === 0 ? [] : [`${t('siem.head.attack')}: ${techniques.join(', ')}`]),
    ...(rows.length === 0 ? [] : [`${t('siem.head.rows')}: ${rows.join(', ')}`]),
    `${t('siem.head.tables')}: ${query.tables.join(', ')}`,
    ...remarksOf(query, t).map((text) => `${t('siem.head.note')}: ${text}`),
    ...approximations(query, language, t).map((text) => `${t('siem.head.approximated')}: ${text}`),
  ];
}

/** What is not quite as in the rule, a sentence each. */
export function approximations(
  { tables, notes, missing, simpler }: SiemQuery,
  language: Language,
  t: Translate,
): readonly string[] {
  const [table, ...more] = tables;
  return [
    ...notes.filter((note) => !remarks.has(note)).map((note) => t(note)),
    ...missing.map(({ feature }) =>
      more.length === 0 && table !== undefined
        ? t('siem.head.missing', { table, field: feature })
        : t('siem.head.missingMany', { field: feature }),
    ),
    ...(simpler === undefined ? [] : [t('siem.head.simpler', { text: simpler[language] })]),
  ];
}
