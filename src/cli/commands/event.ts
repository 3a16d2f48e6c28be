import { KonsekiError } from '../../errors.js';
import { wholeEnvelope } from '../../formats/normalise.js';
import { formatNamed } from '../../formats/registry.js';
import { openCase } from '../../ingest/case.js';
import type { Evidence } from '../../model/evidence.js';
import type { JsonValue } from '../../output/json.js';
import { json, jsonLine } from '../../output/json.js';
import { isoTime } from '../../output/time.js';
import { visible, visibleLines } from '../../output/visible.js';
import type { Row, Store } from '../../store/store.js';
import type { Context } from '../context.js';
import { evidenceJson, formatTitle } from '../evidence-list.js';
import { exitCode } from '../exit-code.js';
import { indentJson } from '../../output/json-text.js';
import { sourceName, text } from '../words.js';

/** Columns by what they tell; a column in no group stands under "Other". */
const groups: readonly (readonly [title: string, columns: readonly string[]])[] = [
  ['What', ['time', 'source', 'workload', 'record_type', 'record_type_name', 'operation', 'sign_in_kind', 'outcome', 'error_code', 'error_reason', 'object', 'subject', 'message_id', 'folder', 'risk_level']],
  ['Who', ['user', 'user_id', 'user_kind', 'target_user']],
  ['From where', ['ip', 'ip_port', 'country', 'log_country', 'city', 'asn', 'as_org', 'ip_kind', 'user_agent', 'browser', 'os', 'agent_kind', 'client_app', 'device_id']],
  ['With what', ['app_id', 'app_name', 'resource_id', 'resource_name']],
  ['Session', ['session', 'link', 'session_id', 'token_id', 'correlation_id']],
]; // prettier-ignore

/** Shown in other places than the groups. */
const elsewhere = new Set([
  'event_id', 'match_key', 'raw', 'envelope', 'format', 'evidence_id', 'record_no', 'damaged', 'damage',
]); // prettier-ignore

interface Found {
  readonly row: Row;
  readonly evidence: Evidence | undefined;
  readonly sightings: readonly Row[];
}

/** Everything about the event with this id, in each log that has one. */
export async function event(context: Context, dir: string, id: string): Promise<number> {
  const opened = await openCase(dir, 'read');
  const { store } = opened;
  try {
    const columns = await store.eventColumnNames();
    const files = new Map((await store.evidence()).map((file) => [file.evidenceId, file]));
    const found: Found[] = [];
    for await (const rows of store.events({
      filter: { eventId: [await fullId(store, id)] },
      columns,
    }))
      for (const row of rows)
        found.push({
          row,
          evidence: files.get(Number(row['evidence_id'])),
          sightings: await store.sightings(text(row, 'source'), text(row, 'event_id')),
        });
    if (context.format === 'json') await context.print(json(found.map(asJson)));
    else if (context.format === 'jsonl')
      for (const one of found) await context.print(jsonLine(asJson(one)));
    else for (const [at, one] of found.entries()) await print(context, one, columns, at > 0);
    return exitCode.done;
  } finally {
    opened.close();
  }
}

const shortestPart = 4;

/**
 * The id that was meant: it itself, or the one id that begins or ends with it.
 *
 * @throws KonsekiError `not-found`
 */
async function fullId(store: Store, id: string): Promise<string> {
  if ((await store.countEvents({ eventId: [id] })) > 0) return id;
  // As tables show it: the beginning, or the end after an ellipsis.
  const part = id.replace(/^…|…$/g, '').toLowerCase();
  const starting =
    part.length < shortestPart
      ? []
      : await store.query(
          `SELECT DISTINCT event_id FROM event_view WHERE starts_with(lower(event_id), $id) OR ends_with(lower(event_id), $id) ORDER BY event_id LIMIT 6`,
          { id: part },
        );
  const [only, ...others] = starting.map((row) => text(row, 'event_id'));
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined)
    throw new KonsekiError(`Several events have an id that begins or ends with "${id}".`, {
      code: 'not-found',
      hint: `Name one of ${[only, ...others].slice(0, 5).join(', ')}${others.length > 4 ? ', …' : ''}.`,
    });
  const nearest = await store.query(
    `SELECT event_id FROM (SELECT DISTINCT event_id FROM event_view WHERE event_id IS NOT NULL)
     ORDER BY levenshtein(lower(event_id), $id), event_id LIMIT 1`,
    { id: id.toLowerCase().slice(0, 200) },
  );
  const [near] = nearest.map((row) => text(row, 'event_id'));
  throw new KonsekiError(`No event has the id "${id}".`, {
    code: 'not-found',
    hint:
      near === undefined
        ? 'The case has no events yet.'
        : `The nearest is ${near}; "konseki events" lists them.`,
  });
}

