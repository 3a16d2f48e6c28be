import type { Said } from '../model/finding.js';
import type { Problem } from '../sigma/parse/problem.js';
import type { Yaml } from '../sigma/parse/yaml.js';
import type { AnalyserRule, Correlation, Rule } from '../sigma/rule.js';
import { analyserNamed } from './analysers/registry.js';
import type { Attributes } from './attributes.js';
import { attributesSchema } from './attributes.js';
import { viewColumns } from './columns.js';
import { derived } from './derived-table.js';
import { durationOf } from './duration.js';
import type { DetectRule, Finder } from './rule.js';
import { isFactColumn, reckonedNames } from './says.js';
import { techniquesOf } from './techniques.js';
import type { Template } from './template.js';
import { namesIn, parseTemplate } from './template.js';
import { problem, problemsOf } from './yaml-file.js';

const defaultGroup = ['user', 'session'];
const defaultGap = 3_600_000_000n;

export type Own =
  | { readonly kind: 'rule'; readonly rule: Omit<DetectRule, 'number'> }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[] };

/** A rule with a `konseki` block as detection runs it, or all that is wrong with the block. */
export function ownRule(read: Rule | Correlation | AnalyserRule, document: Yaml): Own {
  const parsed = attributesSchema.safeParse(read.custom['konseki']);
  if (!parsed.success)
    return {
      kind: 'wrong',
      problems: problemsOf(parsed.error, document, read.title, ['konseki']),
    };
  const attributes = parsed.data;
  const problems: Problem[] = [];
  const wrong = (path: readonly PropertyKey[], message: string, hint?: string): void => {
    problems.push(problem(document, read.title, path, message, hint));
  };
  const en = template(attributes.says, ['konseki', 'says'], read, wrong);
  const ja = template(attributes.ja.says, ['konseki', 'ja', 'says'], read, wrong);
  checkGroup(attributes, wrong);
  const falsePositives = pairs(read.falsepositives, attributes.ja.falsepositives, 'falsepositives', wrong); // prettier-ignore
  const check = pairs(attributes.check, attributes.ja.check, 'check', wrong);
  if (read.falsepositives.length === 0)
    wrong(['falsepositives'], 'a rule must say what else it could be');
  if (techniquesOf(read.tags).length === 0)
    wrong(['tags'], 'a rule must have the tag of a technique, e.g. attack.t1564.008');
  const finder = finderOf(read, wrong);
  if (problems.length > 0 || en === undefined || ja === undefined || finder === undefined)
    return { kind: 'wrong', problems };
  return {
    kind: 'rule',
    rule: {
      id: read.id,
      title: { en: read.title, ja: attributes.ja.title },
      description: read.description ?? '',
      level: read.level,
      status: read.status,
      references: read.references,
      author: read.author,
      techniques: techniquesOf(read.tags),
      falsePositives,
      stage: attributes.stage,
      trace: attributes.trace,
      rows: attributes.rows,
      group: attributes.group ?? defaultGroup,
      gap: durationOf(attributes.gap ?? '') ?? defaultGap,
      says: { en, ja },
      check,
      foreign: false,
      place: read.place,
      finder,
    },
  };
}

type Wrong = (path: readonly PropertyKey[], message: string, hint?: string) => void;

function template(
  text: string,
  path: readonly PropertyKey[],
  read: Rule | Correlation | AnalyserRule,
  wrong: Wrong,
): Template | undefined {
  const parsed = parseTemplate(text);
  if (parsed.kind === 'wrong') {
    wrong(path, parsed.why);
    return undefined;
  }
  // An analyser says more under names of its own: whether it does, its samples show.
  const strange =
    read.kind === 'analyser' ? [] : namesIn(parsed.template).filter((name) => !isKnown(name));
  for (const name of strange)
    wrong(
      path,
      `there is no field {${name}}`,
      `fields are columns of events, paths such as Parameters.Name, and ${Object.keys(derived).join(', ')}`,
    );
  return parsed.template;
}

/** Columns and our own names are in small letters; a path in the record has a dot or a capital. */
const isKnown = (name: string): boolean =>
  viewColumns.has(name) ||
  isFactColumn(name) ||
  reckonedNames.includes(name) ||
  derived[name] !== undefined ||
  /[A-Z.]/.test(name);

function checkGroup({ group = [] }: Attributes, wrong: Wrong): void {
  for (const [at, name] of group.entries())
    if (!viewColumns.has(name) && !/[A-Z.]/.test(name))
      wrong(['konseki', 'group', at], `"${name}" is no column of events`, `columns are ${[...viewColumns].join(', ')}`); // prettier-ignore
}

/** Texts in both languages, which must be as many. */
function pairs(
  en: readonly string[],
  ja: readonly string[],
  name: string,
  wrong: Wrong,
): readonly Said[] {
  if (en.length !== ja.length)
    wrong(
      ['konseki', 'ja', name],
      `there are ${ja.length} in Japanese and ${en.length} in English; they go together one by one`,
    );
  return en.map((text, at) => ({ en: text, ja: ja[at] ?? text }));
}

function finderOf(read: Rule | Correlation | AnalyserRule, wrong: Wrong): Finder | undefined {
  if (read.kind === 'rule') return { kind: 'rule', rule: read };
  if (read.kind === 'correlation') return { kind: 'correlation', rule: read };
  const analyser = analyserNamed(read.analyser);
  if (analyser === undefined) {
    wrong(['analyser'], `no analyser is called "${read.analyser}"`, 'src/detect/analysers/registry.ts lists them'); // prettier-ignore
    return undefined;
  }
  const parameters = analyser.parameters.safeParse(read.parameters);
  if (parameters.success)
    return { kind: 'analyser', slug: read.analyser, parameters: parameters.data };
  for (const { path, message } of parameters.error.issues)
    wrong(['parameters', ...path], message === 'Invalid input' ? 'is not what it should be' : message); // prettier-ignore
  return undefined;
}
