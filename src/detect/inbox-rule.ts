/**
 * What an inbox rule does, read off its record in the unified audit log: New-, Set-, Enable-InboxRule
 * and their like carry Parameters (W-45), UpdateInboxRules (EWS, Outlook) OperationProperties
 * (formats.md §7).
 */
export type RuleDeed = 'made' | 'changed' | 'enabled' | 'disabled' | 'removed';

/** What it means for mail, from its actions alone. */
export type RuleReach = 'sends on' | 'hides' | 'moves' | 'other' | 'unknown';

export interface InboxRule {
  readonly deed: RuleDeed;
  readonly name: string | undefined;
  readonly mailbox: string | undefined;
  /** `subject contains "…"`; none: every mail. */
  readonly conditions: readonly string[];
  /** `moves it to Deleted Items`, `marks it read`. */
  readonly actions: readonly string[];
  readonly reach: RuleReach;
}

/** Operations, lower case, whose records are about inbox rules. */
export const ruleOperations = [
  'new-inboxrule',
  'set-inboxrule',
  'enable-inboxrule',
  'disable-inboxrule',
  'remove-inboxrule',
  'updateinboxrules',
] as const;

type Field = readonly [name: string, value: string];

/** Parameters that say what the cmdlet works on, or how, not what the rule does. */
const aside = new Set([
  'name', 'mailbox', 'identity', 'force', 'confirm', 'whatif', 'domaincontroller', 'organization',
  'alwaysdeleteoutlookrulesblob', 'priority', 'errorvariable', 'warningaction', 'erroraction',
]); // prettier-ignore

type Words = readonly [text: string, reach?: RuleReach];

const conditionWords: Readonly<Record<string, string>> = {
  subjectcontainswords: 'subject contains',
  bodycontainswords: 'body contains',
  subjectorbodycontainswords: 'subject or body contains',
  fromaddresscontainswords: "sender's address contains",
  recipientaddresscontainswords: "recipient's address contains",
  headercontainswords: 'header contains',
  from: 'sender is',
  sentto: 'sent to',
  hasattachment: 'has an attachment',
  hasclassification: 'is classified',
  flaggedforaction: 'is flagged for',
  messagetypematches: 'is of type',
  withimportance: 'importance is',
  withsensitivity: 'sensitivity is',
  withinsizerangeminimum: 'larger than',
  withinsizerangemaximum: 'smaller than',
  receivedafterdate: 'received after',
  receivedbeforedate: 'received before',
  mynameintobox: 'my name is in To',
  mynameinccbox: 'my name is in Cc',
  mynameintoorccbox: 'my name is in To or Cc',
  mynamenotintobox: 'my name is not in To',
  senttoonlytome: 'sent only to me',
};

const actionWords: Readonly<Record<string, Words>> = {
  movetofolder: ['moves it to', 'moves'],
  softdeletemessage: ['deletes it', 'hides'],
  deletemessage: ['deletes it', 'hides'],
  markasread: ['marks it read'],
  forwardto: ['forwards it to', 'sends on'],
  forwardasattachmentto: ['forwards it as an attachment to', 'sends on'],
  redirectto: ['redirects it to', 'sends on'],
  sendtextmessagenotificationto: ['sends a text message to', 'sends on'],
  copytofolder: ['copies it to'],
  applycategory: ['puts it in category'],
  deletesystemcategory: ['takes from it the category'],
  applysystemcategory: ['puts it in category'],
  markimportance: ['sets its importance to'],
  pinmessage: ['pins it'],
  stopprocessingrules: ['stops further rules'],
};

/** The rule of one record; `raw` is the record's JSON as the store keeps it. */
export function inboxRuleOf(operation: string, raw: string | null): InboxRule {
  const record = parse(raw);
  const deed = deedOf(operation);
  if (record === undefined)
    return {
      deed,
      name: undefined,
      mailbox: undefined,
      conditions: [],
      actions: [],
      reach: 'unknown',
    };
  const parameters = fieldsOf(member(record, 'Parameters'));
  const properties = fieldsOf(member(record, 'OperationProperties'));
  return operation.toLowerCase() === 'updateinboxrules'
    ? fromProperties(properties.length > 0 ? properties : parameters, record)
    : fromParameters(deed, parameters, record);
}

/** One condition or action: the parameter's name in lower case and as it is written, and its value; empty where that says only yes. */
export interface RulePart {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly except: boolean;
}

/** The same rule in parts, for saying it in any language. */
export interface RuleParts {
  readonly conditions: readonly RulePart[];
  readonly actions: readonly RulePart[];
}

/** How EWS and Outlook call what the cmdlets' parameters do. */
const providerActions: Readonly<Record<string, string>> = {
  move: 'movetofolder',
  copy: 'copytofolder',
  delete: 'deletemessage',
  permanentdelete: 'deletemessage',
  forward: 'forwardto',
  forwardasattachment: 'forwardasattachmentto',
  redirect: 'redirectto',
  markasread: 'markasread',
  stopprocessingrules: 'stopprocessingrules',
};

