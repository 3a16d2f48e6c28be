import type { Conversion, Found } from '../convert.js';
import {
  guidPattern,
  id,
  literal,
  lookup,
  lower,
  lowerCase,
  text,
  tokenOfRequest,
  trimmed,
  trimSql,
} from '../convert.js';
import { entraInterrupts } from '../entra-errors.js';
import { tokenFromGuid } from '../ids.js';
import { logonErrorTable } from './logon-error-table.js';

const lowerOf = (found: Found | undefined): string => lowerCase(trimmed(found) ?? '');
const lowerSql = (value: string): string => `coalesce(lower(${trimSql(value)}), '')`;

/**
 * AuditData.UserType (Office 365 Management Activity API schema, "User Type"): numbers, and the
 * names that Sentinel writes for them. DcAdmin is Microsoft's own datacenter account.
 */
const userTypes = new Map(
  Object.entries({
    '0': 'member',
    regular: 'member',
    '2': 'admin',
    admin: 'admin',
    '3': 'service',
    dcadmin: 'service',
    '4': 'system',
    system: 'system',
    '5': 'application',
    application: 'application',
    '6': 'application',
    serviceprincipal: 'application',
    '7': 'system',
    custompolicy: 'system',
    '8': 'system',
    systempolicy: 'system',
    '9': 'admin',
    partnertechnician: 'admin',
    '10': 'guest',
    guest: 'guest',
  }),
);
/** How an account that is no member writes itself, in lower case; the type it comes with is often Regular. */
const userMarks = [
  ['guest', ['#ext#'], ['urn:spo:guest', 'urn:spo:anon']],
  ['application', [], ['serviceprincipal_', 'app@sharepoint']],
  ['system', [], ['nt authority\\', 'nt service\\', 's-1-5-18', 'sharepoint\\system']],
] as const;

/** UserType, UserId → kind of user. */
export const userKind: Conversion = {
  name: 'ualUserKind',
  js: ([type, user]) => {
    const name = lowerOf(user);
    for (const [kind, inside, starts] of userMarks)
      if (
        inside.some((mark) => name.includes(mark)) ||
        starts.some((mark) => name.startsWith(mark))
      )
        return kind;
    return userTypes.get(lowerOf(type)) ?? null;
  },
  sql: ([type = 'NULL', user = 'NULL']) => {
    const name = lowerSql(user);
    const marks = userMarks.map(([kind, inside, starts]) => {
      const any = [
        ...inside.map((mark) => `contains(${name}, ${literal(mark)})`),
        ...starts.map((mark) => `prefix(${name}, ${literal(mark)})`),
      ];
      return `WHEN ${any.join(' OR ')} THEN '${kind}'`;
    });
    const types = [...userTypes].map(([key, kind]) => `WHEN '${key}' THEN '${kind}'`).join(' ');
    return `CASE ${marks.join(' ')} ELSE CASE ${lowerSql(type)} ${types} END END`;
  },
};

/** ResultStatus as the workloads spell it. */
const resultStatus = new Map(
  Object.entries({
    success: 'success',
    successful: 'success',
    succeeded: 'success',
    partiallysucceeded: 'success',
    true: 'success',
    failed: 'failure',
    failure: 'failure',
    false: 'failure',
  }),
);

const interrupted: ReadonlySet<string> = new Set(entraInterrupts);
const interruptNames = Object.entries(logonErrorTable)
  .filter(([, code]) => interrupted.has(code))
  .map(([name]) => name.toLowerCase());

const loginFailed = 'userloginfailed';
const inList = (values: readonly string[]): string =>
  values.map((value) => `'${value}'`).join(', ');
/**
 * Operation, ResultStatus, ErrorNumber, LogonError → outcome. A failed login says
 * `ResultStatus: Success`, so its operation and error decide.
 */
export const outcome: Conversion = {
  name: 'ualOutcome',
  js: ([operation, status, errorNumber, logonError]) => {
    if (lowerOf(operation) === loginFailed) {
      const code = lowerOf(errorNumber);
      const stopped =
        code === '' ? interruptNames.includes(lowerOf(logonError)) : interrupted.has(code);
      return stopped ? 'interrupted' : 'failure';
    }
    return resultStatus.get(lowerOf(status)) ?? null;
  },
  sql: ([operation = 'NULL', status = 'NULL', errorNumber = 'NULL', logonError = 'NULL']) => {
    const code = lowerSql(errorNumber);
    const statuses = [...resultStatus]
      .map(([key, value]) => `WHEN '${key}' THEN '${value}'`)
      .join(' ');
    return (
      `CASE WHEN ${lowerSql(operation)} = '${loginFailed}' THEN ` +
      `CASE WHEN ${code} IN (${inList(entraInterrupts)}) OR (${code} = '' AND ${lowerSql(logonError)} IN (${inList(interruptNames)})) THEN 'interrupted' ELSE 'failure' END ` +
      `ELSE CASE ${lowerSql(status)} ${statuses} END END`
    );
  },
};

