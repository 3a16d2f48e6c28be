import type { Search } from '../../shared/search.js';

/** What the events are asked for by; several values of a name stand in one text, between bars. */
export const listNames = ['source', 'user', 'operation', 'outcome', 'country', 'ip', 'app', 'session', 'finding'] as const; // prettier-ignore
export type ListName = (typeof listNames)[number];
export const textNames = ['since', 'until', 'grep'] as const;

/** As the server is asked. */
export type Question = Readonly<
  Partial<Record<ListName, string[]> & Record<(typeof textNames)[number], string>>
>;

/** `a|b` as a list; `\|` is a bar and `\\` a backslash of a value. */
export function listIn(text: string | undefined): string[] {
  const parts: readonly string[] = text?.match(/(?:\\[^]|[^|\\])+/gu) ?? [];
  return parts.map((part) => part.replace(/\\([|\\])/gu, '$1'));
}

export const textOf = (values: readonly string[]): string | undefined =>
  values.length === 0
    ? undefined
    : values.map((value) => value.replace(/[|\\]/gu, '\\$&')).join('|');

export function questionOf(search: Search): Question {
  const question: Partial<Record<ListName, string[]> & Record<(typeof textNames)[number], string>> =
    {};
  for (const name of listNames) {
    const values = listIn(search[name]);
    if (values.length > 0) question[name] = values;
  }
  for (const name of textNames) {
    const value = search[name]?.trim() ?? '';
    if (value !== '') question[name] = value;
  }
  return question;
}

/** The search of an address for a question. */
export const searchFor = (question: Question): Search => ({
  ...Object.fromEntries(
    listNames.flatMap((name) => {
      const text = textOf(question[name] ?? []);
      return text === undefined ? [] : [[name, text]];
    }),
  ),
  ...Object.fromEntries(
    textNames.flatMap((name) => (question[name] === undefined ? [] : [[name, question[name]]])),
  ),
});

/** With the value taken in, or off where it is in. */
export function toggled(question: Question, name: ListName, value: string): Question {
  const now = question[name] ?? [];
  const next = now.includes(value) ? now.filter((each) => each !== value) : [...now, value];
  return { ...question, [name]: next };
}

export const without = (question: Question, name: keyof Question): Question =>
  Object.fromEntries(Object.entries(question).filter(([key]) => key !== name));
