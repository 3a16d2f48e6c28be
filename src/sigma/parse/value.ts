import { RE2JS } from 're2js';
import { canonicalIpv6, ipv4Pattern } from '../../formats/address.js';
import type { Comparison, Pattern, PatternPart, Test, TimePart } from '../rule.js';
import { encodings } from './encode.js';
import { timeRanges } from './modifier-table.js';
import type { Modification } from './modifiers.js';
import { any, isPart, literalOf, patternOf, piecesOf, tidy, type Piece } from './pattern.js';
import type { Report } from './report.js';
import type { Scalar } from './yaml.js';

/** What `%name%` stands for, for the modifier expand. Values are Sigma texts: they may have wildcards. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** How many texts one value may become (windash, expand). */
export const mostAlternatives = 5_000;

/** The tests that one value of a rule stands for, any of which may pass; none, and said so, if it has a mistake. */
export function testsOf(
  value: Scalar,
  how: Modification,
  placeholders: Placeholders,
  report: Report,
): readonly Test[] {
  const wrong = (message: string, hint?: string): readonly Test[] => {
    report.add('value', how.type ?? how.field, message, value.place, hint);
    return [];
  };
  if (how.type === undefined) return plainTests(value, how, placeholders, report);
  switch (how.type) {
    case 're':
      return regexTests(value, how, report);
    case 'cidr': {
      const network = networkOf(value.text);
      if (network === undefined || value.sort !== 'text')
        return wrong(`"${value.text}" is no network`, 'write e.g. 192.0.2.0/24 or 2001:db8::/32');
      return [{ kind: 'cidr', network }];
    }
    case 'exists':
      if (value.sort !== 'boolean') return wrong('exists wants true or false, without quotes');
      return [{ kind: 'exists', wanted: value.text.toLowerCase() === 'true' }];
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return value.sort === 'number'
        ? [{ kind: 'compare', how: how.type satisfies Comparison, to: Number(value.text) }]
        : wrong(`${how.type} wants a decimal number, without quotes`);
    case 'fieldref': {
      const field = value.sort === 'text' ? literalOf(patternOf(value.text)) : undefined;
      if (field === undefined || field === '')
        return wrong('fieldref wants the name of a field, without wildcards');
      return [{ kind: 'fieldref', field, how: how.place ?? 'equals', cased: how.cased }];
    }
    default: {
      const [least, greatest] = timeRanges[how.type] ?? [0, 0];
      const equals = Number(value.text);
      if (
        value.sort !== 'number' ||
        !Number.isInteger(equals) ||
        equals < least ||
        equals > greatest
      )
        return wrong(
          `${how.type} wants a whole number from ${least} to ${greatest}, without quotes`,
        );
      return [{ kind: 'timepart', part: timePart(how.type), equals }];
    }
  }
}

const timeParts: readonly TimePart[] = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const timePart = (name: string): TimePart => timeParts.find((part) => part === name) ?? 'year';

function regexTests(value: Scalar, how: Modification, report: Report): readonly Test[] {
  if (value.sort === 'null' || value.text === '') {
    report.add('value', 're', 're wants an expression', value.place);
    return [];
  }
  try {
    RE2JS.compile(value.text);
  } catch (error) {
    report.add(
      'regex',
      're',
      `this is no regular expression of RE2: ${reason(error)}`,
      value.place,
      'there are no look-arounds and no back-references in RE2',
    );
    return [];
  }
  return [{ kind: 'regex', source: value.text, flags: how.flags }];
}

const reason = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);

function plainTests(
  value: Scalar,
  how: Modification,
  placeholders: Placeholders,
  report: Report,
): readonly Test[] {
  // These make a text of whatever is written.
  const asText =
    how.field === '' ||
    how.place !== undefined ||
    how.encode !== undefined ||
    how.base64 !== undefined ||
    how.windash ||
    how.cased ||
    how.expand;
  if (value.sort === 'null') {
    if (!asText) return [{ kind: 'null' }];
    report.add(
      'value',
      how.field || 'keyword',
      'null cannot be searched for or changed',
      value.place,
      "an empty text is ''",
    );
    return [];
  }
  if (!asText && value.sort === 'boolean')
    return [{ kind: 'boolean', equals: value.text.toLowerCase() === 'true' }];
  if (!asText && value.sort === 'number') return [{ kind: 'number', equals: Number(value.text) }];
  const patterns = patternsOf(value, how, placeholders, report);
  return patterns.map((pattern) => ({ kind: 'pattern', pattern, cased: how.cased }));
}