/** An error number; `0` is none. */
export const errorCode: Conversion = {
  name: 'errorCode',
  js: ([found]) => {
    const value = trimmed(found);
    return value === '0' ? null : value;
  },
  sql: ([found = 'NULL']) => `nullif(${trimSql(found)}, '0')`,
};

/** LogonError → its number, for records that have only the name. */
export const errorCodeOfName = lookup('errorCodeOfName', logonErrorTable);

const isLogon = (type: string): boolean => type === '15' || type === 'azureactivedirectorystslogon';
const isLogonSql = (type: string): string =>
  `${lowerSql(type)} IN ('15', 'azureactivedirectorystslogon')`;

/** RecordType, Id → token id: an STS logon's own Id is the GUID of the token it issued. */
export const logonToken: Conversion = {
  name: 'logonToken',
  js: ([type, id]) =>
    isLogon(lowerOf(type)) && typeof id === 'string' ? tokenFromGuid(lowerOf(id)) : null,
  sql: ([type = 'NULL', id = 'NULL']) =>
    `CASE WHEN ${isLogonSql(type)} THEN ${tokenOfRequest.sql?.([id]) ?? 'NULL'} END`,
};

/** RecordType, value → the value, of STS logons only (their ObjectId is the resource's id). */
export const ofLogon: Conversion = {
  name: 'ofLogon',
  js: ([type, value]) => (isLogon(lowerOf(type)) ? lowerOf(value) || null : null),
  sql: ([type = 'NULL', value = 'NULL']) =>
    `CASE WHEN ${isLogonSql(type)} THEN nullif(${lowerSql(value)}, '') END`,
};

const client = '[Cc][Ll][Ii][Ee][Nn][Tt]=';
const clientInfo = `^${client}([^;]*)(?:;|$)`;
const agentInClientInfo = `^(?:${client}[^;]*;)*([A-Za-z][A-Za-z0-9._ -]*/[^\\n]*?);*$`;

/** The first group of an expression that is the same in JS and in DuckDB (RE2), without blanks around. */
function matched(name: string, expression: string, as = text): Conversion {
  const pattern = new RegExp(expression);
  return {
    name,
    js: ([found]) => as.js([pattern.exec(found ?? '')?.[1] ?? null]),
    sql: ([found = 'NULL']) => as.sql?.([`regexp_extract(${found}, '${expression}', 1)`]) ?? 'NULL',
  };
}

/** `Client=OWA;Mozilla/5.0 (…);` → `OWA`. */
export const clientName = matched('clientName', clientInfo);

/** `Client=OWA;Mozilla/5.0 (…);` → `Mozilla/5.0 (…)`; null where what follows is no user agent. */
export const clientAgent = matched('clientAgent', agentInClientInfo);

const address = '[^ \\t\\r\\n@\\\\/:<>"]+@[^ \\t\\r\\n@\\\\/:<>"]+';

/**
 * Identity, Mailbox and the like → the address in it, lower case: `alice@contoso.com`,
 * `smtp:alice@…`, `alice@contoso.com\\Rule`, `alice@contoso.com:\\Calendar`. Null for the names and
 * GUIDs that stand there as often, which are no user principal names.
 */
export const addressOf = matched(
  'addressOf',
  `^[ \\t\\r\\n]*(?:[Ss][Mm][Tt][Pp]:)?(${address})(?:[\\\\:][^\\n]*)?[ \\t\\r\\n]*$`,
  lower,
);

/** `ServicePrincipal_<guid>` → the GUID. */
export const guidInName = matched('guidInName', `^(?:ServicePrincipal|User)_(${guidPattern})$`, id);

/** Actor's JSON → the GUID of the user in it (`{"ID":"User_<guid>","Type":2}`). */
export const guidOfActor = matched('guidOfActor', `"User_(${guidPattern})"`, id);

const ruleOperations = ['new', 'set', 'enable', 'disable', 'remove'].map(
  (verb) => `${verb}-inboxrule`,
);

/** Operation, Parameters' Name, ObjectId (`…/alice\\rule`) → the name of an inbox rule. */
export const ruleName: Conversion = {
  name: 'ruleName',
  js: ([operation, name, object]) =>
    ruleOperations.includes(lowerOf(operation))
      ? (trimmed(name) ?? trimmed(/[^\\]*$/.exec(object ?? '')?.[0]))
      : null,
  sql: ([operation = 'NULL', name = 'NULL', object = 'NULL']) =>
    `CASE WHEN ${lowerSql(operation)} IN (${inList(ruleOperations)}) ` +
    `THEN coalesce(${trimSql(name)}, ${trimSql(`regexp_extract(${object}, '[^\\\\]*$')`)}) END`,
};

/** A value of ModifiedProperties, which may stand in quotes of its own. */
export const unquoted = matched('unquoted', '^[ \\t\\r\\n]*"?([^"]*)"?[ \\t\\r\\n]*$');