async function print(
  context: Context,
  { row, evidence, sightings }: Found,
  columns: readonly string[],
  another: boolean,
): Promise<void> {
  const { bold, dim, yellow } = context.colors;
  const line = (name: string, value: string): string =>
    `  ${dim(name.padEnd(17))} ${visible(value)}\n`;
  let out = another ? `\n${'─'.repeat(40)}\n` : '';
  out += `${bold(`Event ${visible(text(row, 'event_id'))}`)} (${sourceName(text(row, 'source'))})\n`;
  if (row['damaged'] === true)
    out += yellow(
      `  The record is damaged: ${visible(text(row, 'damage') || 'not all of it could be read')}.\n`,
    );
  const grouped = new Set(groups.flatMap(([, names]) => names));
  const other = columns.filter((name) => !grouped.has(name) && !elsewhere.has(name));
  const empty: string[] = [];
  for (const [title, names] of [...groups, ['Other', other] as const]) {
    const present = names.filter((name) => columns.includes(name));
    const held = present.filter((name) => (row[name] ?? '') !== '');
    empty.push(...present.filter((name) => !held.includes(name)));
    if (held.length === 0) continue;
    out += `\n${bold(title)}\n`;
    for (const name of held) out += line(name, cellText(context, row, name));
  }
  if (empty.length > 0) out += `\n${dim(`Not in this record: ${empty.join(', ')}`)}\n`;
  out += `\n${bold('Evidence')}\n`;
  out += line('file', evidence?.file ?? `evidence ${text(row, 'evidence_id')}`);
  out += line('record', text(row, 'record_no'));
  out += line('format', formatTitle(text(row, 'format')));
  if (evidence !== undefined) out += line('sha256', evidence.sha256);
  for (const seen of sightings)
    out += line(
      'also seen in',
      `${text(seen, 'file') || text(seen, 'evidence_id')}, record ${text(seen, 'record_no')}`,
    );
  out += block(bold('Record'), row['raw']);
  const around = envelopeOf(row);
  if (around !== undefined)
    out += block(bold('Around the record in its file'), JSON.stringify(around));
  await context.print(out);
}

/** The fields beside the record in its file, whole. */
function envelopeOf(row: Row): ReturnType<typeof wholeEnvelope> {
  const envelope = text(row, 'envelope');
  return wholeEnvelope(
    formatNamed(text(row, 'format')),
    envelope === '' ? null : envelope,
    text(row, 'raw'),
  );
}

function block(title: string, cell: Row[string] | undefined): string {
  if (typeof cell !== 'string' || cell === '') return '';
  return `\n${title}\n${visibleLines(indentJson(cell))}\n`;
}

function cellText(context: Context, row: Row, name: string): string {
  const cell = row[name];
  if (typeof cell !== 'bigint') return text(row, name);
  const shown = context.time(cell);
  const exact = isoTime(cell);
  return context.zone === 'UTC' && !exact.includes('.') ? shown : `${shown} (${exact})`;
}

function asJson({ row, evidence, sightings }: Found): JsonValue {
  return {
    ...row,
    raw: parsed(row['raw']),
    envelope: (envelopeOf(row) ?? null) as JsonValue,
    evidence: evidence === undefined ? null : evidenceJson(evidence),
    sightings,
  };
}

/** The record as JSON, or as it stands where it is none. */
function parsed(cell: Row[string] | undefined): JsonValue {
  if (typeof cell !== 'string') return cell;
  try {
    return JSON.parse(cell) as JsonValue;
  } catch {
    return cell;
  }
}
