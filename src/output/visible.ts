/**
 * What a terminal would obey or hide: control characters (ANSI sequences begin with one), format
 * characters (bidi, zero-width, BOM, tags), line and paragraph separators, lone surrogates,
 * code points that no character has, and letters that are drawn as nothing.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\ufe00-\ufe0e]|[\u{e0100}-\u{e01ef}]/gu;

/** Most text has none of it; this is found out much faster. */
const plain = /^[\x20-\x7e]*$/;

/** More marks on one letter than any script writes: they would run over the lines above. */
const heaped = /(\p{M}{4})(\p{M}+)/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escape(character: string): string {
  const known = named[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/**
 * Text from a log in a form that is safe on one line of a terminal (DESIGN.md §7): what cannot be
 * seen is written as `\x1b`, `\u202e`, `\n`. For reading, not for machines: a backslash stays one.
 */
export function visible(text: string): string {
  if (plain.test(text)) return text;
  return text
    .replace(unseen, escape)
    .replace(heaped, (_, kept: string, rest: string) => kept + rest.replace(/\p{M}/gu, escape));
}

/** The same for text of several lines: line feeds stay. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** JSON whose strings hold nothing a terminal would obey; it parses to the same values. */
export function visibleJson(json: string): string {
  if (plain.test(json)) return json;
  return json.replace(unseen, (character) => (character === '\n' ? character : utf16(character)));
}

function utf16(character: string): string {
  let escaped = '';
  for (let at = 0; at < character.length; at += 1)
    escaped += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return escaped;
}
