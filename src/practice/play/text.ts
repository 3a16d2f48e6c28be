/** The languages of the exercise. */
export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/** A sentence in every language. */
export type Text = Readonly<Record<Language, string>>;

export const say = (en: string, ja: string): Text => ({ en, ja });

/** A name, a value, a command: the same in every language. */
export const name = (text: string): Text => ({ en: text, ja: text });

/** `a, b` */
export const listed = (texts: readonly Text[]): Text => ({
  en: texts.map(({ en }) => en).join(', '),
  ja: texts.map(({ ja }) => ja).join('、'),
});

/** `2024-05-10 09:25:56 UTC` */
export const timeText = (time: string | Date): string =>
  `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `2024-05-10 09:25:56 – 10:55:45 UTC`: the day is not repeated. */
export function spanText(from: string | Date, to: string | Date): string {
  const first = timeText(from).replace(' UTC', '');
  const last = timeText(to);
  return `${first} – ${last.slice(0, 10) === first.slice(0, 10) ? last.slice(11) : last}`;
}
