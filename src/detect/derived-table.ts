import type { Said } from '../model/finding.js';
import type { RuleEvent } from '../sigma/values.js';
import { cellText } from '../sigma/values.js';
import type { Parts } from './directory/parse.js';
import { partsOf } from './directory/parse.js';
import { inboxRuleOf, rulePartsOf } from './inbox-rule.js';
import { parsedRecord } from './raw-record.js';
import { ruleEffect } from './rule-effect.js';

/** What one event says under a name that is neither a column nor a path: any number of values. */
export type Derive = (event: RuleEvent) => readonly (string | Said)[];

/**
 * Names that the sentences of rules may use beside columns and paths (docs/rules.md). To add one, add a row; what it
 * reads must be looked for in every log that tells of the same thing.
 */
export const derived: Readonly<Record<string, { readonly about: string; readonly of: Derive }>> = {
  rule: {
    about: 'name of the inbox or transport rule',
    of: (event) => given(named(inboxRule(event).name ?? column(event, 'object'))),
  },
  rule_effect: {
    about: 'what the inbox rule does and to which mail: "moves mail whose subject contains … to …"',
    of: (event) => given(ruleEffect(rulePartsOf(column(event, "operation") ?? "", event.raw))),
  },
  mailbox: {
    about: 'whose mailbox: the owner where the log names one, else who did it',
    of: (event) => given(inboxRule(event).mailbox?.toLowerCase() ?? column(event, 'target_user') ?? column(event, 'user')),
  },
  forward_to: {
    about: 'addresses mail is forwarded, redirected or copied to',
    of: (event) => parameters(event, forwardParameters).flatMap(addressesIn),
  },
  folder_to: {
    about: 'folder an inbox rule moves or copies mail to',
    of: (event) =>
      parameters(event, ['MoveToFolder', 'CopyToFolder']).map((path) => path.split(/[:\\/]/).at(-1) ?? path),
  },
  subjects: {
    about: 'subjects of all messages the record names',
    of: (event) => [...given(column(event, 'subject')), ...recordOf(event).texts('AffectedItems[].Subject', 'Item.Subject')],
  },
  recipients: {
    about: 'to whom a message went',
    of: (event) => [
      ...recordOf(event).texts(
        'Item.To[]', 'Item.Recipients[]', 'Recipients[]', 'To[]', 'RecipientAddress', 'recipient_address',
        'RecipientEmailAddress', 'recipientAddress',
      ).flatMap((text) => text.split(/[;,]\s*/)).map((text) => text.split('##')[0]?.toLowerCase() ?? text),
      ...(event.source === 'message_trace' || event.source === 'mail' ? given(column(event, 'target_user')) : []),
    ],
  },
  attachments: {
    about: 'names of the files attached to a message',
    of: (event) =>
      recordOf(event).texts('Item.Attachments', 'AffectedItems[].Attachments')
        .flatMap((text) => text.split(/;\s*/)).map((text) => text.replace(/\s*\(\d+b\)$/i, '')),
  },
  file: {
    about: 'name of the file, without its path',
    of: (event) => given(recordOf(event).texts('SourceFileName', 'ItemName')[0] ?? column(event, 'object')?.split('/').at(-1)),
  },
  app: {
    about: 'application acted upon, or by which something was done',
    of: (event) => given(applicationOf(event)),
  },
  app_or_id: {
    about: 'the same, its id where it has no name',
    of: (event) => given(applicationOf(event) ?? column(event, 'app_id')),
  },
  scopes: {
    about: 'permissions that were granted',
    of: (event) => scopesOf(partsIn(event)),
  },
  consent_type: {
    about: 'for whom consent was given',
    of: (event) => consentTypes(partsIn(event)),
  },
  role: {
    about: 'directory or Azure role',
    of: (event) => given(changed(partsIn(event), 'Role.DisplayName') ?? targetNamed(partsIn(event), 'role') ?? column(event, 'object')),
  },
  member: {
    about: 'account, group or application that was given something',
    of: (event) => given(memberOf(event)),
  },
  device: {
    about: "device's name",
    of: (event) => given(targetNamed(partsIn(event), 'device') ?? changed(partsIn(event), 'DisplayName', 'DeviceDisplayName') ?? column(event, 'object')),
  },
  changes: {
    about: 'properties that were changed: name, and what to',
    of: (event) => partsIn(event).changes
      .filter(({ name }) => !/^(included updated properties|targetid\.|actorid\.|user\.|action)/i.test(name))
      .map(({ name, after }) => (after === undefined ? name : `${name} = ${after}`)),
  },
  parameters: {
    about: 'parameters of an Exchange cmdlet, but for whom it is about',
    of: (event) => recordOf(event).pairs('Parameters')
      .filter(([name]) => !/^(identity|mailbox|force|confirm)$/i.test(name))
      .map(([name, value]) => `${name} = ${value}`),
  },
  grantee: {
    about: 'who was given rights by an Exchange cmdlet or in a folder, without the path of the directory',
    of: (event) => [
      ...parameters(event, granteeParameters).flatMap((value) => value.split(';')).map(lastName),
      ...recordOf(event).texts('Item.ParentFolder.MemberUpn'),
    ],
  },
  acted_on: {
    about: 'mailbox, policy or rule that an Exchange cmdlet worked on, without the path of the directory',
    of: (event) => given(column(event, 'target_user') ?? lastName(parameters(event, ['Identity', 'Mailbox'])[0] ?? column(event, 'object') ?? '')),
  },
  query: {
    about: 'what was searched for',
    of: (event) => recordOf(event).texts('SearchQueryText', 'QueryText', 'Query', 'SearchQuery'),
  },
  resource: {
    about: "Azure resource's name, without its path",
    of: (event) => given(column(event, 'object')?.split('/').filter((part) => part !== '').at(-1)),
  },
  flow: {
    about: 'name of the Power Automate flow',
    of: (event) => given(recordOf(event).texts('FlowDisplayName', 'DisplayName', 'FlowDetailsUrl', 'ResourceId')[0] ?? column(event, 'object')),
  },
  connectors: {
    about: 'services that a flow uses',
    of: (event) => recordOf(event).texts('FlowConnectorNames', 'ConnectorName').flatMap((text) => text.split(/,\s*/)),
  },
  risk: {
    about: 'what Identity Protection saw',
    of: (event) => recordOf(event).texts('riskEventType', 'riskEventTypes_v2[]', 'properties.riskEventType', 'properties.riskEventTypes_v2[]', 'RiskEventType'),
  },
}; // prettier-ignore

