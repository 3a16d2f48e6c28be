import type { Facts } from './facts.js';
import type { Choice, Phase, Posed, Task } from './question.js';
import type { Text } from './text.js';

/** A question for every incident that has the facts for it. */
export interface QuestionTemplate {
  readonly id: string;
  readonly phase: Phase;
  /** Rows of workshop.md. */
  readonly rows: readonly string[];
  readonly appliesTo: (facts: Facts) => boolean;
  readonly pose: (facts: Facts) => Posed;
}

export const always = (): boolean => true;

/** Sentences begin with a capital; names and values, which read the same in every language, stay as they are. */
const capital = (text: Text): Text =>
  text.en === text.ja ? text : { ...text, en: text.en.charAt(0).toUpperCase() + text.en.slice(1) };

/** A choice that is right. */
export const right = (id: string, text: Text, why: Text | null = null): Choice => ({
  id,
  text: capital(text),
  right: true,
  why,
});

/** A choice that is wrong, and why. */
export const wrong = (id: string, text: Text, why: Text | null = null): Choice => ({
  id,
  text: capital(text),
  right: false,
  why,
});

export const free = (accepted: readonly string[], prefix = 0): Task => ({
  kind: 'free',
  accepted: [...new Set(accepted)],
  prefix,
});

/** Choices made of facts: numbered ids, and no wrong one that reads like a right one or another wrong one. */
export function drawn(
  facts: Facts,
  key: string,
  from: {
    readonly right: readonly Text[];
    readonly wrong: readonly (Text | readonly [Text, why: Text])[];
  },
  most: { readonly right: number; readonly wrong: number } = { right: 4, wrong: 4 },
): readonly Choice[] {
  const seen = new Set<string>();
  const isNew = ({ en }: Text): boolean => {
    const reading = en.trim().toLowerCase();
    if (reading === '' || seen.has(reading)) return false;
    seen.add(reading);
    return true;
  };
  const all = from.right.filter(isNew);
  const others = from.wrong
    .map((one) => ('en' in one ? { text: one, why: null } : { text: one[0], why: one[1] }))
    .filter(({ text }) => isNew(text));
  // What is wrong is drawn in its order of believability, what is right by chance.
  return [
    ...facts.draw
      .some(key, all, most.right, ({ en }) => en)
      .map((text, index) => right(`right-${index + 1}`, text)),
    ...others
      .slice(0, most.wrong)
      .map(({ text, why }, index) => wrong(`wrong-${index + 1}`, text, why)),
  ];
}

/** A word as a shell takes it. */
export const shell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
