/**
 * The one event schema: every record of every log becomes a row of these columns.
 * The order here is the order of the table and of exports.
 */

export const sources = [
  'ual',
  'entra_signin',
  'entra_audit',
  'azure_activity',
  'graph_activity',
  'risk_detection',
  'message_trace',
  'mail',
] as const;
export type Source = (typeof sources)[number];

export type SignInKind =
  'interactive' | 'non_interactive' | 'service_principal' | 'managed_identity' | 'unknown';
export type Outcome = 'success' | 'failure' | 'interrupted' | 'unknown';
export type UserKind = 'member' | 'guest' | 'admin' | 'service' | 'system' | 'application';

/** `text`: a string; `time`: UTC microseconds since 1970 (bigint); `integer`: a safe integer. */
export type ColumnKind = 'text' | 'time' | 'integer';

export interface Column {
  readonly kind: ColumnKind;
  readonly about: string;
}

/**
 * The columns a format fills from a record. What the store adds to each row (`raw`, `envelope`,
 * `format`, `evidence_id`, `record_no`, `damaged`) is not listed here.
 */
export const eventColumns = {
  event_id: { kind: 'text', about: "the record's own id, or a hash of what identifies it" },
  match_key: {
    kind: 'text',
    about: 'hash that is equal for the same event in formats with and without an id',
  },
  time: { kind: 'time', about: 'when it happened, UTC' },
  record_type: { kind: 'integer', about: 'AuditLogRecordType number (UAL)' },
  record_type_name: { kind: 'text', about: 'AuditLogRecordType name, or the log category' },
  workload: { kind: 'text', about: 'the service that logged it' },
  operation: { kind: 'text', about: 'what was done; dashes, spaces and a final stop normalised' },
  sign_in_kind: { kind: 'text', about: 'interactive, non_interactive, service_principal, …' },
  outcome: { kind: 'text', about: 'success, failure, interrupted or unknown' },
  error_code: { kind: 'text', about: 'error code as logged; absent on success' },
  error_reason: { kind: 'text', about: 'why, in the words of the log' },
  user: { kind: 'text', about: 'who did it: user principal name in lower case, or service name' },
  user_id: { kind: 'text', about: 'object id of that user, lower case' },
  user_kind: { kind: 'text', about: 'member, guest, admin, service, system or application' },
  target_user: { kind: 'text', about: 'mailbox owner, or the user acted upon; lower case' },
  object: { kind: 'text', about: 'what was acted upon: rule, file, application, policy …' },
  ip: { kind: 'text', about: 'client address, canonical, without port' },
  ip_port: { kind: 'integer', about: 'client port, where the log has one' },
  country: { kind: 'text', about: 'ISO 3166 alpha-2 code, as the log itself says' },
  city: { kind: 'text', about: 'as the log itself says' },
  asn: { kind: 'integer', about: 'autonomous system number, as the log itself says' },
  user_agent: { kind: 'text', about: 'as sent by the client' },
  browser: { kind: 'text', about: 'as the log itself says' },
  os: { kind: 'text', about: 'as the log itself says' },
  client_app: { kind: 'text', about: 'kind of client: Browser, IMAP4, Client=OWA …' },
  device_id: { kind: 'text', about: 'Entra device id, lower case' },
  session_id: { kind: 'text', about: 'session id the record itself carries, lower case' },
  token_id: { kind: 'text', about: 'unique token identifier, 22 characters, case kept' },
  correlation_id: { kind: 'text', about: 'lower case' },
  app_id: { kind: 'text', about: 'client application id, lower case' },
  app_name: { kind: 'text', about: 'client application name' },
  resource_id: { kind: 'text', about: 'id of the resource the token is for, lower case' },
  resource_name: { kind: 'text', about: 'its name' },
  risk_level: { kind: 'text', about: 'none, low, medium, high, hidden' },
  subject: { kind: 'text', about: 'mail subject' },
  message_id: { kind: 'text', about: 'Internet message id, with its angle brackets' },
  folder: { kind: 'text', about: 'mailbox folder or directory' },
} as const satisfies Record<string, Column>;

export type ColumnName = keyof typeof eventColumns;
export const columnNames = Object.keys(eventColumns) as readonly ColumnName[];

export type ColumnValue = string | bigint | number | null;
/** What a format makes of one record: every column, `null` where the record does not say. */
export type Normalised = Readonly<Record<ColumnName, ColumnValue>>;