const forwardParameters = [
  'ForwardTo',
  'ForwardAsAttachmentTo',
  'RedirectTo',
  'ForwardingSmtpAddress',
  'ForwardingAddress',
  'RedirectMessageTo',
  'BlindCopyTo',
  'CopyTo',
  'AddToRecipients',
  'SendTextMessageNotificationTo',
];

const granteeParameters = [
  'User', 'Trustee', 'GrantSendOnBehalfTo', 'Member', 'Members', 'App', 'SecurityGroup',
]; // prettier-ignore

/** `EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/x.onmicrosoft.com/Adele` → `Adele`. */
const lastName = (value: string): string =>
  /\/Microsoft Exchange Hosted Organizations\//i.test(value) ? (value.split('/').at(-1) ?? value) : value.trim(); // prettier-ignore

const given = <T>(value: T | undefined): readonly T[] => (value === undefined || value === '' ? [] : [value]); // prettier-ignore

const column = (event: RuleEvent, name: string): string | undefined =>
  cellText(event.columns[name]) || undefined;

const recordOf = (event: RuleEvent): ReturnType<typeof parsedRecord> => parsedRecord(event.raw);

const inboxRule = (event: RuleEvent): ReturnType<typeof inboxRuleOf> =>
  inboxRuleOf(column(event, 'operation') ?? '', event.raw);

/** A name of blanks alone would look like none. */
const named = (name: string | undefined): string | Said | undefined =>
  name !== undefined && name !== '' && name.trim() === '' ? { en: '(blank)', ja: '(空白)' } : name;

