import { DuckDBInstance, DuckDBTimestampValue } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import type { ColumnName } from '../model/event.js';
import type { Conversion, Found } from './convert.js';
import * as convert from './convert.js';
import { sqlType } from './compile.js';
import * as recordType from './ual/record-type.js';
import * as ual from './ual/values.js';

/** Each conversion by a table of cases: what JS says, and that DuckDB says the same. */

const instance = await DuckDBInstance.create(':memory:');
const database = await instance.connect();
afterAll(() => {
  database.closeSync();
  instance.closeSync();
});

type Case = readonly [found: Found | readonly Found[], expected: unknown];

const plain = (value: unknown): unknown =>
  value instanceof DuckDBTimestampValue ? value.micros : typeof value === 'bigint' ? Number(value) : value; // prettier-ignore

async function bySql(conversion: Conversion, found: readonly Found[], type: string): Promise<unknown> {
  const names = found.map((_, at) => `v${at}`);
  const values = Object.fromEntries(names.map((name, at) => [name, found[at] ?? null]));
  const columns = names.map((name) => `$${name}::VARCHAR AS ${name}`).join(', ');
  const reader = await database.runAndReadAll(
    `SELECT (${conversion.sql?.(names) ?? 'NULL'})::${type} AS v FROM (SELECT ${columns === '' ? '1' : columns})`,
    values,
  );
  const value = plain(reader.getRows()[0]?.[0] ?? null);
  if (conversion.finish === undefined || value === null) return value;
  if (typeof value !== 'string') throw new Error('only texts are finished');
  const asked = await database.runAndReadAll(`SELECT ${conversion.finish.when('$v')}`, { v: value });
  return asked.getRows()[0]?.[0] === true ? conversion.finish.js(value) : value;
} // prettier-ignore

function check(conversion: Conversion, column: ColumnName, cases: readonly Case[]): void {
  describe(conversion.name, () => {
    it.each(cases.map(([found, expected]) => ({ found: [found].flat(), expected })))(
      '$found is $expected',
      async ({ found, expected }) => {
        expect(conversion.js(found)).toBe(expected);
        if (conversion.sql === undefined) return;
        const value = await bySql(conversion, found, sqlType(column));
        // What SQL does not read is NULL, and the row goes to the reference.
        if (conversion.saysLess === true && value === null) return;
        expect(value).toBe(expected);
      },
    );
  });
}

const guid = '445945de-2d4f-4816-a71e-d3c0eff10500';
const zero = '00000000-0000-0000-0000-000000000000';
const token = '3kVZRE8tFkinHtPA7_EFAA';
const micros = (iso: string, more = 0n): bigint => BigInt(Date.parse(iso)) * 1000n + more;

