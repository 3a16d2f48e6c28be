import type { Source } from '../../model/event.js';
import type { TableName } from './schemas-table.js';

/** What a column of the event schema is in a table of the workspace. */
export interface KqlColumn {
  /** A string expression, empty where the event does not say. */
  readonly text: string;
  /** `name = expression` that the query must have extended before; the text then is the name. */
  readonly extend?: string;
  /** Why it is not quite the same. */
  readonly note?: NoteKey;
}

/** What is approximated in a query; the sentences are in output/language/siem-table.ts. */
export type NoteKey =
  | 'siem.note.empty'
  | 'siem.note.keyword'
  | 'siem.note.number'
  | 'siem.note.json'
  | 'siem.note.first'
  | 'siem.note.inner'
  | 'siem.note.outcome'
  | 'siem.note.userKind'
  | 'siem.note.copies'
  | 'siem.note.carried'
  | 'siem.note.period'
  | 'siem.note.template'
  | 'siem.note.mail'
  | 'siem.note.risk'
  | 'siem.note.distinct';

export interface KqlTable {
  readonly name: TableName;
  /** Records of that log are rows of it. */
  readonly source: Source;
  readonly columns: Readonly<Record<string, KqlColumn>>;
  /** The dynamic column that holds the record as it was, if there is one. */
  readonly record?: string;
  /** First key of a path in a record, in lower case → the column of another name that holds it. */
  readonly roots?: Readonly<Record<string, string>>;
  /** Which operations it carries, where it does not carry the whole log. RE2 and JS. */
  readonly carries?: RegExp;
  /** Said in the head of each query. */
  readonly notes?: readonly NoteKey[];
  /** Columns of the entities of an alert. */
  readonly account: string;
  readonly address: string | undefined;
  /** Sentinel: the connector that fills it, and what of it. */
  readonly connector: { readonly id: string; readonly dataType: string };
}

/** Keys, in lower case, under which the logs write lists: a step over one looks at each item. */
export const listKeys: ReadonlySet<string> = new Set(
  'targetresources modifiedproperties parameters operationproperties extendedproperties deviceproperties extraproperties additionaldetails members affecteditems folders folderitems actor target appliedconditionalaccesspolicies authenticationdetails riskeventtypes riskeventtypes_v2 networklocationdetails recipients attachments attachmentdata threatdetectionmethods messageurls aadgroups'.split(' '),
); // prettier-ignore

/** Lists of names and values, in lower case, and the members that their items have. */
export const namedLists: Readonly<Record<string, ReadonlySet<string>>> = {
  parameters: new Set(['name', 'value']),
  operationproperties: new Set(['name', 'value']),
  extendedproperties: new Set(['name', 'value']),
  deviceproperties: new Set(['name', 'value']),
  extraproperties: new Set(['key', 'value']),
  additionaldetails: new Set(['key', 'value']),
  modifiedproperties: new Set(['name', 'displayname', 'newvalue', 'oldvalue']),
};
