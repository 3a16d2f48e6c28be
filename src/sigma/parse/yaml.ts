import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';
import type { Place } from '../rule.js';
import type { Problem, ProblemCode } from './problem.js';

/** Characters of a file, and values in it with what aliases repeat: far above any rule, far below trouble. */
export const limits = { characters: 1_000_000, values: 100_000, depth: 100 };

/** YAML as a rule means it: every scalar keeps its own text, and everything its place. */
export type Yaml = Scalar | YamlList | YamlMap;

interface Placed {
  readonly place: Place;
}
export interface Scalar extends Placed {
  readonly kind: 'scalar';
  /** The text, escapes undone. What is not quoted is text too, unless it is one of `sort`. */
  readonly text: string;
  /**
   * What a plain scalar is: `null`, `true`, `false`, or a decimal number that a double holds exactly as
   * written. All else is text as it stands: `010`, `0x1F`, `1_000`, `1e5`, `yes`, `off`, `2024-05-10`, `12:30`.
   */
  readonly sort: 'text' | 'null' | 'boolean' | 'number';
  /** Signs from `place` to the text (1 for a quote), if it stands there exactly so: a place inside it can be told. */
  readonly inside: number | undefined;
}
export interface YamlList extends Placed {
  readonly kind: 'list';
  readonly items: readonly Yaml[];
}
export interface YamlEntry extends Placed {
  readonly key: string;
  readonly value: Yaml;
}
export interface YamlMap extends Placed {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}

/** The tags that say no more than what is there. */
const tags = ['str', 'seq', 'map'].map((name) => `tag:yaml.org,2002:${name}`);

/** After a mistake the rest of a document is often taken for mistakes too. */
const mostMistakes = 20;

type YamlProblem = Omit<Problem, 'rule'>;

/** The file is not to be read further: thrown inside this file only. */
class Refusal extends Error {
  readonly problem: YamlProblem;

  constructor(problem: YamlProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The documents of a file that hold something, and what is wrong with the YAML. Never throws. */
export function readYaml(
  text: string,
  file: string,
): { readonly documents: readonly Yaml[]; readonly problems: readonly YamlProblem[] } {
  const start: Place = { file, line: 1, column: 1 };
  const refuse = (code: ProblemCode, feature: string, message: string, hint?: string) => ({
    documents: [],
    problems: [{ code, feature, message, hint, place: start }],
  });
  if (text.length > limits.characters)
    return refuse(
      'too-large',
      'file',
      `the file has ${text.length} characters; a rule file may have ${limits.characters}`,
      'put rules into files of their own',
    );
  const lines = new LineCounter();
  let parsed: readonly Document.Parsed[];
  try {
    // Every scalar stays text: what it is, is decided by `sortOf` alone.
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      schema: 'failsafe',
      prettyErrors: false,
      logLevel: 'silent',
    });
    parsed = Array.isArray(documents) ? documents : [];
  } catch {
    // The library gives up on thousands of nested brackets.
    return refuse('too-large', 'file', 'the file is nested too deeply to be read');
  }
  const documents: Yaml[] = [];
  const problems: YamlProblem[] = [];
  for (const document of parsed) {
    const reader = new Reader(text, file, lines);
    for (const error of [...document.errors, ...document.warnings].slice(0, mostMistakes))
      problems.push({
        code: 'yaml',
        feature: 'YAML',
        message: `this is not valid YAML: ${error.message}`,
        hint: error.code === 'DUPLICATE_KEY' ? 'a key may stand only once in a map' : undefined,
        place: reader.placeAt(error.pos[0]),
      });
    if (document.errors.length > 0 || document.contents === null) continue;
    try {
      const content = reader.read(document.contents, 0);
      if (content.kind !== 'scalar' || content.sort !== 'null') documents.push(content);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(error.problem);
    }
  }
  return { documents, problems };
}

/** Reads one document; counts what it reads, so that aliases cannot multiply without end. */
class Reader {
  private values = 0;
  private readonly anchors = new Map<string, Node>();

