import { resolve } from 'node:path';
import { systemCode } from '../errors.js';
import { nodeFiles, type RuleFiles } from './pack-files.js';
import { parseRules, type ParseOptions } from './parse/parse.js';
import { byPlace, type Problem, type ProblemCode } from './parse/problem.js';
import { entryOf, limits, type Yaml } from './parse/yaml.js';
import type {
  AnalyserRule,
  Correlation,
  Filter,
  LogSource,
  Place,
  Rule,
  SigmaDocument,
} from './rule.js';

/** Rules that belong together: of one or more files and folders, all references resolved. */
export interface Pack {
  /** With their filters joined to their conditions. In order of path and place, as all lists here. */
  readonly rules: readonly Rule[];
  /** Each after those it is made of; `rules` and `aliases` name ids only. */
  readonly correlations: readonly Correlation[];
  readonly analysers: readonly AnalyserRule[];
  readonly filters: readonly Filter[];
  /** Ids that stand in correlations, none of which says `generate`: they give no findings of their own. */
  readonly parts: ReadonlySet<string>;
  /** Id → how the rule is written. */
  readonly written: ReadonlyMap<string, Yaml>;
  /** What is wrong; the document in question is in none of the lists. */
  readonly problems: readonly Problem[];
}

/** Reads files, and folders with all below them. What cannot be read or used is a problem; never throws. */
export async function loadRules(
  paths: readonly string[],
  files: RuleFiles = nodeFiles,
  options: ParseOptions = {},
): Promise<Pack> {
  const problems: Problem[] = [];
  const found: string[] = [];
  for (const path of paths) {
    try {
      const listed = await files.list(path);
      if (listed.length === 0)
        problems.push(
          problem('missing', path, 'there is no rule file (.yml, .yaml) in this folder'),
        );
      found.push(...listed);
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  const documents: SigmaDocument[] = [];
  const written = new Map<SigmaDocument, Yaml>();
  for (const path of new Map(found.map((path) => [resolve(path), path])).values()) {
    try {
      const parsed = parseRules(await textOf(path, files), path, options);
      documents.push(...parsed.documents);
      problems.push(...parsed.problems);
      for (const [document, yaml] of parsed.written) written.set(document, yaml);
    } catch (error) {
      problems.push(error instanceof Unfit ? error.problem : unreadable(path, error));
    }
  }
  return assemble(documents, written, problems);
}

/** The bytes are no rule file; thrown inside this file only. */
class Unfit extends Error {
  readonly problem: Problem;

  constructor(found: Problem) {
    super(found.message);
    this.problem = found;
  }
}

async function textOf(path: string, files: RuleFiles): Promise<string> {
  // No sign takes more than four bytes.
  if ((await files.size(path)) > limits.characters * 4)
    throw new Unfit(problem('too-large', path, 'the file is too large to be a rule'));
  const bytes = await files.read(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unfit(problem('yaml', path, 'the file is not UTF-8'));
  }
}

const problem = (code: ProblemCode, file: string, message: string): Problem => ({
  code,
  rule: undefined,
  feature: 'file',
  message,
  hint: undefined,
  place: { file, line: 1, column: 1 },
});

function unreadable(path: string, error: unknown): Problem {
  const why = systemCode(error) ?? String(error);
  return problem(
    'unreadable',
    path,
    why === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${why}`,
  );
}

/** A document that rules and correlations refer to. */
type Known = Exclude<SigmaDocument, Filter>;

/** Joins documents to a pack: filters to their rules, correlations to what they are made of. */
export function assemble(
  documents: readonly SigmaDocument[],
  written: ReadonlyMap<SigmaDocument, Yaml>,
  found: readonly Problem[],
): Pack {
  const problems = [...found];
  const add: Add = (code, { title }, feature, message, place, hint) => {
    problems.push({ code, rule: title, feature, message, hint, place });
  };
  const unique = withoutRepeats(documents, add);
  const known = unique.filter((document): document is Known => document.kind !== 'filter');
  const filters = unique.filter((document) => document.kind === 'filter');
  const byReference = new Map<string, Known>();
  for (const document of known)
    if (document.name !== undefined) byReference.set(document.name, document);
  // An id goes before a name.
  for (const document of known) byReference.set(document.id, document);
  const find: Find = (reference) =>
    byReference.get(reference) ?? byReference.get(reference.toLowerCase());

  const rules = joinFilters(
    known.filter((document) => document.kind === 'rule'),
    filters,
    find,
    written,
    add,
  );
  const correlations = inOrder(
    known
      .filter((document) => document.kind === 'correlation')
      .flatMap((document) => resolveRules(document, find, written, add) ?? []),
    known,
    add,
  );
  return {
    rules,
    correlations,
    analysers: known.filter((document) => document.kind === 'analyser'),
    filters,
    parts: partsOf(correlations),
    written: new Map(unique.flatMap((document) => entryFor(document, written))),
    problems: problems.sort(byPlace),
  };
}

type Add = (
  code: ProblemCode,
  document: SigmaDocument,
  feature: string,
  message: string,
  place: Place,
  hint?: string,
) => void;
type Find = (reference: string) => Known | undefined;

const entryFor = (
  document: SigmaDocument,
  written: ReadonlyMap<SigmaDocument, Yaml>,
): readonly (readonly [string, Yaml])[] => {
  const yaml = written.get(document);
  return yaml === undefined ? [] : [[document.id, yaml]];
};

/** Of documents with the same id, or the same name, the first. */
function withoutRepeats(documents: readonly SigmaDocument[], add: Add): readonly SigmaDocument[] {
  const seen = new Map<string, SigmaDocument>();
  return documents.filter((document) => {
    const name = document.kind === 'filter' ? undefined : document.name;
    const marks = [
      ['id', document.id] as const,
      ...(name === undefined ? [] : [['name', name] as const]),
    ];
    const taken = marks.find(([kind, text]) => seen.has(`${kind} ${text}`));
    if (taken !== undefined) {
      const [kind, text] = taken;
      const first = seen.get(`${kind} ${text}`)?.place;
      const where = first === undefined ? '' : ` (${first.file}:${first.line})`;
      add(
        'duplicate',
        document,
        kind,
        `another rule has the ${kind} "${text}"${where}`,
        document.place,
        `give it ${kind === 'id' ? 'an id' : 'a name'} of its own`,
      );
      return false;
    }
    for (const [kind, text] of marks) seen.set(`${kind} ${text}`, document);
    return true;
  });
}

/** The place of a reference in the list `section.rules` of a document. */
function placeOf(
  document: SigmaDocument,
  section: string,
  reference: string,
  written: ReadonlyMap<SigmaDocument, Yaml>,
): Place {
  const yaml = written.get(document);
  const inside = yaml?.kind === 'map' ? entryOf(yaml, section)?.value : undefined;
  const list = inside?.kind === 'map' ? entryOf(inside, 'rules')?.value : undefined;
  const items = list?.kind === 'list' ? list.items : list === undefined ? [] : [list];
  const item = items.find((one) => one.kind === 'scalar' && one.text === reference);
  return item?.place ?? document.place;
}

/** The rules, each with the conditions of its filters beside its own (as pySigma joins them). */
function joinFilters(
  rules: readonly Rule[],
  filters: readonly Filter[],
  find: Find,
  written: ReadonlyMap<SigmaDocument, Yaml>,
  add: Add,
): readonly Rule[] {
  const joined = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));
  const join = (rule: Rule, filter: Filter): void => {
    const before = joined.get(rule.id) ?? rule;
    joined.set(rule.id, {
      ...before,
      condition: { kind: 'and', of: [before.condition, filter.condition] },
    });
  };
  for (const filter of filters) {
    if (filter.rules.length === 0)
      for (const rule of rules) if (includes(filter.logsource, rule.logsource)) join(rule, filter);
    const meant = new Set<Rule>();
    for (const reference of filter.rules) {
      const rule = find(reference);
      const place = placeOf(filter, 'filter', reference, written);
      if (rule === undefined)
        add('unknown', filter, reference, `there is no rule "${reference}"`, place);
      else if (rule.kind !== 'rule')
        add(
          'unsupported',
          filter,
          reference,
          `"${reference}" is no rule with a detection: a filter cannot be joined to it`,
          place,
        );
      else if (!includes(filter.logsource, rule.logsource))
        add(
          'value',
          filter,
          reference,
          `"${reference}" is for another log source than the filter`,
          place,
        );
      else meant.add(rule);
    }
    for (const rule of meant) join(rule, filter);
  }
  return [...joined.values()];
}

/** Whether all that the filter's log source says is said by the rule's. */
const includes = (filter: LogSource, rule: LogSource): boolean =>
  (['product', 'category', 'service'] as const).every(
    (part) => filter[part] === undefined || filter[part] === rule[part],
  );

/** The correlation with ids for its references; undefined, and said so, where one leads nowhere. */
function resolveRules(
  correlation: Correlation,
  find: Find,
  written: ReadonlyMap<SigmaDocument, Yaml>,
  add: Add,
): Correlation | undefined {
  const ids = new Map<string, string>();
  let mistakes = 0;
  for (const reference of correlation.rules) {
    const place = placeOf(correlation, 'correlation', reference, written);
    const wrong = (code: ProblemCode, message: string, hint?: string): void => {
      mistakes++;
      add(code, correlation, reference, message, place, hint);
    };
    const rule = find(reference);
    if (rule === undefined)
      wrong(
        'unknown',
        `there is no rule "${reference}"`,
        'it may be the id or the name of a rule of the pack',
      );
    else if (rule.kind === 'analyser')
      wrong('unsupported', `"${reference}" is an analyser: it cannot be correlated`);
    else if ([...ids.values()].includes(rule.id))
      wrong('duplicate', `the rule "${reference}" is named twice`);
    else ids.set(reference, rule.id);
  }
  if (mistakes > 0) return undefined;
  const idOf = (reference: string): string => ids.get(reference) ?? reference;
  return {
    ...correlation,
    rules: correlation.rules.map(idOf),
    aliases: Object.fromEntries(
      Object.entries(correlation.aliases).map(([alias, fields]) => [
        alias,
        Object.fromEntries(Object.entries(fields).map(([rule, field]) => [idOf(rule), field])),
      ]),
    ),
  };
}

/** Each after those it is made of; those in a circle, or made of one that is left out, are problems. */
function inOrder(
  correlations: readonly Correlation[],
  known: readonly Known[],
  add: Add,
): readonly Correlation[] {
  const byId = new Map(correlations.map((correlation) => [correlation.id, correlation]));
  const rules = new Set(known.filter(({ kind }) => kind === 'rule').map(({ id }) => id));
  const done = new Map<string, boolean>();
  const ordered: Correlation[] = [];
  const visit = (correlation: Correlation, path: readonly string[]): boolean => {
    const { id } = correlation;
    const before = done.get(id);
    if (before !== undefined) return before;
    if (path.includes(id)) {
      add('circular', correlation, 'rules', 'the correlation is made of itself', correlation.place);
      done.set(id, false);
      return false;
    }
    const good = correlation.rules.every((rule) => {
      if (rules.has(rule)) return true;
      const part = byId.get(rule);
      return part !== undefined && visit(part, [...path, id]);
    });
    // The one that closes the circle has been told already.
    if (!good && !done.has(id))
      add(
        'unknown',
        correlation,
        'rules',
        'a correlation that this one is made of cannot be used',
        correlation.place,
      );
    if (good && !done.has(id)) ordered.push(correlation);
    if (!done.has(id)) done.set(id, good);
    return good;
  };
  for (const correlation of correlations) visit(correlation, []);
  return ordered;
}

function partsOf(correlations: readonly Correlation[]): ReadonlySet<string> {
  const shown = new Set(
    correlations.filter(({ generate }) => generate).flatMap(({ rules }) => rules),
  );
  return new Set(correlations.flatMap(({ rules }) => rules).filter((id) => !shown.has(id)));
}