check(convert.text, 'subject', [
  ['x', 'x'],
  ['  a b\r\n', 'a b'],
  ['', null],
  [' \t\r\n', null],
  [null, null],
  ['\u00a0x\u3000', '\u00a0x\u3000'],
  ['!', '!'],
  ['a\u0000b', 'a\u0000b'],
  ['\u0000', '\u0000'],
  ['  痕跡 😀 ', '痕跡 😀'],
]);
check(convert.plainId, 'event_id', [
  [guid, guid],
  [guid.toUpperCase(), guid.toUpperCase()],
  [zero, null],
  [` ${zero}\n`, null],
  ['{"a":1}', null],
  ['\t[1]', null],
  ['a{', 'a{'],
  ['', null],
]);
check(convert.lower, 'user', [
  ['Alice@Contoso.EXAMPLE ', 'alice@contoso.example'],
  ['MÜLLER@x.de', 'müller@x.de'],
  ['İ@x', 'i@x'],
  ['ΣΑΣ', 'σασ'],
  ['K', 'k'],
  ['ẞ', 'ß'],
  ['', null],
]);
check(convert.id, 'session_id', [
  [guid.toUpperCase(), guid],
  [zero, null],
  ['X', 'x'],
  ['', null],
]);
check(convert.guidOnly, 'user_id', [
  [` ${guid.toUpperCase()} `, guid],
  [zero, null],
  ['10032001', null],
  [`${guid}@x`, null],
  [`{${guid}}`, null],
  [null, null],
]);
check(convert.upper, 'country', [
  ['jp', 'JP'],
  [' De\n', 'DE'],
  ['ß', 'ß'],
  ['日本', '日本'],
  ['', null],
]);
check(convert.integer, 'record_type', [
  ['15', 15],
  [' 015 ', 15],
  ['0', 0],
  ['-1', null],
  ['1.0', null],
  ['1e3', null],
  ['999999999999999', 999999999999999],
  ['9999999999999999', null],
  ['１', null],
  ['', null],
]);
check(convert.utc, 'time', [
  ['2023-06-01T13:12:18', micros('2023-06-01T13:12:18Z')],
  ['2023-06-01 13:12:18', micros('2023-06-01T13:12:18Z')],
  ['2023-06-01T13:12:18.1234567Z', micros('2023-06-01T13:12:18.123Z', 456n)],
  ['2023-06-01T13:12:18.9999999', micros('2023-06-01T13:12:18.999Z', 999n)],
  ['2023-06-01T13:12:18.5Z', micros('2023-06-01T13:12:18.500Z')],
  ['2023-06-01T13:12:18+09:00', micros('2023-06-01T04:12:18Z')],
  ['\\/Date(1728344797000)\\/', micros('2024-10-07T23:46:37Z')],
  ['2026-01-24T06:54:24.0000000Z ', micros('2026-01-24T06:54:24Z')],
  ['2024-01-01T24:00:00', null],
  [' 024-01-01T00:00:00', null],
  ['-024-01-01T00:00:00', null],
  ['0001-01-01T00:00:00', null],
  ['2024-02-30T00:00:00', null],
  ['9/20/2023 4:05:03 AM', null],
  ['infinity', null],
  ['', null],
  [null, null],
]);
check(convert.local, 'time', [
  ['9/20/2023 4:05:03 AM', micros('2023-09-20T04:05:03Z')],
  ['5/6/2023 10:02:03', null],
  [null, null],
]);
check(convert.localOrdered('dmy'), 'time', [['5/6/2023 10:02:03', micros('2023-06-05T10:02:03Z')]]);
check(convert.operation, 'operation', [
  ['UserLoggedIn', 'UserLoggedIn'],
  ['Add member to role.', 'Add member to role'],
  ['Update application – Certificates and secrets management ', 'Update application - Certificates and secrets management'],
  ['a — b ‐ c − d', 'a - b - c - d'],
  ['a\u00a0 \r\n\tb', 'a b'],
  ['  x. . .', 'x'],
  ['.x', '.x'],
  ['. .', null],
  ['', null],
  [' \u3000x', '\u3000x'],
  ['操作 。', '操作 。'],
  [null, null],
]); // prettier-ignore
check(convert.ip, 'ip', [
  ['1.2.3.4', '1.2.3.4'],
  ['1.2.3.4:5678', '1.2.3.4'],
  ['[2001:DB8::1]:5678', '2001:db8::1'],
  ['2001:0db8:0:0:0:0:0:1', '2001:db8::1'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::ffff:c0a8:0101', '192.168.1.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  ['<null>', null],
  ['localhost', null],
  ['1.2.3', null],
  ['12:34', null],
  ['1::2::3', null],
  ['', null],
  [null, null],
]);
check(convert.port, 'ip_port', [
  ['1.2.3.4:5678', 5678],
  ['[2001:db8::1]:5678', 5678],
  ['2001:db8::1:5678', null],
  ['1.2.3.4', null],
  ['1.2.3.4:65536', null],
  ['name:443', null],
  ['', null],
]);
check(convert.token, 'token_id', [
  [token, token],
  [`${token}==`, token],
  [`\t${token} `, token],
  ['3kVZRE8tFkinHtPA7/EFAA', token],
  [guid.toUpperCase(), token],
  [Buffer.from(guid).toString('base64'), token],
  [Buffer.from(zero).toString('base64'), null],
  [zero, null],
  ['A'.repeat(22), null],
  ['0'.repeat(22), null],
  ['x'.repeat(36), 'x'.repeat(36)],
  ['!'.repeat(48), '!'.repeat(48)],
  ['short', 'short'],
  ['=', null],
  ['', null],
  [null, null],
]);
check(convert.tokenOfRequest, 'token_id', [
  [guid.toUpperCase(), token],
  [zero, null],
  [token, null],
  ['', null],
]);
check(convert.lookup('colours', { Red: 'r', '0': 'zero', none: null }), 'subject', [
  [' RED\n', 'r'],
  ['0', 'zero'],
  ['none', null],
  ['blue', null],
  ['constructor', null],
  ['', null],
  [null, null],
]);
check(convert.constant("it's"), 'subject', [[[], "it's"]]);
check(convert.hash, 'event_id', [
  [['a', null, ' b '], 'h-3aa8909cac0696919c2cc255ee0dbcc6'],
  [['', ' ', null], null],
]);

// The unified audit log's own.
check(ual.outcome, 'outcome', [
  [['UserLoggedIn', 'Success', '0', null], 'success'],
  [['UserLoggedIn', 'Succeeded', '50140', null], 'success'],
  [['UserLoginFailed', 'Success', '50126', 'InvalidUserNameOrPassword'], 'failure'],
  [['UserLoginFailed', 'Failed', '50140', 'KmsiInterrupt'], 'interrupted'],
  [['userloginfailed', 'Success', '50074', null], 'interrupted'],
  [['UserLoginFailed', null, null, 'UserStrongAuthClientAuthNRequiredInterrupt'], 'interrupted'],
  [['UserLoginFailed', null, null, 'InvalidUserNameOrPassword'], 'failure'],
  [['UserLoginFailed', 'Success', null, null], 'failure'],
  [['New-InboxRule', 'True', null, null], 'success'],
  [['New-InboxRule', 'TRUE', null, null], 'success'],
  [['New-InboxRule', 'False', null, null], 'failure'],
  [['SoftDelete', 'PartiallySucceeded', null, null], 'success'],
  [['QuarantineReleaseMessage', 'Successful', null, null], 'success'],
  [['Add application', 'Failure', null, null], 'failure'],
  [['FileAccessed', '', null, null], null],
  [['MCASAlert', 'New', null, null], null],
  [['x', 'constructor', null, null], null],
]);
check(ual.errorCode, 'error_code', [
  ['50126', '50126'],
  [' 0 ', null],
  ['', null],
]);
check(ual.errorCodeOfName, 'error_code', [
  ['InvalidUserNameOrPassword', '50126'],
  ['idslocked', '50053'],
  ['BlockedByConditionalAccess', '53003'],
  ['SomethingNew', null],
  [null, null],
]);
check(ual.userKind, 'user_kind', [
  [['0', 'alice@contoso.example'], 'member'],
  [['Regular', 'alice@contoso.example'], 'member'],
  [['2', 'alice@contoso.example'], 'admin'],
  [['3', 'x'], 'service'],
  [['DcAdmin', 'x'], 'service'],
  [['4', 'SecurityComplianceAlerts'], 'system'],
  [['5', 'x'], 'application'],
  [['10', 'x'], 'guest'],
  [['0', 'bob_x.example#EXT#@contoso.example'], 'guest'],
  [['0', 'urn:spo:guest#bob@x.example'], 'guest'],
  [['4', `ServicePrincipal_${guid}`], 'application'],
  [['0', 'app@sharepoint'], 'application'],
  [['3', 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)'], 'system'],
  [['2', 'S-1-5-18'], 'system'],
  [['0', 'SHAREPOINT\\system'], 'system'],
  [[null, null], null],
  [['1', ''], null],
]);
check(ual.logonToken, 'token_id', [
  [['15', guid], token],
  [['AzureActiveDirectoryStsLogon', guid.toUpperCase()], token],
  [['8', guid], null],
  [['15', null], null],
  [['15', zero], null],
]);
check(ual.ofLogon, 'resource_id', [
  [['15', guid.toUpperCase()], guid],
  [['1', 'x'], null],
  [['15', ' '], null],
]);
check(ual.clientName, 'client_app', [
  ['Client=OWA;Mozilla/5.0 (X);', 'OWA'],
  ['Client=MSExchangeRPC', 'MSExchangeRPC'],
  ['CLIENT=REST;;', 'REST'],
  ['Client=POP3/IMAP4;Protocol=IMAP4', 'POP3/IMAP4'],
  ['Client=;x', null],
  ['OUTLOOK.EXE/16.0', null],
  [null, null],
]);
check(ual.clientAgent, 'user_agent', [
  ['Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/90;', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/90'],
  ['Client=OutlookService;Outlook-iOS/2.0;', 'Outlook-iOS/2.0'],
  ['OUTLOOK.EXE/16.0.10417.20051', 'OUTLOOK.EXE/16.0.10417.20051'],
  ['Client=REST;Client=RESTSystem;;', null],
  ['Client=OWA;Action=ViaProxy', null],
  ['Client=MSExchangeRPC', null],
  ['Client=OWA;\u017fx/1', null],
  ['', null],
]); // prettier-ignore
check(ual.addressOf, 'target_user', [
  ['Alice@Contoso.example', 'alice@contoso.example'],
  ['smtp:Alice@Contoso.example', 'alice@contoso.example'],
  ['alice@contoso.example\\Move all', 'alice@contoso.example'],
  ['alice@contoso.example:\\Calendar', 'alice@contoso.example'],
  ['NAMPR05A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso/alice', null],
  ['311b45d6-1a3e-46ac-8434-721367961e19\\Direct', null],
  ['Alice', null],
  [guid, null],
  ['a@b@c', null],
  ['', null],
]);
check(ual.guidInName, 'user_id', [
  [`ServicePrincipal_${guid.toUpperCase()}`, guid],
  [`User_${guid}`, guid],
  [`x_${guid}`, null],
  ['alice@contoso.example', null],
]);
check(ual.guidOfActor, 'user_id', [
  [`[{"ID":"alice@x","Type":5},{"ID":"${guid.replace('4', '5')}","Type":2},{"ID":"User_${guid}","Type":2}]`, guid],
  [`[{"ID":"ServicePrincipal_${guid}","Type":2}]`, null],
  [`[{"ID":"User_${zero}","Type":2}]`, null],
  [null, null],
]); // prettier-ignore
check(ual.ruleName, 'object', [
  [['New-InboxRule', 'Direct', 'NAMPR05A001.PROD.OUTLOOK.COM/…/alice\\Direct'], 'Direct'],
  [['New-InboxRule', '.', 'x\\.'], '.'],
  [['Set-InboxRule', null, '311b45d6\\17639250888751054849'], '17639250888751054849'],
  [['remove-inboxrule', ' ', 'alice@x\\Old '], 'Old'],
  [['Set-InboxRule', null, null], null],
  [['Set-Mailbox', 'n', 'a\\b'], null],
]);
check(ual.unquoted, 'object', [
  ['"Global Administrator"', 'Global Administrator'],
  ['Global Administrator', 'Global Administrator'],
  ['""', null],
  ['', null],
  ['["a"]', null],
]);
check(recordType.recordTypeNameOf, 'record_type_name', [
  ['15', 'AzureActiveDirectoryStsLogon'],
  [' 015', 'AzureActiveDirectoryStsLogon'],
  ['exchangeAdmin', 'ExchangeAdmin'],
  ['Viva Engage', 'Yammer'],
  ['viva\r\nengage', 'Yammer'],
  ['137', '137'],
  ['99999', '99999'],
  ['NewThing', 'NewThing'],
  ['constructor', 'constructor'],
  ['', null],
  [null, null],
]);
check(recordType.recordTypeNumberOf, 'record_type', [
  ['ExchangeAdmin', 1],
  ['azureActiveDirectoryStsLogon', 15],
  ['15', null],
  ['NewThing', null],
  ['', null],
  [null, null],
]);

describe('the case that strings are folded to', () => {
  it('is DuckDB’s for every character that both know', async () => {
    const reader = await database.runAndReadAll(
      `SELECT i, lower(chr(i::INTEGER)) FROM range(1, 1114112) r(i) WHERE NOT i BETWEEN 55296 AND 57343`,
    );
    // New in Unicode 16 and 17, after the tables of DuckDB 1.5; U+FEFF is lost in reading the answer.
    const newer = /[\u{feff}\u{1c89}\u{a7cb}-\u{a7dc}\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u;
    const different = reader
      .getRows()
      .map(([code, folded]) => [String.fromCodePoint(Number(code)), folded] as const)
      .filter(([sign, folded]) => convert.lowerCase(sign) !== folded && !newer.test(sign));
    expect(different).toEqual([]);
  });
});
