export interface TextPlace {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

export function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}

/** What may come next. */
type Wanted = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma';

/** Not known to be a constant: the compiler would take it for the only value there is. */
const first = (): Wanted => 'value';

const word = /true|false|null/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Where a text stops being JSON (RFC 8259), as an offset: JSON.parse tells the place on some versions of
 * Node only, and not of a text that ends early. `undefined` when all of it is JSON.
 */
export function jsonErrorOffset(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let next = first();
  while (at <= text.length) {
    const wants = next;
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
    const inside = open.at(-1);
    const character = text.charAt(at);
    if (character === '')
      return wants === 'comma' && inside === undefined ? undefined : text.length;
    if (wants === 'comma') {
      if (inside === undefined) return at;
      if (character === ',') next = inside === '{' ? 'key' : 'value';
      else if (character === (inside === '{' ? '}' : ']')) open.pop();
      else return at;
      at += 1;
    } else if (wants === 'colon') {
      if (character !== ':') return at;
      next = 'value';
      at += 1;
    } else if (
      (wants === 'key-or-end' && character === '}') ||
      (wants === 'value-or-end' && character === ']')
    ) {
      open.pop();
      next = 'comma';
      at += 1;
    } else if (character === '"') {
      const { end, bad } = stringFrom(text, at + 1);
      if (bad) return end;
      next = wants === 'key' || wants === 'key-or-end' ? 'colon' : 'comma';
      at = end;
    } else if (wants === 'key' || wants === 'key-or-end') return at;
    else if (character === '{' || character === '[') {
      open.push(character);
      next = character === '{' ? 'key-or-end' : 'value-or-end';
      at += 1;
    } else {
      const length = matchAt(word, text, at) || matchAt(number, text, at);
      if (length === 0) return at;
      next = 'comma';
      at += length;
    }
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The end of the string whose first character is at `from`, or the place in it that JSON does not allow. */
function stringFrom(text: string, from: number): { readonly end: number; readonly bad: boolean } {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return { end: at + 1, bad: false };
    if (character < ' ') return { end: at, bad: true };
    if (character !== '\\') continue;
    const escape = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6));
    if (escape === null) return { end: at, bad: true };
    at += escape[0].length;
  }
  return { end: text.length, bad: true };
}
