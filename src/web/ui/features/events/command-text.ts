import type { Question } from './address.js';
import { listNames, textNames } from './address.js';

/** A word of a POSIX shell that means nothing but itself. */
const quoted = (word: string): string =>
  /^[\w@.:/%+=,-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** The same question as a command line. */
export function commandText(dir: string, question: Question): string {
  const asked = [
    ...listNames.flatMap((name) => (question[name] ?? []).map((value) => [name, value] as const)),
    ...textNames.flatMap((name) => (question[name] === undefined ? [] : [[name, question[name]] as const])),
  ];
  const options = asked.map(([name, value]) => `--${name}${value.startsWith('-') ? '=' : ' '}${quoted(value)}`);
  return ['konseki events', quoted(dir), ...options].join(' ');
} // prettier-ignore
