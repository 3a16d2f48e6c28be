import type { Choice, Question, Task } from './question.js';
import { languages } from './text.js';

/** What a player answered, understood: ids of choices or items, or the text. */
export type Given =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'text'; readonly text: string };

/** Why an answer could not be understood; it costs nothing. */
export type Problem = 'empty' | 'no-such-choice' | 'one-only' | 'not-all';

export type Reading =
  | { readonly kind: 'given'; readonly given: Given }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * Free answers are compared in this form: without regard to case, width, blanks, quotes, and defanging
 * (`hxxps://evil[.]example`).
 */
export function normalised(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/\[(?:\.|dot)\]|\((?:\.|dot)\)|\{\.\}/g, '.')
    .replace(/\[(?:@|at)\]|\((?:@|at)\)/g, '@')
    .replace(/\[:\]/g, ':')
    .replace(/\[(:\/\/|\/)\]/g, '$1')
    .replace(/\bhxxp/g, 'http')
    .replace(/\s+/g, ' ')
    .trim();
  const quoted = /^(["'`“”‘’「『<«])(.+)(["'`“”‘’」』>»])$/.exec(plain);
  return (quoted?.[2] ?? plain).trim();
}

/** Understands what was typed or chosen: ids, the numbers or letters of the list, or the words of a choice. */
export function read(question: Question, input: string | readonly string[]): Reading {
  const { task } = question;
  switch (task.kind) {
    case 'free': {
      const text = typeof input === 'string' ? input : input.join(' ');
      return normalised(text) === '' ? problem('empty') : given({ kind: 'text', text });
    }
    case 'choice':
    case 'multi':
    case 'order': {
      const entries = entriesOf(task);
      const ids =
        typeof input === 'string' ? idsOf(entries, input) : input.map((one) => idOf(entries, one));
      if (ids.length === 0) return problem('empty');
      const known = [...new Set(ids.filter((id) => id !== undefined))];
      if (ids.includes(undefined)) return problem('no-such-choice');
      if (task.kind === 'choice' && known.length > 1) return problem('one-only');
      if (task.kind === 'order' && (known.length < entries.length || ids.length > known.length))
        return problem('not-all');
      return given({ kind: 'ids', ids: known });
    }
  }
}

const given = (value: Given): Reading => ({ kind: 'given', given: value });
const problem = (value: Problem): Reading => ({ kind: 'problem', problem: value });

type Entry = Pick<Choice, 'id' | 'text'>;

const entriesOf = (task: Exclude<Task, { kind: 'free' }>): readonly Entry[] =>
  task.kind === 'order' ? task.items : task.choices;

function idsOf(entries: readonly Entry[], input: string): readonly (string | undefined)[] {
  const whole = idOf(entries, input);
  if (whole !== undefined) return [whole];
  const parts = input
    .normalize('NFKC')
    .split(/[\s,;、・→>]+/)
    .filter((part) => part !== '');
  const [only, ...more] = parts;
  // `31254`, `cabed`: one sign a choice.
  if (
    only !== undefined &&
    more.length === 0 &&
    entries.length < 10 &&
    /^(\d+|[a-z]+)$/i.test(only)
  )
    return only.split('').map((sign) => idOf(entries, sign));
  return parts.map((part) => idOf(entries, part));
}

function idOf(entries: readonly Entry[], word: string): string | undefined {
  const wanted = normalised(word).replace(/[.)]$/, '');
  const byId = entries.find(({ id }) => id.toLowerCase() === wanted);
  if (byId !== undefined) return byId.id;
  if (/^\d{1,2}$/.test(wanted)) return entries[Number(wanted) - 1]?.id;
  if (/^[a-z]$/.test(wanted)) return entries[wanted.charCodeAt(0) - 97]?.id;
  return entries.find(({ text }) =>
    languages.some((language) => normalised(text[language]) === normalised(word)),
  )?.id;
}

/** 0…1: how right an answer is. Choosing everything is worth nothing, and so is the order upside down. */
export function grade(task: Task, answer: Given): number {
  switch (task.kind) {
    case 'free':
      return answer.kind === 'text' && isAccepted(task, answer.text) ? 1 : 0;
    case 'choice':
    case 'multi': {
      if (answer.kind !== 'ids') return 0;
      const share = (isRight: boolean): number => {
        const all = task.choices.filter((choice) => choice.right === isRight);
        const picked = all.filter(({ id }) => answer.ids.includes(id));
        return all.length === 0 ? 0 : picked.length / all.length;
      };
      return Math.max(0, share(true) - share(false));
    }
    case 'order': {
      if (answer.kind !== 'ids') return 0;
      let pairs = 0;
      let kept = 0;
      for (const before of task.items)
        for (const after of task.items) {
          if (before.rank >= after.rank) continue;
          pairs += 1;
          if (answer.ids.indexOf(before.id) < answer.ids.indexOf(after.id)) kept += 1;
        }
      return pairs === 0 ? 1 : Math.max(0, (2 * kept) / pairs - 1);
    }
  }
}

function isAccepted(task: Extract<Task, { kind: 'free' }>, text: string): boolean {
  const said = normalised(text);
  return task.accepted.some((answer) => {
    const wanted = normalised(answer);
    if (said === wanted) return true;
    return task.prefix > 0 && said.length >= task.prefix && wanted.startsWith(said);
  });
}
