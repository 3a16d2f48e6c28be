/**
 * What may not stand as it is in a script: what cannot be seen (control, format and bidi characters,
 * separators, lone surrogates, unassigned code points), and the quotes that PowerShell takes for `'`.
 */
const unsafe =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}\u2018-\u201b\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\ufe00-\ufe0f]/u;
const allUnsafe = new RegExp(unsafe.source, 'gu'); // prettier-ignore

/** `\uXXXX` for each UTF-16 unit, as .NET's Regex.Unescape reads it. */
const unit = (character: string): string =>
  Array.from({ length: character.length }, (_, at) =>
    `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join(''); // prettier-ignore

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Any text as a PowerShell expression of the same value: one single-quoted literal with `'` doubled, in
 * which nothing expands. Where the text holds what may not stand in a script, the literal holds it as
 * `\uXXXX` and `[regex]::Unescape` gives it back.
 */
export function psLiteral(text: string): string {
  if (!unsafe.test(text)) return quoted(text);
  const escaped = text.replaceAll('\\', '\\\\').replace(allUnsafe, unit);
  return `[regex]::Unescape(${quoted(escaped)})`;
}
