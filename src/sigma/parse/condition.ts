import { closest } from 'fastest-levenshtein';
import type { Condition } from '../rule.js';
import { matchesPattern } from '../evaluate-pattern.js';
import { join } from './detection.js';
import { patternOf } from './pattern.js';
import type { Report } from './report.js';
import { placeIn, type Scalar } from './yaml.js';

/** Detections by name; undefined: it has a mistake, which is told already. */
export type Detections = ReadonlyMap<string, Condition | undefined>;

interface Token {
  readonly text: string;
  readonly at: number;
}

/** Parentheses and `not` deeper than this are no rule. */
const mostDepth = 100;

/** Thrown inside this file only: a condition has one mistake at a time. */
class Mistake extends Error {
  readonly token: Token;
  readonly code: 'condition' | 'unknown' | 'unsupported';
  readonly hint: string | undefined;

  constructor(
    token: Token,
    message: string,
    hint?: string,
    code: 'condition' | 'unknown' | 'unsupported' = 'condition',
  ) {
    super(message);
    this.token = token;
    this.code = code;
    this.hint = hint;
  }
}

/**
 * Reads a condition: `or`, `and`, `not` (binding more in this order), parentheses, names of detections, and
 * `1 of`, `any of`, `all of` a pattern of names or `them`. Names that begin with `_` are left out unless the
 * pattern itself begins so. Undefined, and said so, where it has a mistake or a detection in it has one.
 */
export function readCondition(
  written: Scalar,
  detections: Detections,
  report: Report,
): Condition | undefined {
  try {
    return new Reader(written.text, detections).read();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const { token, message, hint, code } = error;
    report.add(code, token.text || 'condition', message, placeIn(written, token.at), hint);
    return undefined;
  }
}

class Reader {
  private readonly tokens: readonly Token[];
  private readonly end: Token;
  private readonly detections: Detections;
  private next = 0;
  private depth = 0;

  constructor(text: string, detections: Detections) {
    this.tokens = Array.from(text.matchAll(/[()|]|[^\s()|]+/g), (found) => ({
      text: found[0],
      at: found.index,
    }));
    this.end = { text: '', at: Math.max(text.trimEnd().length, 0) };
    this.detections = detections;
  }

  read(): Condition | undefined {
    if (this.tokens.length === 0) throw new Mistake(this.end, 'the condition is empty');
    const whole = this.alternatives();
    const rest = this.tokens[this.next];
    if (rest === undefined) return whole;
    if (rest.text === '|')
      throw new Mistake(
        rest,
        'aggregations in a condition (| count() …) are not part of Sigma 2',
        'write a correlation',
        'unsupported',
      );
    throw new Mistake(
      rest,
      rest.text === ')'
        ? 'this parenthesis closes nothing'
        : `"and" or "or" is missing before "${rest.text}"`,
    );
  }

  private alternatives(): Condition | undefined {
    return this.chain('or', () => this.chain('and', () => this.operand()));
  }

  private chain(word: 'and' | 'or', operand: () => Condition | undefined): Condition | undefined {
    const parts = [operand()];
    while (this.isWord(this.tokens[this.next], word)) {
      this.next++;
      parts.push(operand());
    }
    const good = parts.filter((part) => part !== undefined);
    return good.length === parts.length ? join(good, word) : undefined;
  }

  private operand(): Condition | undefined {
    const token = this.tokens[this.next] ?? this.end;
    if (++this.depth > mostDepth) throw new Mistake(token, 'the condition is nested too deeply');
    this.next++;
    const read = this.operandAt(token);
    this.depth--;
    return read;
  }

  private operandAt(token: Token): Condition | undefined {
    if (this.isWord(token, 'not')) {
      const of = this.operand();
      return of === undefined ? undefined : { kind: 'not', of };
    }
    if (token.text === '(') {
      const inside = this.alternatives();
      const close = this.tokens[this.next] ?? this.end;
      if (close.text !== ')') throw new Mistake(close, 'a closing parenthesis is missing');
      this.next++;
      return inside;
    }
    if (token.text === '') throw new Mistake(token, 'the condition ends too early');
    if (/^[)|]$/.test(token.text) || this.isWord(token, 'and') || this.isWord(token, 'or'))
      throw new Mistake(token, `a detection is missing before "${token.text}"`);
    if (this.isWord(this.tokens[this.next], 'of')) return this.selector(token);
    return this.named(token);
  }

  private named(token: Token): Condition | undefined {
    const { text } = token;
    if (this.detections.has(text)) return this.detections.get(text);
    if (text.includes('*'))
      throw new Mistake(token, `"${text}" needs "1 of" or "all of" before it`);
    throw new Mistake(token, `there is no detection "${text}"`, this.near(text), 'unknown');
  }

  private selector(quantity: Token): Condition | undefined {
    this.next++;
    const pattern = this.tokens[this.next] ?? this.end;
    this.next++;
    const kind = quantities.get(quantity.text.toLowerCase());
    if (kind === undefined)
      throw new Mistake(
        quantity,
        `"${quantity.text} of" is not part of Sigma`,
        'it has 1 of, any of and all of',
        'unsupported',
      );
    if (pattern.text === '' || /^[()|]$/.test(pattern.text))
      throw new Mistake(pattern, `names are missing after "${quantity.text} of"`);
    const names = this.matching(pattern.text);
    if (names.length === 0)
      throw new Mistake(
        pattern,
        `there is no detection "${pattern.text}"`,
        this.near(pattern.text.replaceAll('*', '')),
        'unknown',
      );
    const parts = names.map((name) => this.detections.get(name));
    const good = parts.filter((part) => part !== undefined);
    return good.length === parts.length ? join(good, kind) : undefined;
  }

  private matching(pattern: string): readonly string[] {
    const shown = [...this.detections.keys()].filter((name) => !name.startsWith('_'));
    if (pattern === 'them') return shown;
    const wanted = patternOf(pattern.replace(/[?\\]/g, '\\$&'));
    const names = pattern.startsWith('_') ? [...this.detections.keys()] : shown;
    return names.filter((name) => matchesPattern(wanted, name));
  }

  private near(name: string): string | undefined {
    const names = [...this.detections.keys()];
    return names.length === 0 ? undefined : `did you mean ${closest(name, names)}?`;
  }

  /** `and`, `or`, `not` and `of` in any case, unless a detection has that very name. */
  private isWord(token: Token | undefined, word: string): boolean {
    if (token?.text.toLowerCase() !== word) return false;
    return token.text === word || !this.detections.has(token.text);
  }
}

const quantities: ReadonlyMap<string, 'and' | 'or'> = new Map([
  ['1', 'or'],
  ['any', 'or'],
  ['all', 'and'],
]);
