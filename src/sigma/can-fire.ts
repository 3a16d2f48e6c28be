import { formats } from '../formats/registry.js';
import { fieldKey } from '../formats/path.js';
import type { Source } from '../model/event.js';
import type { Accessor, LogSourcePart } from './field.js';
import { fieldMap, type KnownFieldMap } from './fields.js';
import { directoryCopyKeys, knownKeys } from './keys-table.js';
import { adapted } from './literal.js';
import { logSourceParts } from './log-source.js';
import { neverTable, type Never } from './never-table.js';
import { valuePasses } from './one-value.js';
import type { Condition, Rule, Test } from './rule.js';

/** Whether any record could ever make a rule fire: `reason` is a sentence without its final stop. */
export type CanFire =
  { readonly kind: 'can' } | { readonly kind: 'cannot'; readonly reason: string };

const logNames: Readonly<Record<Source, string>> = {
  ual: 'the unified audit log',
  entra_signin: "Entra's sign-in log",
  entra_audit: "Entra's audit log",
  azure_activity: 'the Azure activity log',
  graph_activity: 'the Graph activity log',
  risk_detection: "Entra ID Protection's log",
  message_trace: 'the message trace',
  mail: 'a mail',
};

/**
 * Judged by the tables alone, log by log: a field that no record of the log has, a value outside what it can
 * be, a value that is known to be a slip. A branch of an `or` that can fire is enough; `not` always can.
 *
 * @throws KonsekiError `not-recognised` for an unknown log source.
 */
export function canFire(rule: Pick<Rule, 'condition' | 'logsource'>): CanFire {
  const fields = fieldMap(rule.logsource);
  const reasons = new Map<string, Set<Source>>();
  for (const part of logSourceParts(rule.logsource)) {
    // A few operations of another log are there for the rules that ask for these operations.
    if (part.only?.column === 'operation' && !asksForOperation(rule.condition, { part, fields }))
      continue;
    const why = impossible(rule.condition, { part, fields });
    if (why === undefined) return { kind: 'can' };
    reasons.set(why, (reasons.get(why) ?? new Set()).add(part.source));
  }
  const told = [...reasons].map(([why, sources]) =>
    why.includes('{log}')
      ? why.replace('{log}', [...sources].map((source) => logNames[source]).join(' and '))
      : why,
  );
  return { kind: 'cannot', reason: told.join('; ') };
}

interface Scope {
  readonly part: LogSourcePart;
  readonly fields: KnownFieldMap;
}
type Leaf = Extract<Condition, { kind: 'field' }>;

/** Why no record of the log passes; undefined where one could. */
function impossible(condition: Condition, scope: Scope): string | undefined {
  switch (condition.kind) {
    case 'and': {
      for (const part of condition.of) {
        const why = impossible(part, scope);
        if (why !== undefined) return why;
      }
      return neverTogether(leavesOf(condition), scope);
    }
    case 'or': {
      const whys = condition.of.map((part) => impossible(part, scope));
      return whys.some((why) => why === undefined) ? undefined : whys[0];
    }
    case 'not':
    case 'keyword':
      return undefined;
    case 'field':
      return neverTogether([condition], scope) ?? impossibleField(condition, scope);
  }
}

/** The tests that must all pass. */
const leavesOf = (condition: Condition): readonly Leaf[] => {
  if (condition.kind === 'field') return [condition];
  return condition.kind === 'and' ? condition.of.flatMap(leavesOf) : [];
};

function impossibleField({ field, test }: Leaf, scope: Scope): string | undefined {
  if (passesWithout(test)) return undefined;
  const names = test.kind === 'fieldref' ? [field, test.field] : [field];
  const missing = names.find((name) => !isCarried(name, scope));
  if (missing !== undefined) return `no record of {log} has the field "${missing}"`;
  const values = closedValues(scope.fields.resolve(field, scope.part.source), scope);
  if (values === undefined || test.kind === 'fieldref' || test.kind === 'exists') return undefined;
  if (values.some((value) => valuePasses(adapted(test, 'operation'), value))) return undefined;
  return `in {log} "${field}" is never ${wanted(test)}, only ${values.join(', ')}`;
}

/** Whether a field without a value passes. */
const passesWithout = (test: Test): boolean =>
  test.kind === 'null' ||
  (test.kind === 'exists' && !test.wanted) ||
  (test.kind === 'pattern' && test.pattern.length === 0);

const wanted = (test: Test): string => {
  switch (test.kind) {
    case 'pattern':
      return `"${test.pattern.map((part) => (typeof part === 'string' ? part : part.kind === 'any' ? '*' : '?')).join('')}"`;
    case 'regex':
      return `/${test.source}/`;
    case 'number':
    case 'boolean':
      return String(test.equals);
    default:
      return `what the rule wants (${test.kind})`;
  }
};

/** Columns with few values, which are Konseki's own words. */
const closedColumns: Readonly<Record<string, readonly string[]>> = {
  outcome: ['success', 'failure', 'interrupted', 'unknown'],
  sign_in_kind: [
    'interactive',
    'non_interactive',
    'service_principal',
    'managed_identity',
    'unknown',
  ],
  user_kind: ['member', 'guest', 'admin', 'service', 'system', 'application'],
  risk_level: ['none', 'low', 'medium', 'high', 'hidden'],
  link: ['exact', 'token'],
};

