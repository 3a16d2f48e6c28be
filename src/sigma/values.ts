import { lowerCase } from '../formats/convert.js';
import type { Source } from '../model/event.js';
import type { Cell, Row } from '../store/store.js';
import type { Accessor, FieldMap, FieldStep, LiteralForm } from './field.js';
import { readJson, type JsonNode } from './values-json.js';

/*
 * WHAT A FIELD'S VALUES ARE, and what it means that one passes a test. `evaluate` follows these words
 * slowly; compiled rules must agree with it on every event.
 *
 * Values
 *  1. A field's accessors are tried in order; the first that has a value gives all of the field's values.
 *     `any`: the values of all its accessors. `constant`: its value, if one of `of`'s values is, folded, in `values`.
 *  2. `column`: NULL is no value. Text as it stands (also the empty text); an integer in decimal digits; a
 *     boolean `true` or `false`; a time as `2024-05-10T10:09:08.000000Z`, always six digits.
 *  3. `raw`: the record's text read as JSON the way DuckDB does (`json_valid`); where it is no JSON (damaged,
 *     empty, NULL) there are no values. Steps go over a set of places, first the whole record:
 *     `key`: of an object the member of exactly that name, the first of several; if there is none, the first
 *       whose name is equal folded. Of a list: that member of each of its items that are objects (not of
 *       lists in lists). Anything else: dropped.
 *     `where`: of a list the items that are objects and whose member (found as by `key`) has, folded, the
 *       text `equals`; an object by itself counts as a list of one. Anything else: dropped.
 *     `parse`: a string is replaced by the JSON in it, dropped if it holds none; anything else stays.
 *     At the end: a string is its text, without quotes and escapes; a number, true and false are their JSON
 *     text as DuckDB's `json_extract_string` writes it (integers as written but `-0` → `0`; reals as the
 *     shortest digits of the double with `.0` if they are whole: `1e5` → `100000.0`); null gives no value; an
 *     object is its compact JSON (as `json()` writes it). A list gives each of its items in that way, once: a
 *     list in a list is its compact JSON; `whole`: the list itself is one value, its compact JSON.
 *
 * Tests: true if one of the values passes. No value: every test is false, but for `null`, `exists: false` and
 * the empty pattern. Logic is two-valued: `not` of a false test is true.
 *  4. Folding: each code point in lower case by itself, as DuckDB's `lower` does it: no final sigma, `İ` → `i`,
 *     letters younger than its Unicode (`youngLetters`) as they are.
 *  5. `pattern`: the whole value, folded on both sides unless `cased`. `any`: any code points, line ends too,
 *     also none. `one`: exactly one code point. The empty pattern also passes when the field has no value
 *     (the exporters write the same thing as "", null or not at all). A value of an accessor with a
 *     `literal` form is compared with the pattern that `adapted` of literal.ts makes.
 *  6. `regex`: RE2, found anywhere in the value as it stands, with (?flags) before it. `.` does not take a line
 *     feed unless `s`; `^` and `$` are the ends of the whole value unless `m`.
 *  7. `number`, `compare`: values that are, as a whole, of `numberPattern`, and finite as a double, compared as doubles.
 *  8. `boolean`: the value is `true` or `false`, without regard to case.
 *  9. `null`: the field has no value (JSON null and a missing member are the same). `exists: true`: it has one, even
 *     if empty.
 * 10. `cidr`: the value read by `parseAddress` of formats/address.ts (brackets, port and zone stripped, `::ffff:1.2.3.4` is
 *     IPv4; canonical) lies in the network. IPv4 is never in an IPv6 network or the other way round. The rule's
 *     network is canonical text: address without host bits, `/`, length.
 * 11. `fieldref`: one of the values stands to one of the values of the other field as `how` says, both folded unless
 *     `cased`. No wildcards.
 * 12. `timepart`: values that begin as `timePattern` and whose date exists. The parts are taken as written: no
 *     offset is reckoned in; Microsoft's logs and the column `time` are UTC. A date without a time of day has no
 *     minute and hour. Week: ISO 8601.
 *
 * Keywords
 * 13. A keyword is looked for in these texts (`keywordTexts`): the record's text as it stands; if that has a
 *     backslash and is JSON, also its compact JSON (`json()`) in which, from left to right, `\"` and `\\` are replaced
 *     by `"` and `\`; the column `subject`. A pattern is searched anywhere in a text, otherwise as 5; a regex as 6.
 *     (The empty pattern passes if there is a text.)
 *
 * `equals` of `where`, group-by values and counted values are compared folded.
 */

/** One event as `evaluate` sees it: a row of `event_view`, and the record's JSON text. */
export interface RuleEvent {
  readonly source: Source;
  readonly columns: Row;
  readonly raw: string | null;
}

