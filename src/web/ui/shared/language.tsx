import i18next from 'i18next';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];
export interface Said {
  readonly en: string;
  readonly ja: string;
}
/** Sentences of one area of the interface: key → both languages. */
export type Table = Readonly<Record<string, Said>>;

const instance = i18next.createInstance();
void instance.init({
  resources: {},
  lng: 'en',
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});
const spaces = new Map<Table, string>();

function spaceOf(table: Table): string {
  const known = spaces.get(table);
  if (known !== undefined) return known;
  const space = `t${spaces.size}`;
  spaces.set(table, space);
  for (const language of languages)
    instance.addResourceBundle(language, space, Object.fromEntries(Object.entries(table).map(([key, said]) => [key, said[language]]))); // prettier-ignore
  return space;
}

const Chosen = createContext<readonly [Language, (language: Language) => void]>(['en', () => undefined]); // prettier-ignore
const key = 'konseki-language';

function first(): Language {
  const kept = localStorage.getItem(key);
  if (kept === 'en' || kept === 'ja') return kept;
  return navigator.language.startsWith('ja') ? 'ja' : 'en';
}

export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(first);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(key, language);
  }, [language]);
  const value = useMemo(() => [language, setLanguage] as const, [language]);
  return <Chosen value={value}>{children}</Chosen>;
}

export const useLanguage = (): readonly [Language, (language: Language) => void] =>
  useContext(Chosen);

/** The sentences of a table, in the language chosen; `{{names}}` are filled in. */
export function useWords<T extends Table>(
  table: T,
): (key: keyof T & string, values?: Readonly<Record<string, string | number>>) => string {
  const [language] = useLanguage();
  return useMemo(() => {
    const space = spaceOf(table);
    const fixed = instance.getFixedT(language, space);
    return (name, values = {}) => fixed(name, { ...values });
  }, [language, table]);
}

/** A text of the case in the language chosen. */
export function useSaid(): (said: Said) => string {
  const [language] = useLanguage();
  return (said) => said[language];
}
