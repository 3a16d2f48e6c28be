import i18next from 'i18next';
import type { Said } from '../../model/finding.js';
import { messages } from './messages.js';

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/** The message with this key, its `{{names}}` filled in; nothing is escaped: each output escapes for itself. */
export type Translate = (
  key: keyof typeof messages,
  values?: Readonly<Record<string, string | number>>,
) => string;

const resources = Object.fromEntries(
  languages.map((language) => [
    language,
    { translation: Object.fromEntries(Object.entries(messages).map(([key, said]) => [key, said[language]])) },
  ]),
); // prettier-ignore
const instance = i18next.createInstance();
void instance.init({
  resources,
  lng: 'en',
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
  nesting: false,
} as Parameters<typeof instance.init>[0]);

export function translator(language: Language): Translate {
  const fixed = instance.getFixedT(language);
  // Tables say the same word in every row.
  const words = new Map<string, string>();
  return (key, values) => {
    if (values !== undefined) return fixed(key, { ...values });
    const known = words.get(key);
    if (known !== undefined) return known;
    const said = fixed(key, {});
    words.set(key, said);
    return said;
  };
}

/** One of a text's two languages. */
export const inLanguage = (said: Said, language: Language): string => said[language];