/** RE2 and JS: a value that is a number. No blanks, no plus, no hexadecimal. */
export const numberPattern = String.raw`^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$`;

/** RE2 and JS: 1 year, 2 month, 3 day, 4 hour, 5 minute. */
export const timePattern = String.raw`^([1-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])|$)`;

/** Capital letters that newer Unicode has and DuckDB 1.5.5's `lower` leaves; JS knows them by Node's version. */
const youngLetters =
  /[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u;

/** The text without regard to case (4). */
export function fold(text: string): string {
  if (!youngLetters.test(text)) return lowerCase(text);
  return Array.from(text, (sign) => (youngLetters.test(sign) ? sign : lowerCase(sign))).join('');
}

/** One value of a field; `literal` is how a rule's own text is rewritten before it is compared with this one. */
export interface FieldValue {
  readonly text: string;
  readonly literal: LiteralForm | undefined;
}

/** A field's values in an event (1). */
export function fieldValues(
  field: string,
  event: RuleEvent,
  fields: FieldMap,
): readonly FieldValue[] {
  for (const accessor of fields.resolve(field, event.source)) {
    const values = accessorValues(accessor, event);
    if (values.length > 0) return values;
  }
  return [];
}

function accessorValues(accessor: Accessor, event: RuleEvent): readonly FieldValue[] {
  switch (accessor.kind) {
    case 'column': {
      const text = cellText(event.columns[accessor.column]);
      return text === undefined ? [] : [{ text, literal: accessor.literal }];
    }
    case 'raw': {
      const record = recordOf(event);
      if (record === undefined) return [];
      return accessor.steps
        .reduce(take, [record])
        .flatMap(accessor.whole === true ? textOf : textsOf)
        .map((text) => ({ text, literal: undefined }));
    }
    case 'constant': {
      const { of, values } = accessor.when;
      const holds = accessorValues(of, event).some(({ text }) => values.includes(fold(text)));
      return holds ? [{ text: accessor.value, literal: undefined }] : [];
    }
    case 'any':
      return accessor.of.flatMap((one) => accessorValues(one, event));
  }
}

/** A column's value as text (2): a bigint is a time in UTC microseconds. */
export function cellText(cell: Cell | undefined): string | undefined {
  if (cell === null || cell === undefined) return undefined;
  if (typeof cell !== 'bigint') return String(cell);
  const micros = ((cell % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((cell - micros) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(micros).padStart(6, '0')}Z`;
}

const records = new WeakMap<RuleEvent, { readonly node: JsonNode | undefined }>();

function recordOf(event: RuleEvent): JsonNode | undefined {
  const known = records.get(event);
  if (known !== undefined) return known.node;
  const node = event.raw === null ? undefined : readJson(event.raw);
  records.set(event, { node });
  return node;
}

function take(places: readonly JsonNode[], step: FieldStep): readonly JsonNode[] {
  switch (step.kind) {
    case 'key':
      return places.flatMap((place) =>
        (place.kind === 'list' ? place.items : [place]).flatMap((item) => member(item, step.key)),
      );
    case 'where': {
      const wanted = fold(step.equals);
      return places.flatMap((place) =>
        (place.kind === 'list' ? place.items : [place]).filter((item) =>
          member(item, step.key).some((found) =>
            textOf(found).some((text) => fold(text) === wanted),
          ),
        ),
      );
    }
    case 'parse':
      return places.flatMap((place) => {
        if (place.kind !== 'string') return [place];
        const inside = readJson(place.value);
        return inside === undefined ? [] : [inside];
      });
  }
}

/** The member of that name, none or one. */
function member(node: JsonNode, key: string): readonly JsonNode[] {
  if (node.kind !== 'object') return [];
  const folded = fold(key);
  const found =
    node.members.find(([name]) => name === key) ??
    node.members.find(([name]) => fold(name) === folded);
  return found === undefined ? [] : [found[1]];
}

const textsOf = (node: JsonNode): readonly string[] =>
  node.kind === 'list' ? node.items.flatMap(textOf) : textOf(node);

function textOf(node: JsonNode): readonly string[] {
  if (node.kind === 'null') return [];
  return [node.kind === 'string' ? node.value : node.text];
}

/** The texts in which keywords are looked for (13). */
export function keywordTexts(event: RuleEvent): readonly string[] {
  const texts: string[] = [];
  if (event.raw !== null) {
    texts.push(event.raw);
    const record = event.raw.includes('\\') ? recordOf(event) : undefined;
    if (record !== undefined) texts.push(record.text.replace(/\\(["\\])/g, '$1'));
  }
  const subject = cellText(event.columns['subject']);
  if (subject !== undefined) texts.push(subject);
  return texts;
}