/** Values of an Exchange cmdlet's parameters; of UpdateInboxRules the actions, which are text. */
function parameters(event: RuleEvent, names: readonly string[]): readonly string[] {
  const wanted = names.map((name) => name.toLowerCase());
  const record = recordOf(event);
  const said = record.pairs('Parameters').filter(([name]) => wanted.includes(name.toLowerCase()));
  if (said.length > 0) return said.map(([, value]) => value).filter((value) => value !== '');
  return record
    .pairs('OperationProperties')
    .filter(([name]) => /^RuleActions$/i.test(name))
    .map(([, value]) => value);
}

const address = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g;

/** `smtp:a@b.example`, `"A" [SMTP:a@b.example]` → the address; what has none stays as it is. */
function addressesIn(value: string): readonly string[] {
  const found = value.match(address);
  if (found === null) return value.trim().startsWith('[') ? [] : [value];
  return found.map((one) => one.replace(/^smtp:/i, '').toLowerCase());
}

const parts = new WeakMap<RuleEvent, Parts>();
function partsIn(event: RuleEvent): Parts {
  const known = parts.get(event);
  if (known !== undefined) return known;
  const made = partsOf(event.raw ?? undefined);
  parts.set(event, made);
  return made;
}

function changed({ changes }: Parts, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = changes.find((change) => change.name.toLowerCase() === name.toLowerCase());
    const value = found?.after ?? found?.before;
    if (value !== undefined) return value;
  }
  return undefined;
}

const targetNamed = ({ targets }: Parts, ...types: readonly string[]): string | undefined =>
  targets.find(({ type, name }) => name !== undefined && types.includes(type ?? ''))?.name;

function applicationOf(event: RuleEvent): string | undefined {
  if (event.source === 'ual' || event.source === 'entra_audit') {
    const of = partsIn(event);
    const named =
      targetNamed(of, 'application', 'serviceprincipal') ??
      changed(of, 'ServicePrincipal.DisplayName', 'Application.DisplayName');
    if (named !== undefined) return named;
    if (/application|service principal|consent|oauth2/i.test(column(event, 'operation') ?? '')) {
      const object = column(event, 'object');
      if (object !== undefined) return object;
    }
  }
  return column(event, 'app_name');
}

const scopeProperties = [
  'DelegatedPermissionGrant.Scope',
  'AppRole.Value',
  'OAuth2PermissionGrant.Scope',
];

/** `Scope: openid Mail.Read, CreatedDateTime: …` within ConsentAction.Permissions. */
const consented = /\bScope:\s*([^,\]]+)/g;

function scopesOf(of: Parts): readonly string[] {
  const direct = of.changes
    .filter(({ name }) => scopeProperties.some((one) => one.toLowerCase() === name.toLowerCase()))
    .flatMap(({ after }) => (after ?? '').split(/\s+/));
  const consent = changed(of, 'ConsentAction.Permissions') ?? '';
  const [, now = consent] = consent.split('=>');
  const inside = [...now.matchAll(consented)].flatMap(([, scopes = '']) => scopes.split(/\s+/));
  return [...direct, ...inside].filter((scope) => /^[A-Za-z][\w.-]*$/.test(scope));
}

const forEverybody: Said = { en: 'for all users', ja: '全ユーザーに対して' };
const forOne: Said = { en: 'for one user', ja: '本人についてのみ' };

function consentTypes(of: Parts): readonly Said[] {
  const kind = changed(of, 'DelegatedPermissionGrant.ConsentType');
  const consent = changed(of, 'ConsentAction.Permissions') ?? '';
  const said = kind ?? /\bConsentType:\s*(\w+)/.exec(consent.split('=>').at(-1) ?? '')?.[1];
  const admin = changed(of, 'ConsentContext.IsAdminConsent')?.toLowerCase();
  if (said !== undefined) return [said.toLowerCase() === 'allprincipals' ? forEverybody : forOne];
  if (admin === undefined) return [];
  return [admin === 'true' ? forEverybody : forOne];
}

/** Whoever got a role, a group, a permission: an account, else what the record acts upon. */
function memberOf(event: RuleEvent): string | undefined {
  const of = partsIn(event);
  const user = column(event, 'target_user');
  if (user !== undefined) return user;
  const target = of.targets.find(({ type }) => type === 'user' || type === 'serviceprincipal' || type === 'group'); // prettier-ignore
  return target?.upn ?? target?.name ?? target?.id;
}
