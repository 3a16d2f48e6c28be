import type { Conversion, Found } from '../convert.js';
import { lookup, lowerCase, tokenOfRequest, trimmed, trimSql } from '../convert.js';
import { entraInterrupts } from '../entra-errors.js';
import { tokenFromGuid } from '../ids.js';

/**
 * AuditData.UserType (Office 365 Management Activity API schema, "User Type"): numbers, and the
 * names that Sentinel writes for them.
 */
export const userKind = lookup('ualUserKind', {
  '0': 'member',
  Regular: 'member',
  '2': 'admin',
  Admin: 'admin',
  '3': 'admin',
  DcAdmin: 'admin',
  '4': 'system',
  System: 'system',
  '5': 'application',
  Application: 'application',
  '6': 'application',
  ServicePrincipal: 'application',
  '7': 'system',
  CustomPolicy: 'system',
  '8': 'system',
  SystemPolicy: 'system',
  '9': 'admin',
  PartnerTechnician: 'admin',
  '10': 'guest',
  Guest: 'guest',
});

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

/** UserLoginFailed's LogonError where no ErrorNumber is given, for the same interrupts. */
const interruptNames = [
  'useraccountnotfound_interrupt',
  'userstrongauthclientauthnrequired',
  'userstrongauthclientauthnrequiredinterrupt',
  'userstrongauthenrollmentrequired',
  'userstrongauthenrollmentrequiredinterrupt',
  'userstrongauthexpired',
  'kmsiinterrupt',
  'usersigninputinterrupt',
  'deviceauthenticationrequired',
  'passwordresetregistrationrequiredinterrupt',
  'blockedbyconditionalaccess',
  'blockedbyconditionalaccessonsecuritypolicy',
  'invalidpasswordexpiredpassword',
  'invalidpasswordexpiredonpremisespassword',
  'usersessionnotfound',
  'sessionmissingmsaoauth2refreshtoken',
] as const;

const loginFailed = 'userloginfailed';
const inList = (values: readonly string[]): string =>
  values.map((value) => `'${value}'`).join(', ');
const lowerOf = (found: Found | undefined): string => lowerCase(trimmed(found) ?? '');
const lowerSql = (value: string): string => `coalesce(lower(${trimSql(value)}), '')`;

/**
 * Operation, ResultStatus, ErrorNumber, LogonError → outcome. A failed login says
 * `ResultStatus: Success`, so its operation and error decide.
 */
export const outcome: Conversion = {
  name: 'ualOutcome',
  js: ([operation, status, errorNumber, logonError]) => {
    if (lowerOf(operation) === loginFailed) {
      const code = lowerOf(errorNumber);
      const interrupted =
        code === ''
          ? (interruptNames as readonly string[]).includes(lowerOf(logonError))
          : entraInterrupts.includes(code);
      return interrupted ? 'interrupted' : 'failure';
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
function matched(name: string, expression: string): Conversion {
  const pattern = new RegExp(expression);
  return {
    name,
    js: ([found]) => trimmed(pattern.exec(found ?? '')?.[1]),
    sql: ([found = 'NULL']) => trimSql(`regexp_extract(${found}, '${expression}', 1)`),
  };
}

/**
 * A field of an object that PowerShell wrote into a CSV cell: `@{AADSessionId=…; UniqueTokenId=…}`.
 * JS only.
 */
export function powershellField(name: string): Conversion {
  const pattern = new RegExp(`^@\\{(?:.*; )?${name}=([^;}]*)`, 'i');
  return {
    name: `powershell-${name}`,
    js: ([found]) => pattern.exec(found?.trim() ?? '')?.[1]?.trim() || null,
  };
}

/** `Client=OWA;Mozilla/5.0 (…);` → `OWA`. */
export const clientName = matched('clientName', clientInfo);

/** `Client=OWA;Mozilla/5.0 (…);` → `Mozilla/5.0 (…)`; null where what follows is no user agent. */
export const clientAgent = matched('clientAgent', agentInClientInfo);
