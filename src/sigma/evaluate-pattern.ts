import type { Pattern, PatternPart } from './rule.js';

/** Whether a whole text is of a pattern, letter by letter; for less, both are folded before. In linear steps. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  const [head = [], ...rest] = segments(pattern);
  const signs = Array.from(text);
  const tail = rest.pop();
  if (tail === undefined) return signs.length === head.length && fits(head, signs, 0);
  if (!fits(head, signs, 0)) return false;
  const end = signs.length - tail.length;
  let at = head.length;
  for (const middle of rest) {
    while (at + middle.length <= end && !fits(middle, signs, at)) at++;
    if (at + middle.length > end) return false;
    at += middle.length;
  }
  return at <= end && fits(tail, signs, end);
}

/** One code point, or undefined for any one. */
type Sign = string | undefined;

/** The pattern cut at its `any`, in code points: always one segment more than there are `any`. */
function segments(pattern: Pattern): Sign[][] {
  const cut: Sign[][] = [[]];
  for (const part of pattern) {
    if (typeof part === 'string') cut.at(-1)?.push(...Array.from(part));
    else if (part.kind === 'one') cut.at(-1)?.push(undefined);
    else cut.push([]);
  }
  return cut;
}

function fits(segment: readonly Sign[], signs: readonly string[], at: number): boolean {
  return (
    at + segment.length <= signs.length &&
    segment.every((sign, index) => sign === undefined || sign === signs[at + index])
  );
}

/** The pattern with what `change` makes of its texts. */
export function mapPattern(pattern: Pattern, change: (text: string) => string): Pattern {
  return pattern.map((part): PatternPart => (typeof part === 'string' ? change(part) : part));
}
