import type { Pattern, PatternPart } from '../rule.js';

export const any: PatternPart = { kind: 'any' };
const one: PatternPart = { kind: 'one' };

/** A part of a value before its placeholders are filled in. */
export type Piece = PatternPart | { readonly kind: 'placeholder'; readonly name: string };

/**
 * A Sigma text as a pattern: `*` and `?` are wildcards; a backslash takes a wildcard or a backslash
 * literally (`\*`, `\?`, `\\`) and is itself before anything else (specification, Escape Character).
 * With `placeholders`, `%name%` is one, and `\%` a percent sign.
 */
export function piecesOf(text: string, placeholders: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') pieces.push(literal);
    literal = '';
  };
  let at = 0;
  while (at < text.length) {
    const sign = text[at] ?? '';
    const next = text[at + 1] ?? '';
    const name = placeholders && sign === '%' ? /^%(\w+)%/.exec(text.slice(at)) : null;
    if (sign === '\\' && (`*?\\`.includes(next) || (placeholders && next === '%')) && next !== '') {
      literal += next;
      at += 2;
      continue;
    }
    if (name !== null) {
      flush();
      pieces.push({ kind: 'placeholder', name: name[1] ?? '' });
      at += name[0].length;
      continue;
    }
    if (sign === '*' || sign === '?') {
      flush();
      pieces.push(sign === '*' ? any : one);
    } else literal += sign;
    at++;
  }
  flush();
  return pieces;
}

export function patternOf(text: string): Pattern {
  return tidy(piecesOf(text, false).filter(isPart));
}

export const isPart = (piece: Piece): piece is PatternPart =>
  typeof piece === 'string' || piece.kind !== 'placeholder';

/** Neighbouring texts are one, and so are neighbouring `*`. */
export function tidy(parts: readonly PatternPart[]): Pattern {
  const tidied: PatternPart[] = [];
  for (const part of parts) {
    const last = tidied.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') tidied.splice(-1, 1, last + part);
    else if (!(isAny(part) && last !== undefined && isAny(last))) tidied.push(part);
  }
  return tidied;
}

const isAny = (part: PatternPart): boolean => typeof part !== 'string' && part.kind === 'any';

/** The text of a pattern without wildcards; undefined if it has one. */
export function literalOf(pattern: Pattern): string | undefined {
  return pattern.every((part) => typeof part === 'string') ? pattern.join('') : undefined;
}
