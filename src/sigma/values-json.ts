/**
 * JSON as DuckDB reads it (`json_valid`, `json_extract_string`), so that the reference and the compiled
 * rules see the same values of a record: members in order and with repeats, numbers as DuckDB writes them.
 * `text` is the value's compact JSON. Measured against DuckDB 1.5.5; a test compares both.
 */
export type JsonNode =
  | { readonly kind: 'string'; readonly value: string; readonly text: string }
  /** A number, true or false. */
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'null'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[]; readonly text: string }
  | {
      readonly kind: 'object';
      readonly members: readonly (readonly [key: string, value: JsonNode])[];
      readonly text: string;
    };

const blank = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- control characters may not stand in a string
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
const numberToken = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?(?![\d.eE+-])/y;
/** DuckDB takes these too, and keeps them as written. */
const notFinite = /-?(?:nan|infinity|inf)/iy;
/** No text in UTF-8 has half a pair. */
const loneSurrogate = /\p{Surrogate}/u;
const word = /true|false|null/y;

type Open =
  | { readonly kind: 'list'; readonly items: JsonNode[] }
  | { readonly kind: 'object'; readonly members: (readonly [string, JsonNode])[]; key: string };

/** The value of a JSON text; undefined where DuckDB's `json_valid` is false. Never throws, at any depth. */
export function readJson(source: string): JsonNode | undefined {
  let at = 0;
  const take = (token: RegExp): RegExpExecArray | null => {
    token.lastIndex = at;
    const found = token.exec(source);
    if (found !== null) at += found[0].length;
    return found;
  };
  const skip = (): string | undefined => {
    take(blank);
    return source[at];
  };
  const readString = (): string | undefined => {
    const found = take(stringToken);
    if (found === null) return undefined;
    const value = JSON.parse(found[0]) as string;
    return loneSurrogate.test(value) ? undefined : value;
  };
  const open: Open[] = [];
  for (;;) {
    // A value, or the end of an empty or comma-ended list or object.
    let value: JsonNode | undefined;
    const sign = skip();
    const around = open.at(-1);
    if (around?.kind === 'object' && sign === '}') {
      at++;
      open.pop();
      value = objectOf(around.members);
    } else if (around?.kind === 'list' && sign === ']') {
      at++;
      open.pop();
      value = listOf(around.items);
    } else {
      if (around?.kind === 'object') {
        const key = readString();
        if (key === undefined || skip() !== ':') return undefined;
        at++;
        around.key = key;
        skip();
      }
      if (source[at] === '{') {
        at++;
        open.push({ kind: 'object', members: [], key: '' });
        continue;
      }
      if (source[at] === '[') {
        at++;
        open.push({ kind: 'list', items: [] });
        continue;
      }
      if (source[at] === '"') {
        const text = readString();
        value =
          text === undefined ? undefined : { kind: 'string', value: text, text: quoted(text) };
      } else value = readPlain(take);
    }
    // A value is read: what stands around it goes on, or ends with it.
    for (;;) {
      if (value === undefined) return undefined;
      const parent = open.at(-1);
      const next = skip();
      if (parent === undefined) return next === undefined ? value : undefined;
      if (parent.kind === 'list') parent.items.push(value);
      else parent.members.push([parent.key, value]);
      if (next === ',') {
        at++;
        break;
      }
      if (next !== (parent.kind === 'list' ? ']' : '}')) return undefined;
      at++;
      open.pop();
      value = parent.kind === 'list' ? listOf(parent.items) : objectOf(parent.members);
    }
  }
}

function readPlain(take: (token: RegExp) => RegExpExecArray | null): JsonNode | undefined {
  const found = take(word);
  if (found !== null)
    return found[0] === 'null'
      ? { kind: 'null', text: 'null' }
      : { kind: 'scalar', text: found[0] };
  const special = take(notFinite);
  if (special !== null) return { kind: 'scalar', text: special[0] };
  const number = take(numberToken);
  if (number === null) return undefined;
  const real = number[1] !== undefined || number[2] !== undefined;
  return { kind: 'scalar', text: real ? realText(number[0]) : integerText(number[0]) };
}

const integerText = (written: string): string => (written === '-0' ? '0' : written);

/** The shortest digits that give the same double, always with a point or an exponent; too large: as written. */
function realText(written: string): string {
  const value = Number(written);
  if (!Number.isFinite(value)) return written;
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value).replace('e+', 'e');
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const listOf = (items: readonly JsonNode[]): JsonNode => ({
  kind: 'list',
  items,
  text: `[${items.map(({ text }) => text).join(',')}]`,
});

const objectOf = (members: readonly (readonly [string, JsonNode])[]): JsonNode => ({
  kind: 'object',
  members,
  text: `{${members.map(([key, { text }]) => `${quoted(key)}:${text}`).join(',')}}`,
});

/** As DuckDB writes a text: as JS does, but with capital letters in the escapes of control characters. */
function quoted(text: string): string {
  const written = JSON.stringify(text);
  if (!written.includes('\\u00')) return written;
  return written.replace(/\\(?:u(00[01][0-9a-f])|.)/g, (escape: string, code?: string) =>
    code === undefined ? escape : `\\u${code.toUpperCase()}`,
  );
}
