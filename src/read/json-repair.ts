/** A text mended so that JSON.parse reads it, and what had to be mended. */
export interface Repair {
  readonly text: string;
  readonly mended: readonly string[];
}

const controls: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

function escapeControl(character: string): string {
  return controls[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Longer texts are not worth mending: the expression below would need much memory for them. */
const longest = 4 * 1024 * 1024;
const piece = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|,(?=\s*[}\]])|-?\b(?:NaN|Infinity)\b/g;

/**
 * Mends what exporters and editors are known to leave: commas before a closing bracket, NaN and Infinity
 * (read as null), and control characters inside strings. Undefined when there is nothing of the kind.
 */
export function repairJson(text: string): Repair | undefined {
  if (text.length > longest) return undefined;
  const mended = new Set<string>();
  const result = text.replace(piece, (found) => {
    if (found === ',') {
      mended.add('a comma before a closing bracket');
      return '';
    }
    if (!found.startsWith('"')) {
      mended.add(`${found} instead of a number`);
      return 'null';
    }
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    const escaped = found.replace(/[\u0000-\u001f]/g, escapeControl);
    if (escaped !== found) mended.add('control characters in a string');
    return escaped;
  });
  return mended.size === 0 ? undefined : { text: result, mended: [...mended] };
}