/** The parts of the rule of one record. */
export function rulePartsOf(operation: string, raw: string | null): RuleParts {
  const record = parse(raw);
  if (record === undefined) return { conditions: [], actions: [] };
  const parameters = fieldsOf(member(record, 'Parameters'));
  const properties = fieldsOf(member(record, 'OperationProperties'));
  if (operation.toLowerCase() === 'updateinboxrules')
    return providerParts(properties.length > 0 ? properties : parameters);
  const parts = parameters.flatMap(([name, value]): readonly (RulePart & { action: boolean })[] => {
    const full = name.toLowerCase();
    if (aside.has(full) || value === '' || /^(false|\$false)$/i.test(value)) return [];
    const except = full.startsWith('exceptif');
    const key = except ? full.slice('exceptif'.length) : full;
    const said = /^(true|\$true)$/i.test(value) ? '' : quoted(key, value);
    return [{ key, name, value: said, except, action: actionWords[key] !== undefined && !except }];
  });
  const part = ({ key, name, value, except }: RulePart): RulePart => ({ key, name, value, except });
  return {
    conditions: parts
      .filter(({ key, action }) => !action && conditionWords[key] !== undefined)
      .map(part),
    actions: parts.filter(({ action }) => action).map(part),
  };
}

function providerParts(properties: readonly Field[]): RuleParts {
  const get = finder(properties);
  const condition = get('RuleCondition') ?? get('RuleConditions');
  const parsed = parseText(get('RuleActions') ?? '');
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const actions = list.flatMap((entry): readonly RulePart[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const kind = text(member(entry, 'ActionType')) ?? text(member(entry, 'Type')) ?? '';
    const key = providerActions[kind.toLowerCase()];
    if (key === undefined) return [];
    const value = text(member(entry, 'Folder')) ?? text(member(entry, 'FolderName')) ?? text(member(entry, 'Recipients')) ?? ''; // prettier-ignore
    return [{ key, name: kind, value, except: false }];
  });
  const said = condition?.replace(/^\{|\}$/g, '') ?? '';
  // What Outlook writes for a rule that takes every mail.
  const everything = said === '' || /^\(Exists\(ItemClass\)\)$/i.test(said);
  return {
    conditions: everything
      ? []
      : [{ key: 'condition', name: 'RuleCondition', value: said, except: false }],
    actions,
  };
}

function fromParameters(deed: RuleDeed, parameters: readonly Field[], record: object): InboxRule {
  const get = finder(parameters);
  const conditions: string[] = [];
  const actions: string[] = [];
  const reaches = new Set<RuleReach>();
  for (const [name, value] of parameters) {
    const key = name.toLowerCase();
    if (aside.has(key) || value === '' || /^(false|\$false)$/i.test(value)) continue;
    const said = /^(true|\$true)$/i.test(value) ? '' : ` ${quoted(key, value)}`;
    const exception = key.startsWith('exceptif');
    const condition = conditionWords[exception ? key.slice('exceptif'.length) : key];
    const action = actionWords[key];
    if (condition !== undefined)
      conditions.push(`${exception ? 'except: ' : ''}${condition}${said}`);
    else if (action !== undefined) {
      actions.push(`${action[0]}${said}`);
      if (action[1] !== undefined)
        reaches.add(key === 'movetofolder' ? folderReach(value) : action[1]);
    } else conditions.push(`${name}${said}`);
  }
  return {
    deed,
    name: get('Name') ?? lastPart(get('Identity') ?? text(member(record, 'ObjectId'))),
    mailbox: get('Mailbox') ?? text(member(record, 'MailboxOwnerUPN')),
    conditions,
    actions,
    reach: reachOf(reaches, parameters.length > 0),
  };
}

const providerDeeds: Readonly<Record<string, RuleDeed>> = {
  addmailboxrule: 'made',
  modifymailboxrule: 'changed',
  removemailboxrule: 'removed',
  // By EWS and Graph.
  create: 'made',
  set: 'changed',
  delete: 'removed',
};

function fromProperties(properties: readonly Field[], record: object): InboxRule {
  const get = finder(properties);
  const said = (get('RuleOperation') ?? '').toLowerCase();
  const state = get('RuleState');
  const ruleActions = get('RuleActions') ?? get('Actions') ?? '';
  const conditions = pieces(get('RuleCondition') ?? get('RuleConditions') ?? '');
  const actions = pieces(ruleActions);
  const reaches = new Set<RuleReach>();
  if (/move/i.test(ruleActions)) reaches.add(folderReach(ruleActions));
  if (/delete/i.test(ruleActions)) reaches.add('hides');
  if (/forward|redirect/i.test(ruleActions)) reaches.add('sends on');
  return {
    deed: providerDeeds[said] ?? 'changed',
    name: get('RuleName') ?? get('Name'),
    mailbox: text(member(record, 'MailboxOwnerUPN')),
    conditions,
    actions: state === undefined ? actions : [...actions, `state: ${state}`],
    reach: reachOf(reaches, ruleActions !== ''),
  };
}