  private readonly text: string;
  private readonly file: string;
  private readonly lines: LineCounter;

  constructor(text: string, file: string, lines: LineCounter) {
    this.text = text;
    this.file = file;
    this.lines = lines;
  }

  placeAt(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** `at`: what an alias stands for is said to be where the alias is. */
  read(node: Node | null, depth: number, at?: Place): Yaml {
    const offset = node?.range?.[0] ?? 0;
    const place = at ?? this.placeAt(offset);
    if (++this.values > limits.values || depth > limits.depth)
      throw refusal(
        'too-large',
        'file',
        'the file holds too much, or too deep, to be a rule',
        place,
      );
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined)
        throw refusal('yaml', `*${node.source}`, `nothing has the anchor ${node.source}`, place);
      return this.read(target, depth + 1, place);
    }
    const tag = node?.tag;
    if (tag !== undefined && !tags.includes(tag))
      throw refusal('unsupported', tag, `the tag ${tag} is not supported`, place);
    if (node?.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isSeq(node))
      return {
        kind: 'list',
        items: node.items.map((item) => this.read(asNode(item), depth + 1)),
        place,
      };
    if (isMap(node))
      return {
        kind: 'map',
        entries: node.items.map((pair) => this.entry(asNode(pair.key), asNode(pair.value), depth)),
        place,
      };
    if (!isScalar(node))
      return { kind: 'scalar', text: '', sort: 'null', inside: undefined, place };
    const text = String(node.value);
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    return {
      kind: 'scalar',
      text,
      sort: node.type === 'PLAIN' && node.tag === undefined ? sortOf(text) : 'text',
      inside: this.text.startsWith(text, offset + (quoted ? 1 : 0)) ? (quoted ? 1 : 0) : undefined,
      place,
    };
  }

  private entry(key: Node | null, value: Node | null, depth: number): YamlEntry {
    const name = this.read(key, depth + 1);
    if (name.kind !== 'scalar') throw refusal('yaml', 'key', 'a key must be a text', name.place);
    if (name.text === '<<' && isScalar(key) && key.type === 'PLAIN')
      throw refusal(
        'unsupported',
        '<<',
        'merge keys (<<) are not part of YAML 1.2',
        name.place,
        'write the keys out',
      );
    // A value that is not there stands where its key does.
    const missing =
      value === null || (isScalar(value) && value.source === '' && value.type === 'PLAIN');
    return {
      key: name.text,
      place: name.place,
      value: this.read(value, depth + 1, missing ? name.place : undefined),
    };
  }
}

const asNode = (value: unknown): Node | null => (isNode(value) ? value : null);

function refusal(
  code: ProblemCode,
  feature: string,
  message: string,
  place: Place,
  hint?: string,
): Refusal {
  return new Refusal({ code, feature, message, hint, place });
}

const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

function sortOf(text: string): Scalar['sort'] {
  if (['', '~', 'null', 'Null', 'NULL'].includes(text)) return 'null';
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return 'boolean';
  if (!decimal.test(text)) return 'text';
  // More digits than a double keeps (ids of twenty digits): text, so that no digit is lost.
  return text.replace(/^-?[0.]*/, '').replace('.', '').length <= 15 ? 'number' : 'text';
}

/** The value as JSON has it, for keys that are not Sigma's. */
export function plain(value: Yaml): unknown {
  switch (value.kind) {
    case 'scalar':
      switch (value.sort) {
        case 'null':
          return null;
        case 'boolean':
          return value.text.toLowerCase() === 'true';
        case 'number':
          return Number(value.text);
        case 'text':
          return value.text;
      }
    // falls through
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key, plain(inner)]));
  }
}

export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** The place of the sign number `index` of a scalar's text, or of the scalar where that cannot be told. */
export function placeIn(scalar: Scalar, index: number): Place {
  if (scalar.inside === undefined) return scalar.place;
  return { ...scalar.place, column: scalar.place.column + scalar.inside + index };
}
