import { KonsekiError } from '../errors.js';
import type { Place } from '../errors.js';
import { languageTable } from './languages-table.js';

/** A portal CSV that is not read because of the language its headers are in. */
export interface LanguageRefusal {
  /** As a sentence calls it; "another language" where the words are of none that is known. */
  readonly language: string;
  readonly log: 'sign-in log' | 'audit log';
}

/** Blanks, case, widths and kinds of apostrophe do not tell one language from another. */
const fold = (header: string): string =>
  header.normalize('NFKC').replace(/\s+/gu, '').replaceAll('’', "'").toLowerCase();

const languages = languageTable.map(({ name, headers }) => ({
  name,
  headers: new Set(headers.map(fold)),
}));

/** Columns of the audit CSV that stay English in every language. */
const auditMarks = ['ActorType', 'ActorDisplayName', 'ActorObjectId', 'ActorUserPrincipalName'].map(
  fold,
);

/** So many headers must be of a language, and a date in UTC be there: other products' logs share words. */
const enough = 4;

/**
 * For the header of a CSV that no format recognises: the language of the Entra portal it is from,
 * or undefined when it is no such CSV.
 */
export function refusedLanguage(header: readonly string[]): LanguageRefusal | undefined {
  const folded = new Set(header.map(fold));
  const scores = languages.map(({ name, headers }) => ({
    name,
    score: [...folded].filter((word) => headers.has(word)).length,
  }));
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  if (auditMarks.filter((mark) => folded.has(mark)).length >= 2)
    return { language: best.score > 0 ? best.name : 'another language', log: 'audit log' };
  const dated = [...folded].some((word) => word.endsWith('(utc)'));
  return dated && best.score >= enough ? { language: best.name, log: 'sign-in log' } : undefined;
}

/** The refusal as an error that says what to do. */
export function languageError({ language, log }: LanguageRefusal, place?: Place): KonsekiError {
  const read = ['English', 'Japanese', 'Spanish', 'French'];
  return new KonsekiError(
    read.includes(language)
      ? `This is an Entra ${log} that the portal exported in ${language}, with columns that are not known here.`
      : `This is an Entra ${log} that the portal exported in ${language}; its CSV is read in English, Japanese, Spanish and French only.`,
    {
      code: 'language',
      hint:
        'Set the language of the Entra admin center or Azure portal to English (the gear at the top right, then "Language + region", then Apply), ' +
        'and download the log again; or download it as JSON there, which is the same in every language.',
      ...(place === undefined ? {} : { place }),
    },
  );
}
