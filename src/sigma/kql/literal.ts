/**
 * Text in the Kusto Query Language ("The string data type", Kusto docs): nothing that a rule holds may end a
 * literal, a name or a comment early.
 */

/** What is not plainly visible in one line: controls, formats, separators, private and lone signs. */
const unseen = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

const named: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const codeUnits = (sign: string): string =>
  Array.from(
    { length: sign.length },
    (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** The text as a literal in one line. */
export const kqlText = (text: string): string =>
  `"${Array.from(text, (sign) => named[sign] ?? (unseen.test(sign) ? codeUnits(sign) : sign)).join('')}"`;

/** The same for a regular expression: verbatim where that can be read, since it is full of backslashes. */
export const kqlRegex = (source: string): string =>
  source.includes('\\') && !unseen.test(source)
    ? `@"${source.replaceAll('"', '""')}"`
    : kqlText(source);

/** RE2 that matches the text itself. */
export const quoteRegex = (text: string): string =>
  text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** Names that stand for themselves after a dot. */
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Words of the language that are no names. */
const reserved = new Set('and or not in between has contains by on to of with where extend project true false null let set dynamic datetime timespan string long int real bool guid decimal kind type from step as asc desc count first last table database cluster view pattern declare'.split(' ')); // prettier-ignore

/** A member of a dynamic value. */
export const member = (value: string, name: string): string =>
  plainName.test(name) && !reserved.has(name) ? `${value}.${name}` : `${value}[${kqlText(name)}]`;

/** One line of a comment. */
export const commentLine = (text: string): string =>
  `// ${Array.from(text.replace(/\s+/gu, ' '), (sign) => (unseen.test(sign) ? codeUnits(sign) : sign)).join('')}`.trimEnd();

/** Seconds as a timespan literal. */
export function timespan(seconds: number): string {
  if (Number.isInteger(seconds / 86_400) && seconds > 0) return `${seconds / 86_400}d`;
  if (Number.isInteger(seconds / 3600) && seconds > 0) return `${seconds / 3600}h`;
  if (Number.isInteger(seconds / 60) && seconds > 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

/** A double as a literal: whole numbers bare. */
export const kqlNumber = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : `real(${String(value)})`;