function patternsOf(
  value: Scalar,
  how: Modification,
  placeholders: Placeholders,
  report: Report,
): readonly Pattern[] {
  const wrong = (feature: string, message: string, hint?: string): readonly Pattern[] => {
    report.add('value', feature, message, value.place, hint);
    return [];
  };
  const pieces = piecesOf(value.text, how.expand);
  const filled = how.expand
    ? fill(pieces, placeholders, value, report)
    : [tidy(pieces.filter(isPart))];
  if (filled === undefined) return [];
  const dashed = how.windash ? filled.flatMap(dashes) : filled;
  if (dashed.length > mostAlternatives)
    return wrong(
      how.windash ? 'windash' : 'expand',
      `this stands for more than ${mostAlternatives} texts`,
      'split it up',
    );
  const encoded: Pattern[] = [];
  for (const pattern of dashed) {
    const forms = encodings(pattern, how);
    if (typeof forms === 'string') return wrong(how.base64 ?? how.encode ?? '', forms);
    encoded.push(...forms);
  }
  return encoded.map((pattern) => {
    switch (how.place) {
      case undefined:
        return pattern;
      case 'contains':
        return tidy([any, ...pattern, any]);
      case 'startswith':
        return tidy([...pattern, any]);
      case 'endswith':
        return tidy([any, ...pattern]);
    }
  });
}

/** All ways to put values in the place of the placeholders. */
function fill(
  pieces: readonly Piece[],
  placeholders: Placeholders,
  value: Scalar,
  report: Report,
): readonly Pattern[] | undefined {
  const missing = pieces.flatMap((piece) =>
    typeof piece !== 'string' &&
    piece.kind === 'placeholder' &&
    !Object.hasOwn(placeholders, piece.name)
      ? [piece.name]
      : [],
  );
  for (const name of missing)
    report.add(
      'unknown',
      `%${name}%`,
      `nothing says what %${name}% stands for`,
      value.place,
      'give its values, or leave the rule out',
    );
  const empty = pieces.flatMap((piece) =>
    typeof piece !== 'string' &&
    piece.kind === 'placeholder' &&
    Object.hasOwn(placeholders, piece.name) &&
    placeholders[piece.name]?.length === 0
      ? [piece.name]
      : [],
  );
  for (const name of empty)
    report.add('unknown', `%${name}%`, `%${name}% has no values`, value.place);
  if (missing.length + empty.length > 0) return undefined;
  let made: readonly (readonly PatternPart[])[] = [[]];
  for (const piece of pieces) {
    const choices: readonly (readonly PatternPart[])[] =
      typeof piece !== 'string' && piece.kind === 'placeholder'
        ? (placeholders[piece.name] ?? []).map(patternOf)
        : [[piece]];
    made = made
      .slice(0, mostAlternatives + 1)
      .flatMap((start) => choices.map((end) => [...start, ...end]));
  }
  return made.map(tidy);
}

/** A dash or slash that begins a word, as pySigma finds them: not inside one. */
const optionDash = /\B[-/–—―]\b/u;
const dashSigns = ['-', '/', '–', '—', '―'];

/** The pattern with each option's dash in all five spellings. */
function dashes(pattern: Pattern): readonly Pattern[] {
  let made: readonly (readonly PatternPart[])[] = [[]];
  for (const part of pattern) {
    const choices = typeof part === 'string' ? spellings(part) : [part];
    made = made
      .slice(0, mostAlternatives + 1)
      .flatMap((start) => choices.map((end) => [...start, end]));
  }
  return made.map(tidy);
}

function spellings(text: string): readonly string[] {
  let made: readonly string[] = [''];
  let rest = text;
  // What is cut off ends with a dash, which is no letter: the rest begins as if nothing were before it.
  for (let found = optionDash.exec(rest); found !== null; found = optionDash.exec(rest)) {
    const lead = rest.slice(0, found.index);
    made = made
      .slice(0, mostAlternatives + 1)
      .flatMap((start) => dashSigns.map((dash) => start + lead + dash));
    rest = rest.slice(found.index + 1);
  }
  return made.map((start) => start + rest);
}

/** The network as canonical text without host bits; a bare address is a network of one. */
function networkOf(text: string): string | undefined {
  const [address = '', length, ...more] = text.trim().split('/');
  if (more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const four = new RegExp(`^${ipv4Pattern}$`).test(address);
  const canonical = four ? address : canonicalIpv6(address);
  if (canonical === null) return undefined;
  // `::ffff:192.0.2.0/120` is 192.0.2.0/24: the logs' addresses are read in the same way.
  const mapped = !four && !canonical.includes(':');
  const most = four ? 32 : 128;
  const given = length === undefined ? most : Number(length);
  const bits = mapped ? given - 96 : given;
  if (given > most || bits < 0) return undefined;
  return `${masked(canonical, bits)}/${bits}`;
}

function masked(address: string, bits: number): string {
  const four = !address.includes(':');
  const groups = four ? address.split('.').map(Number) : groupsOf(address);
  const size = four ? 8 : 16;
  const kept = groups.map((group, index) => {
    const left = Math.min(Math.max(bits - index * size, 0), size);
    return group & ~((1 << (size - left)) - 1);
  });
  if (four) return kept.join('.');
  const text = kept.map((group) => group.toString(16)).join(':');
  return canonicalIpv6(text) ?? text;
}

function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => parseInt(group, 16));
  const start = read(head);
  const end = tail === undefined ? [] : read(tail);
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end];
}
