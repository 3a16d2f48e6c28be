import type { SnapshotFileSummary, SnapshotProblem } from '../../model/posture.js';
import { says } from '../../model/posture.js';
import type { Answer } from './answers.js';
import { answersKind, readAnswers } from './answers.js';
import type { GraphKind, GraphObject } from './graph.js';
import { graphKinds, graphSchemas } from './graph.js';
import { jsonErrorOffset, placeOf } from './json-place.js';
import { fromPowerShell } from './powershell.js';
import { kindByContent, kindByContext, kindByName } from './recognise.js';
import type { JsonRecord } from './record.js';
import { isRecord } from './record.js';

/** A file of the snapshot, decoded. */
export interface SnapshotText {
  readonly name: string;
  readonly text: string;
}

/** An object with its place. */
export interface Placed<T> {
  readonly value: T;
  readonly file: string;
  /** JSON path in the file. */
  readonly path: string;
}

/** All objects of one kind. */
export interface Collection<T> {
  /** False when no file of the snapshot holds this kind: nothing follows from its being empty. */
  readonly given: boolean;
  /** Some are known to be missing: a page that was not fetched, or objects that could not be read. */
  readonly cut: boolean;
  readonly items: readonly Placed<T>[];
}

export interface Snapshot {
  readonly of: <K extends GraphKind>(kind: K) => Collection<GraphObject<K>>;
  readonly files: readonly SnapshotFileSummary[];
  readonly problems: readonly SnapshotProblem[];
  readonly answers: readonly Answer[];
}

interface Gathered {
  readonly items: Placed<unknown>[];
  given: boolean;
  /** Pages that name a next one, and pages that do not. */
  open: number;
  last: number;
  broken: boolean;
}

interface Reading {
  readonly kinds: Map<GraphKind, Gathered>;
  readonly problems: SnapshotProblem[];
  readonly answers: Answer[];
}

/** One file as it is read. */
interface FileReading extends Reading {
  readonly file: string;
  readonly found: Map<GraphKind, number>;
  cut: boolean;
}

const deepest = 4;

/** Reads Graph objects out of JSON texts. What is not recognised, or not well formed, is a problem, never lost. */
export function readSnapshot(texts: readonly SnapshotText[]): Snapshot {
  const reading: Reading = { kinds: new Map(), problems: [], answers: [] };
  const files = texts.map(({ name, text }) => readText(reading, name, text));
  return {
    // The items were parsed by the schema of this very kind.
    of: <K extends GraphKind>(kind: K) => collectionOf(reading.kinds.get(kind)) as Collection<GraphObject<K>>,
    // A page that another file goes on is not cut.
    files: files.map((file) => ({ ...file, cut: file.cut && file.kinds.some((kind) => isCut(reading, kind)) })),
    problems: reading.problems,
    answers: reading.answers,
  }; // prettier-ignore
}

const isCut = (reading: Reading, kind: string): boolean =>
  graphKinds.some((one) => one === kind && collectionOf(reading.kinds.get(one)).cut);

function collectionOf(gathered: Gathered | undefined): Collection<unknown> {
  if (gathered === undefined) return { given: false, cut: false, items: [] };
  const { items, given, open, last, broken } = gathered;
  // Of pages in several files all but the last name the next.
  return { given, cut: broken || (open > 0 && last === 0), items };
}

function readText(reading: Reading, name: string, text: string): SnapshotFileSummary {
  const file: FileReading = { ...reading, file: name, found: new Map(), cut: false };
  const parsed = parse(file, text);
  if (parsed !== undefined) readValue(file, parsed.value, '$', kindByName(name), 0);
  const objects = [...file.found.values()].reduce((sum, count) => sum + count, 0);
  return { file: name, kinds: [...file.found.keys()], objects, cut: file.cut };
}

function problem(file: FileReading, code: string, values: Record<string, string> = {}): void {
  file.problems.push({ file: file.file, says: says(`problem.${code}`, values) });
}

function parse(file: FileReading, text: string): { readonly value: unknown } | undefined {
  if (text.trim() === '') {
    problem(file, 'empty');
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    const { line, column } = placeOf(text, jsonErrorOffset(text) ?? 0);
    problem(file, 'malformed', { line: String(line), column: String(column) });
    // Half of a file of this name is there: what it would have said is not known.
    const kind = kindByName(file.file);
    if (kind !== undefined) gatheredOf(file, kind).broken = true;
    return undefined;
  }
}

function gatheredOf(file: FileReading, kind: GraphKind): Gathered {
  const known = file.kinds.get(kind);
  if (known !== undefined) return known;
  const made: Gathered = { items: [], given: false, open: 0, last: 0, broken: false };
  file.kinds.set(kind, made);
  return made;
}

