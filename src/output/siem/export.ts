import type { SiemRule } from '../../detect/siem/siem-rules.js';
import type { Pack } from '../../sigma/pack.js';
import { publishedCorrelation, publishedFilter, publishedRule } from '../../sigma/published.js';
import type { Language } from '../language/translate.js';
import { translator } from '../language/translate.js';
import { json } from '../json.js';
import { approximations, kqlFile } from './kql-file.js';
import { notExported, type NotExported } from './not-exported.js';
import { sentinelRule } from './sentinel.js';

export const siemFormats = ['sigma', 'kql', 'sentinel'] as const;
export type SiemFormat = (typeof siemFormats)[number];

export interface SiemFile {
  readonly format: SiemFormat;
  readonly name: string;
  readonly text: string;
}

/** What became of the rules in one format. */
export interface SiemCount {
  readonly format: SiemFormat;
  /** Rules with a file; of these, with an approximation in each of its files. */
  readonly exported: number;
  readonly approximated: number;
  /** Rules without a file. */
  readonly none: number;
  readonly files: number;
}

export interface SiemExport {
  readonly files: readonly SiemFile[];
  readonly counts: readonly SiemCount[];
  readonly missing: readonly NotExported[];
  /** The list of what is missing, for people and for programs. */
  readonly report: { readonly text: string; readonly json: string };
}

/**
 * Rules in each of the formats. The same bytes for the same rules.
 *
 * @param root - a folder that is left out of the places of rules
 */
export function siemExport(rules: readonly SiemRule[], pack: Pack, formats: readonly SiemFormat[], language: Language, root = ''): SiemExport {
  const t = translator(language);
  const files: SiemFile[] = [];
  const missing: NotExported[] = [];
  const counts: SiemCount[] = [];
  for (const format of formats) {
    const names = uniqueNames();
    let exported = 0;
    let approximated = 0;
    const before = files.length;
    for (const one of rules) {
      const stem = stemOf(one.rule.place.file);
      const add = (name: string, text: string): void => {
        files.push({ format, name: names(name), text });
      };
      const leave = (why: string, table?: string, feature?: string, place = one.rule.place): void => {
        missing.push({ format, rule: one.rule.id, title: one.title[language], table, why, feature, place }); // prettier-ignore
      };
      const had = files.length;
      let rough = false;
      if (format === 'sigma') {
        const made = sigmaOf(one, pack);
        if (made.kind === 'sigma') add(`${stem}.yml`, made.text);
        else leave(t(one.rule.kind === 'analyser' ? 'siem.none.sigmaAnalyser' : 'siem.none.words'), undefined, made.feature, made.place); // prettier-ignore
      } else {
        for (const query of one.queries) {
          const made = format === 'kql' ? { kind: 'rule' as const, text: kqlFile(one, query, language, t) } : sentinelRule(one, query, language, t); // prettier-ignore
          const name = `${stem}.${query.tables.length > 1 ? (query.tables.find((table) => table === 'OfficeActivity' || table === 'CloudAppEvents') ?? 'Several') : (query.tables[0] ?? 'Several')}`; // prettier-ignore
          if (made.kind === 'none') leave(made.why, query.tables.join(', '));
          else {
            add(`${name}.${format === 'kql' ? 'kql' : 'yaml'}`, made.text);
            if (approximations(query, language, t).length > 0) rough = true;
          }
        }
        for (const none of one.none) {
          const said = none.unsaid.length === 0 ? [undefined] : none.unsaid;
          for (const unsaid of said) leave(t(`siem.none.${none.reason}`), none.table, unsaid?.feature, unsaid?.place); // prettier-ignore
        }
      }
      if (files.length > had) exported++;
      if (rough) approximated++;
    }
    // The rules are as written: what filters add to them stays in files of its own.
    for (const filter of format === 'sigma' ? pack.filters : []) {
      const written = pack.written.get(filter.id);
      const made = written === undefined ? undefined : publishedFilter(filter, written);
      if (made?.kind === 'sigma')
        files.push({ format, name: names(`${stemOf(filter.place.file)}.yml`), text: made.text });
      else
        missing.push({ format, rule: filter.id, title: filter.title, table: undefined, why: t('siem.none.words'), feature: made?.feature, place: made?.place ?? filter.place }); // prettier-ignore
    }
    counts.push({ format, exported, approximated, none: rules.length - exported, files: files.length - before }); // prettier-ignore
  }
  const told = missing.map((one) => ({ ...one, place: { ...one.place, file: within(root, one.place.file) } })); // prettier-ignore
  return {
    files,
    counts,
    missing: told,
    report: {
      text: notExported(told, t),
      json: json(told.map(({ format, rule, title, table, why, feature, place }) => ({ format, rule, title, table: table ?? null, why, feature: feature ?? null, ...place }))), // prettier-ignore
    },
  };
} // prettier-ignore

function sigmaOf({ rule }: SiemRule, pack: Pack): ReturnType<typeof publishedRule> {
  const written = pack.written.get(rule.id);
  if (written === undefined || rule.kind === 'analyser')
    return { kind: 'none', feature: rule.kind === 'analyser' ? rule.analyser : 'rule', place: rule.place }; // prettier-ignore
  if (rule.kind === 'rule') return publishedRule(rule, written);
  return publishedCorrelation(
    pack.rules.find(({ id }) => id === rule.rules[0]),
    written,
  );
}

const within = (root: string, file: string): string =>
  root !== '' && file.startsWith(root) ? file.slice(root.length).replaceAll('\\', '/') : file;

/** Folder and name of the file, in signs that every system takes. */
function stemOf(file: string): string {
  const parts = file.split(/[\\/]/).slice(-2);
  return (
    parts
      .join('-')
      .replace(/\.ya?ml$/i, '')
      .replaceAll(/[^\w-]+/g, '_')
      .slice(0, 120) || 'rule'
  );
}

/** Files of the same name get a number; systems differ in whether case tells names apart. */
function uniqueNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const [stem = name, ...rest] = name.split('.');
    for (let at = 1; ; at++) {
      const tried = [at === 1 ? stem : `${stem}-${at}`, ...rest].join('.');
      if (taken.has(tried.toLowerCase())) continue;
      taken.add(tried.toLowerCase());
      return tried;
    }
  };
}
