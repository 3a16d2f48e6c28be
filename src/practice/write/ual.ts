import { recordTypeName } from '../../formats/ual/record-types.js';
import { americanTime, isoSeconds } from '../company/clock.js';
import type { PracticeEffects } from '../effects.js';
import type { AuditRecord, Draft } from '../records/draft.js';
import type { Output, TextFile, WrittenFile } from './output.js';
import { makeTextFile, plain, quoted } from './output.js';

/** What happens to a Purview export of so many records: a careful person asks for shorter spans. */
const rollFrom = 40_000;
const mostRows = 50_000;

const purviewHead =
  'RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n';

/** AuditData as text, kept for the next export that holds the same record. */
let lastDraft: AuditRecord | undefined;
let lastText = '';
function auditText(draft: AuditRecord): string {
  if (draft !== lastDraft) {
    lastDraft = draft;
    lastText = JSON.stringify(draft.data);
  }
  return lastText;
}

/**
 * The Purview portal's exports: CRLF, only AuditData quoted, 50,000 rows at most, so that a long
 * span comes in several files. Some records stand in an export twice.
 */
export function purviewOutput(
  effects: PracticeEffects,
  folder: string,
  options: { readonly span: string; readonly modern: boolean },
): Output {
  const done: WrittenFile[] = [];
  const full: TextFile[] = [];
  let file: TextFile | undefined;
  let name = '';
  let records = 0;
  const finish = (): void => {
    if (file === undefined) return;
    full.push(file);
    done.push({ file: name, format: 'ual-purview-csv', records });
    file = undefined;
  };
  const begin = (): TextFile => {
    name = `AuditLog_${options.span}_${done.length + 1}.csv`;
    records = 0;
    const made = makeTextFile(effects, folder, name);
    made.put(purviewHead);
    return made;
  };
  const flush = async (): Promise<void> => {
    for (const over of full.splice(0)) await over.close();
    await file?.flush();
  };
  return {
    take: (draft: Draft) => {
      if (draft.kind !== 'ual') return false;
      if (records >= mostRows - 500) finish();
      file ??= begin();
      const { data } = draft;
      const created = options.modern
        ? `${isoSeconds(draft.time)}.0000000Z `
        : americanTime(draft.time);
      const row = `${data.Id},${created},${data.RecordType},${plain(data.Operation)},${plain(data.UserId)},"${auditText(draft).replaceAll('"', '""')}",,\r\n`;
      file.put(row);
      records++;
      // The service now and then delivers a record twice: one in 256, by the record's own id.
      if (data.Id.startsWith('7f')) {
        file.put(row);
        records++;
      }
      return true;
    },
    flush,
    endDay: () => {
      if (records >= rollFrom) finish();
    },
    close: async () => {
      file ??= done.length === 0 ? begin() : undefined;
      finish();
      await flush();
      return done;
    },
  };
}

const searchHead = `${[
  'RecordType', 'CreationDate', 'UserIds', 'Operations', 'AuditData', 'ResultIndex', 'ResultCount', 'Identity',
  'IsValid', 'ObjectState',
].map(quoted).join(',')}\n`; // prettier-ignore

/**
 * Search-UnifiedAuditLog of some users, asked day by day as scripts do, so that each day's records
 * are counted from 1 to its ResultCount. `cut` keeps only the newest records of one search over the
 * whole span, as a call without session commands does.
 */
export function searchOutput(
  effects: PracticeEffects,
  folder: string,
  options: { readonly file: string; readonly users: ReadonlySet<string>; readonly cut?: number },
): Output {
  const file = makeTextFile(effects, folder, options.file);
  file.put(searchHead);
  let held: AuditRecord[] = [];
  let all = 0;
  let records = 0;
  const write = (count: number): void => {
    held.forEach((draft, at) => {
      const { data } = draft;
      file.put(
        `${[
          recordTypeName(data.RecordType) ?? String(data.RecordType),
          americanTime(draft.time),
          data.UserId,
          data.Operation,
          auditText(draft),
          String(at + 1),
          String(count),
          data.Id,
          'True',
          'Unchanged',
        ]
          .map(quoted)
          .join(',')}\n`,
      );
      records++;
    });
    held = [];
  };
  return {
    take: (draft) => {
      if (draft.kind !== 'ual' || !options.users.has(draft.data.UserId.toLowerCase())) return false;
      held.push(draft);
      all++;
      if (options.cut !== undefined && held.length > options.cut) held.shift();
      return true;
    },
    flush: () => file.flush(),
    endDay: () => {
      if (options.cut === undefined) write(held.length);
    },
    close: async () => {
      if (options.cut !== undefined) {
        // The newest come first.
        held.reverse();
        write(all);
      } else write(held.length);
      await file.close();
      return [{ file: options.file, format: 'ual-search-csv', records }];
    },
  };
}