function readValue(
  file: FileReading,
  value: unknown,
  path: string,
  byName: GraphKind | undefined,
  depth: number,
): void {
  if (Array.isArray(value)) {
    readList(file, value, path, undefined, byName, false, depth);
    return;
  }
  if (!isRecord(value)) {
    problem(file, 'not-recognised', { path });
    return;
  }
  if (value['kind'] === answersKind) {
    const read = readAnswers(value, file.file);
    file.answers.push(...read.answers);
    for (const wrong of read.wrong) problem(file, 'answer', { answer: wrong });
    return;
  }
  const error = value['error'];
  if (isRecord(error) && typeof error['code'] === 'string') {
    problem(file, 'graph-error', { code: error['code'] });
    if (byName !== undefined) gatheredOf(file, byName).broken = true;
    return;
  }
  const items = value['value'];
  if (Array.isArray(items)) {
    const more = typeof value['@odata.nextLink'] === 'string';
    const byContext = kindByContext(value['@odata.context']);
    readList(file, items, `${path}.value`, byContext, byName, more, depth);
    return;
  }
  const whole = fromPowerShell(value);
  const kind = isRecord(whole) ? (kindByContent(whole) ?? kindByContext(value['@odata.context'])) : undefined; // prettier-ignore
  if (kind !== undefined) take(file, kind, whole, path);
  else if (depth < deepest && readParts(file, value, path, depth)) return;
  else if (byName !== undefined && isSingle(value, byName)) take(file, byName, whole, path);
  else problem(file, 'not-recognised', { path });
}

/** A name alone makes one object of a kind of which a tenant has one, and never of an empty object. */
const singles: ReadonlySet<GraphKind> = new Set(['securityDefaults', 'adminConsentRequestPolicy', 'uxSetting', 'organization']); // prettier-ignore
const isSingle = (value: JsonRecord, kind: GraphKind): boolean =>
  singles.has(kind) && ('isEnabled' in value || 'id' in value);

function readList(
  file: FileReading,
  items: readonly unknown[],
  path: string,
  byContext: GraphKind | undefined,
  byName: GraphKind | undefined,
  more: boolean,
  depth: number,
): void {
  const kinds = new Set<GraphKind>();
  let unknown = 0;
  for (const [index, item] of items.entries()) {
    const place = `${path}[${index}]`;
    const whole = fromPowerShell(item);
    // A directory role's members are users: the context says of what the list is, the content of what an object is.
    const kind = byContext ?? (isRecord(whole) ? kindByContent(whole) : undefined) ?? (isRecord(whole) && 'id' in whole ? byName : undefined); // prettier-ignore
    if (kind !== undefined) {
      kinds.add(kind);
      take(file, kind, whole, place);
    } else if (
      isRecord(item) &&
      depth < deepest &&
      (Array.isArray(item['value']) || isRecord(item['error']))
    )
      readValue(file, item, place, byName, depth + 1); // prettier-ignore
    else unknown += 1;
  }
  if (unknown > 0) problem(file, 'not-recognised-items', { count: String(unknown), path });
  const empty = byContext ?? byName;
  if (items.length === 0) {
    if (empty === undefined) problem(file, 'not-recognised', { path });
    else {
      kinds.add(empty);
      file.found.set(empty, file.found.get(empty) ?? 0);
    }
  }
  for (const kind of kinds) {
    const gathered = gatheredOf(file, kind);
    gathered.given = true;
    if (more) gathered.open += 1;
    else gathered.last += 1;
  }
  if (more && kinds.size > 0) file.cut = true;
}

/** An object of objects, as some exports are: `{"users": […], "namedLocations": {"value": […]}}`, or a $batch. */
function readParts(file: FileReading, value: JsonRecord, path: string, depth: number): boolean {
  const responses = value['responses'];
  if (Array.isArray(responses)) {
    for (const [index, response] of responses.entries())
      if (isRecord(response) && 'body' in response)
        readValue(file, response['body'], `${path}.responses[${index}].body`, undefined, depth + 1);
    return true;
  }
  const parts = Object.entries(value).filter(([name, part]) => {
    if (name.startsWith('@')) return false;
    return (
      Array.isArray(part) ||
      (isRecord(part) && (kindByContent(part) !== undefined || Array.isArray(part['value']) || kindByName(name) !== undefined))
    ); // prettier-ignore
  });
  const known = parts.filter(([name, part]) => kindByName(name) !== undefined || holdsKnown(part));
  if (known.length === 0) return false;
  for (const [name, part] of known)
    readValue(file, part, `${path}[${JSON.stringify(name)}]`, kindByName(name), depth + 1);
  return true;
}

function holdsKnown(part: unknown): boolean {
  if (isRecord(part) && kindByContext(part['@odata.context']) !== undefined) return true;
  const list = isRecord(part) && Array.isArray(part['value']) ? part['value'] : part;
  const first: unknown = Array.isArray(list) ? list[0] : list;
  const whole = fromPowerShell(first);
  return isRecord(whole) && kindByContent(whole) !== undefined;
}

function take(file: FileReading, kind: GraphKind, value: unknown, path: string): void {
  const gathered = gatheredOf(file, kind);
  const parsed = graphSchemas[kind].safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = [path, ...(issue?.path ?? []).map(String)].join('.');
    problem(file, 'shape', { kind, path: at, detail: issue?.message ?? '' });
    gathered.broken = true;
    return;
  }
  if (path === '$') gathered.last += 1;
  gathered.given = true;
  gathered.items.push({ value: parsed.data, file: file.file, path });
  file.found.set(kind, (file.found.get(kind) ?? 0) + 1);
}

/** Kinds that no file holds. */
export const missingKinds = (snapshot: Snapshot): readonly GraphKind[] =>
  graphKinds.filter((kind) => !snapshot.of(kind).given);