const closedOf: Partial<Readonly<Record<Source, Readonly<Record<string, readonly string[]>>>>> = {
  entra_signin: { operation: ['Sign-in activity'], workload: ['AzureActiveDirectory'] },
  mail: { operation: ['Mail sample'] },
};

/** All values that the accessors can give; undefined where that is not known. */
function closedValues(accessors: readonly Accessor[], scope: Scope): readonly string[] | undefined {
  const lists = accessors
    .flatMap((accessor) => (accessor.kind === 'any' ? accessor.of : [accessor]))
    .map((accessor): readonly string[] | undefined => {
      if (accessor.kind === 'constant') return [accessor.value];
      if (accessor.kind === 'raw') return undefined;
      const { only, source } = scope.part;
      if (only?.column === accessor.column) return only.values;
      if (!columnsOf(source).has(accessor.column)) return [];
      return closedOf[source]?.[accessor.column] ?? closedColumns[accessor.column];
    });
  return lists.every((list) => list !== undefined) ? [...new Set(lists.flat())] : undefined;
}

/** What `event_view` makes of other columns. */
const derived: Readonly<Record<string, readonly string[]>> = {
  ip: ['country', 'city', 'asn', 'as_org', 'ip_kind'],
  country: ['log_country'],
  user_agent: ['browser', 'os', 'agent_kind'],
  session_id: ['session', 'link'],
  token_id: ['session', 'link'],
};
const always = ['outcome', 'source', 'format', 'evidence_id', 'record_no', 'damaged', 'damage'];

const filled = new Map<Source, ReadonlySet<string>>();

/** The columns that a format of the log fills. */
function columnsOf(source: Source): ReadonlySet<string> {
  const known = filled.get(source);
  if (known !== undefined) return known;
  const own = formats
    .filter((format) => format.source === source)
    .flatMap((format) => [...format.cells.keys()]);
  const columns = new Set<string>([
    ...always,
    ...own,
    ...own.flatMap((column) => derived[column] ?? []),
  ]);
  filled.set(source, columns);
  return columns;
}

function isCarried(field: string, { part, fields }: Scope): boolean {
  const { source } = part;
  const { accessors, by } = fields.explain(field, source);
  if (by === 'path') return isKnownKey(field, part);
  // What the tables say of the record itself is what records have.
  return accessors
    .flatMap((accessor) => (accessor.kind === 'any' ? accessor.of : [accessor]))
    .some((accessor) => {
      const at = accessor.kind === 'constant' ? accessor.when.of : accessor;
      return at.kind === 'raw' || columnsOf(source).has(at.column);
    });
}

/** Names of changed properties have dots; these are what they begin with. */
const changedProperties: ReadonlySet<string> = new Set(
  'consentcontext consentaction approle role delegatedpermissiongrant serviceprincipal application user group policy targetid actorid'.split(
    ' ',
  ),
);

function isKnownKey(field: string, { source, only }: LogSourcePart): boolean {
  const keys = fieldKey(field).split('.');
  const copies =
    source === 'ual' &&
    only?.column === 'record_type' &&
    only.values.every((type) => ['8', '9', '15'].includes(type));
  const known = copies ? directoryCopyKeys : knownKeys[source];
  const inside = keys[0] === 'properties' ? keys[1] : keys[0];
  if (inside === undefined) return known.has('properties');
  if (known.has(inside)) return true;
  // Numbered columns of the portal's audit CSV.
  if (source === 'entra_audit' && /^(?:target|additionaldetail)\d/.test(inside)) return true;
  const changes = source === 'entra_audit' || source === 'ual';
  return changes && keys.length > 1 && changedProperties.has(inside);
}

/** Why the tests together ask for what is known to be a slip. */
function neverTogether(leaves: readonly Leaf[], scope: Scope): string | undefined {
  const { source } = scope.part;
  return neverTable.find(
    (never) =>
      never.sources.includes(source) &&
      never.texts.every((text) => leaves.some((leaf) => asksFor(leaf, text, never, scope))),
  )?.why;
}

function asksFor({ field, test }: Leaf, text: string, never: Never, scope: Scope): boolean {
  if (test.kind !== 'pattern') return false;
  const literal = test.pattern
    .filter((part) => typeof part === 'string')
    .join('')
    .toLowerCase();
  if (never.fields !== undefined) return never.fields.includes(fieldKey(field)) && literal === text;
  return literal.includes(text) && isOperation(field, scope);
}

function asksForOperation(condition: Condition, scope: Scope): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.some((part) => asksForOperation(part, scope));
    case 'field':
      return isOperation(condition.field, scope);
    case 'not':
    case 'keyword':
      return false;
  }
}

const isOperation = (field: string, { fields, part }: Scope): boolean =>
  fields
    .resolve(field, part.source)
    .flatMap((accessor) => (accessor.kind === 'any' ? accessor.of : [accessor]))
    .some((accessor) => accessor.kind === 'column' && accessor.column === 'operation');