/** Folders nobody reads, where the replies to an attacker's mail are put (W-45). */
const unread = new RegExp(
  [
    'deleted|trash|junk|spam|rss|archive|conversation history|sync issues|recoverable',
    '削除|迷惑|アーカイブ|会話の履歴|会話履歴|同期の',
    'gelöscht|archiv|unterhaltung|supprimés|indésirable|historique d|eliminados|no deseado|historial de',
    'eliminata|indesiderata|cronologia|excluídos|lixo|arquivo morto|histórico d|verwijderde|ongewenste|gespreks',
    'borttagna|skräp|konversations|slettede|slettet|søppel|uønsket|samtale|poistetut|roskaposti|keskustelu',
    'usunięte|śmieci|konwersacji|odstraněná|nevyžádaná|konverzac|törölt|levélszemét|beszélgetés',
    'удал[её]нные|нежелательная|архив|бесед|видалені|небажана',
    '已删除|刪除|垃圾|存档|封存|对话历史|交談|지운|정크|보관|대화|silinmiş|önemsiz|gereksiz|arşiv|konuşma',
  ].join('|'),
  'i',
);
const folderReach = (folder: string): RuleReach => (unread.test(folder) ? 'hides' : 'moves');

function reachOf(found: ReadonlySet<RuleReach>, known: boolean): RuleReach {
  if (found.has('sends on')) return 'sends on';
  if (found.has('hides')) return 'hides';
  if (found.has('moves')) return 'moves';
  return known ? 'other' : 'unknown';
}

function deedOf(operation: string): RuleDeed {
  switch (operation.toLowerCase().split('-')[0]) {
    case 'new':
      return 'made';
    case 'enable':
      return 'enabled';
    case 'disable':
      return 'disabled';
    case 'remove':
      return 'removed';
    default:
      return 'changed';
  }
}

/** Folders as Exchange names them; words as they were searched for. */
function quoted(key: string, value: string): string {
  if (key === 'movetofolder' || key === 'copytofolder') return lastPart(value, ':') ?? value;
  if (key.endsWith("words")) return value.split(/;\s*/).map((word) => `"${word}"`).join(' or '); // prettier-ignore
  return value;
}

/** JSON lists become one piece an entry: `Move (Folder: Deleted Items)`; anything else stays as it is. */
function pieces(value: string): readonly string[] {
  if (value.trim() === '') return [];
  const parsed = parseText(value);
  const list = Array.isArray(parsed) ? (parsed as readonly unknown[]) : [parsed];
  return list.map((entry) => {
    if (typeof entry !== 'object' || entry === null) return value.trim();
    const kind = text(member(entry, 'ActionType')) ?? text(member(entry, 'Type'));
    const more = Object.entries(entry)
      .filter(([key]) => !/^(ActionType|Type)$/.test(key))
      .map(([key, held]) => `${key}: ${text(held) ?? JSON.stringify(held)}`);
    if (kind === undefined) return more.join(', ');
    return more.length === 0 ? kind : `${kind} (${more.join(', ')})`;
  });
}

function finder(fields: readonly Field[]): (name: string) => string | undefined {
  return (name) =>
    fields.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] || undefined;
}

/** `[{Name, Value}]`, the same as JSON text, or PowerShell's `@{Value=…; Name=…}`. */
function fieldsOf(value: unknown): readonly Field[] {
  const list = typeof value === 'string' ? parseText(value) : value;
  if (!Array.isArray(list)) return [];
  return (list as readonly unknown[]).flatMap((entry): readonly Field[] => {
    if (typeof entry === 'string') {
      const name = /\bName=([^;}]*)/.exec(entry)?.[1];
      const held = /\bValue=(.*?)(?:; Name=|\}$)/s.exec(entry)?.[1];
      return name === undefined ? [] : [[name.trim(), held ?? '']];
    }
    if (typeof entry !== 'object' || entry === null) return [];
    const name = text(member(entry, 'Name'));
    const held = member(entry, 'Value');
    if (name === undefined) return [];
    return [[name, text(held) ?? (held === undefined ? '' : JSON.stringify(held))]];
  });
}

function lastPart(value: string | undefined, separator?: ':'): string | undefined {
  if (value === undefined) return undefined;
  const parts = value.split(separator ?? /[\\/]/);
  return parts.at(-1)?.replace(/^\\/, '') || value;
}

function parse(raw: string | null): object | undefined {
  const value = raw === null ? undefined : parseText(raw);
  return typeof value === 'object' && value !== null ? value : undefined;
}

function parseText(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** A member whatever the case of its key: exporters differ (formats.md §7). */
function member(value: object, name: string): unknown {
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found?.[1];
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
    return value.join('; ');
  return undefined;
}
