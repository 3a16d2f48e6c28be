import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { columnNames } from '../model/event.js';
import type { Fields } from '../read/record.js';
import { compileSelect } from './compile.js';
import type { Conversion } from './convert.js';
import { literal } from './convert.js';
import { entraAuditFormats } from './entra-audit/formats.js';
import * as audit from './entra-audit/values.js';
import { entraSignInFormats } from './entra-signin/formats.js';
import * as kind from './entra-signin/kind.js';
import * as ended from './entra-signin/outcome.js';
import * as values from './entra-signin/values.js';
import type { Format } from './format.js';
import { normalise } from './normalise.js';

/** The SQL of the Entra conversions says what their JS says, on DuckDB itself. */

const instance = await DuckDBInstance.create(':memory:');
const database = await instance.connect();
afterAll(() => {
  database.closeSync();
  instance.closeSync();
});

type Inputs = readonly (string | null)[];
const sqlText = (value: string | null | undefined): string =>
  value === null || value === undefined ? 'NULL::VARCHAR' : literal(value);
const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

async function agree(conversion: Conversion, cases: readonly Inputs[]): Promise<void> {
  const { sql } = conversion;
  if (sql === undefined) throw new Error(`${conversion.name} has no SQL`);
  const names = (cases[0] ?? []).map((_, at) => `v${at}`);
  const rows = cases.map((inputs, at) => `(${at}, ${inputs.map(sqlText).join(', ')})`).join(', ');
  const reader = await database.runAndReadAll(
    `SELECT ${sql(names)} AS v FROM (VALUES ${rows}) t(n, ${names.join(', ')}) ORDER BY n`,
  );
  expect(reader.getRows().map(([value]) => plain(value))).toEqual(
    cases.map((inputs) => plain(conversion.js(inputs))),
  );
}

function product(...lists: readonly Inputs[]): Inputs[] {
  return lists.reduce<Inputs[]>(
    (all, list) => all.flatMap((done) => list.map((next) => [...done, next])),
    [[]],
  );
}

const codes = [
  null,
  '',
  '0',
  ' 0 ',
  '50126',
  '50140',
  ' 53003\t',
  '7000222',
  '399284',
  '16000',
  '50053',
  'x',
];
const words = [
  null,
  '',
  'Success',
  'FAILURE',
  ' Interrupted ',
  '成功',
  '失敗',
  '中断',
  'Réussite',
  'échec',
  'Error',
  'other',
];
const texts = [null, '', ' Other. ', 'Other.', "it's", 'x'];
const files = [
  null, '', 'NonInteractiveSignIns_2025.csv', 'a/InteractiveSignIns.csv', 'z.zip!/MSISignIns_1.csv', 'ApplicationSignIns.csv',
  'SignIns_2021-03-30.csv', 'C:\\noninteractive\\x.csv', 'SignInLogs-interactiveUser-nonInteractiveUser-Combined.json',
  '20250318-servicePrincipal-SignInLogs.json', '20250318-managedIdentity-SignInLogs.json', 'signins.csv',
]; // prettier-ignore
const locations = [
  null, '', 'Osaka, Osaka, JP', 'Washington, D.C., District Of Columbia, US', ', , jp', 'JP', 'Tokyo, JP', 'Tokyo', 'a,b',
  ' JP ', 'A,B,C,', 'São Paulo, Sao Paulo, BR', 'x, y, Japan',
]; // prettier-ignore
const ids = [
  null,
  '',
  ' 9B117C67-170E-4AED-9702-658B3FDDC889',
  '{PII Removed}',
  '00000000-0000-0000-0000-000000000000',
];

describe('SQL of the sign-in conversions', () => {
  it('ends alike', async () => {
    await agree(ended.signInOutcome, product(codes, words));
    await agree(ended.errorCode, product(codes));
    await agree(ended.loggedReason, product(codes, texts));
    await agree(ended.knownReason, product(codes));
  });

  it('tells the kind alike', async () => {
    const categories = [null, '', 'SignInLogs', 'signinlogs', 'AADManagedIdentitySignInLogs', 'ADFSSignInLogs', 'AuditLogs'];
    await agree(kind.kindOfCategory, product(categories));
    await agree(kind.categoryName, product(categories));
    const types = [null, '', '["interactiveUser"]', '["nonInteractiveUser"]', '["servicePrincipal"]', '["managedIdentity"]', 'x'];
    await agree(kind.kindOfEventTypes, product(types));
    await agree(kind.asCategory(kind.kindOfEventTypes), product(types));
    await agree(kind.kindOfIdentityType, product([null, '', 'none', 'userAssigned', 'System assigned', 'systemAssignedX']));
    await agree(kind.kindOfFile, product(files));
    await agree(kind.kindOfParties, product([null, '', 'TRUE', 'False', 'x'], ids, ids));
    await agree(kind.kindOfToken, product([null, '', 'none', 'refreshToken', 'primaryRefreshToken', 'Primary refresh token', 'Refresh token', 'none,refreshToken', 'primaryRefreshToken,refreshToken']));
  }); // prettier-ignore

  it('reads values alike', async () => {
    await agree(values.userName, product([...ids, 'Hanako.Sato@Example0.JP ']));
    await agree(values.objectId, product(ids));
    await agree(values.countryOfLocation, product(locations));
    await agree(values.cityOfLocation, product(locations));
    await agree(
      values.asn,
      product([null, '', '0', '2497', ' 4294967295 ', '01', 'AS2497', '99999999999']),
    );
    const levels = [null, '', 'none', 'low', 'High', 'medium', 'hidden', 'unknownFutureValue'];
    await agree(values.riskLevel, product(levels, levels, [null, '', 'none', 'atRisk']));
    const types = [null, '', 'Member', 'guest', 'External', 'x'];
    await agree(values.userKind, product(types, [null, '', 'a_b#EXT#@c.jp', 'a@c.jp'], ids, ids));
  });
});

describe('SQL of the audit conversions', () => {
  const results = [null, '', 'success', 'Failure', 'timeout', '成功', 'échec', 'unknownFutureValue'];

  it('reads values alike', async () => {
    await agree(audit.outcome, product(results));
    await agree(audit.reason, product(results, texts));
    await agree(audit.userKind, product([null, '', 'a', 'a#EXT#@b'], [null, '', 'u'], [null, '', 'App'], [null, '', 'p']));
    await agree(audit.kindOfActorType, product([null, '', 'Application', ' アプリケーション ', 'User']));
    await agree(audit.ofApplication, product([null, 'Application', 'User'], texts));
    const types = [null, '', 'User', 'ユーザー', 'Group'];
    const users = [null, '', 'Taro@Example0.jp ', 'x'];
    await agree(audit.userOfTargets, product(types, users, types, users));
    const names = [null, '', 'User-Agent', 'user-agent', 'AppId'];
    await agree(audit.agentOfDetails, product(names, texts, names, texts));
  });

  it('hashes alike every time that the fast path reads', async () => {
    const names = [null, '', 'Update application – Certificates and secrets management ', 'Add user'];
    const times = ['2025-03-18T12:40:51.0273716Z', '2025-03-18T12:40:51Z', '2025-03-18 12:40:51', '', null];
    await agree(
      audit.matchKey(1),
      product(names, times, ['10065FFB-8199-48bc-8ff5-912cb5b8295a', null], ['T', '', null], ['', 'A@b', null], ['App', null]),
    );
    await agree(audit.matchKey(2), product(['Add user'], times, ['c'], ['', 't1'], [null, 't2'], ['', 'a'], ['b', null]));
  });
}); // prettier-ignore

/** Runs the compiled table over records, and compares every column of the rows it keeps. */
async function compiledAgrees(
  format: Format,
  records: readonly Fields[],
  shape: 'csv' | 'jsonl',
  file: string,
): Promise<number> {
  const header = Object.keys(records[0] ?? {});
  const input =
    shape === 'csv'
      ? ({ kind: 'csv', header, names: header.map((_, at) => `c${at}`) } as const)
      : ({ kind: 'jsonl', name: 'line' } as const);
  const rows = records.map((record, at) =>
    shape === 'csv'
      ? `(${at}, ${header.map((name) => sqlText(record[name] as string)).join(', ')})`
      : `(${at}, ${literal(JSON.stringify(record))})`,
  );
  const names = shape === 'csv' ? header.map((_, at) => `c${at}`) : ['line'];
  const from = `(VALUES ${rows.join(', ')}) t(n, ${names.join(', ')})`;
  const compiled = compileSelect(format, input, from, file);
  if (compiled === undefined) throw new Error(`${format.name} has no fast path`);
  const reader = await database.runAndReadAll(compiled.sql);
  const kept = reader.getRowObjects().map((values) => values.damaged === false);
  reader.getRowObjects().forEach((found, at) => {
    if (kept[at] !== true) return;
    const event = normalise(format, { kind: 'record', recordNo: 1, fields: records[at]! }, file);
    if (event.kind === 'unreadable') throw new Error(event.reason);
    for (const name of columnNames) {
      const value = found[name];
      const micros =
        typeof value === 'object' && value !== null && 'micros' in value ? value.micros : value;
      expect([name, plain(micros)]).toEqual([name, plain(event.values[name])]);
    }
  });
  return kept.filter(Boolean).length;
}

const named = (name: string): Format =>
  [...entraSignInFormats, ...entraAuditFormats].find((format) => format.name === name)!;

const signIn = {
  id: '445945de-2d4f-4816-a71e-d3c0eff10500',
  createdDateTime: '2025-03-18T12:33:24Z',
  userPrincipalName: 'Hanako.Sato@example0.jp',
  userId: '9b117c67-170e-4aed-9702-658b3fddc889',
  appId: '4765445b-32c6-49b0-83e6-1d93765276ca',
  appDisplayName: 'OfficeHome',
  ipAddress: '203.0.113.24',
  correlationId: 'a2bba39a-d17f-404d-9919-e59039e73ad4',
  isInteractive: false,
  sessionId: 'E55A5C8E-aefe-4369-bd4a-c2eaad764e9b',
  uniqueTokenIdentifier: '3kVZRE8tFkinHtPA7_EFAA',
  signInEventTypes: ['nonInteractiveUser'],
  autonomousSystemNumber: 2497,
  riskLevelDuringSignIn: 'none',
  riskLevelAggregated: 'high',
  riskState: 'atRisk',
  userType: 'guest',
  status: { errorCode: 50140, failureReason: "'Keep me signed in'" },
  location: { city: '大阪', state: 'Osaka', countryOrRegion: 'JP' },
  deviceDetail: { deviceId: '', operatingSystem: 'Ios', browser: 'Mobile Safari 16.6' },
};

describe('the compiled tables', () => {
  it('read JSON Lines of Graph and of diagnostic settings', async () => {
    const { sessionId: _, uniqueTokenIdentifier: __, ...older } = signIn;
    const lines = [
      signIn,
      older,
      { ...signIn, status: { errorCode: 0 }, location: {}, deviceDetail: null },
      {
        ...signIn,
        userPrincipalName: '',
        userId: '',
        servicePrincipalId: 'ABC',
        signInEventTypes: [],
      },
    ];
    const beta = named('entra-signin-graph-beta');
    expect(await compiledAgrees(beta, lines, 'jsonl', 'x.json')).toBe(4);
    const wrapped = lines.map((properties) => ({
      time: '2025-03-18T12:36:45.2279838Z',
      category: 'NonInteractiveUserSignInLogs',
      operationName: 'Sign-in activity',
      resultType: '50140',
      callerIpAddress: '203.0.113.24',
      correlationId: 'x',
      properties,
    }));
    const diagnostic = named('entra-signin-diagnostic');
    expect(await compiledAgrees(diagnostic, wrapped, 'jsonl', 'x.json')).toBe(4);
  });

  it('read the portal CSV', async () => {
    const row = {
      'Date (UTC)': '2025-03-18T12:33:24Z',
      'Request ID': signIn.id,
      'User agent': '',
      'Correlation ID': signIn.correlationId,
      'User ID': signIn.userId,
      ユーザー名: 'Hanako.Sato@example0.jp',
      'User type': 'Member',
      'Incoming token type': 'refreshToken',
      'Unique token identifier': '',
      Application: 'OfficeHome',
      'Application ID ': signIn.appId,
      'IP address': '203.0.113.24',
      Location: 'Osaka, Osaka, JP',
      Status: '失敗',
      'Sign-in error code': '50126',
      'Failure reason': 'Wrong.',
      'Autonomous system  number': '2497',
    };
    const rows = [
      row,
      { ...row, Status: '成功', 'Sign-in error code': '', 'Failure reason': 'Other.' },
      { ...row, 'Request ID': '', Location: 'JP' },
    ];
    expect(await compiledAgrees(named('entra-signin-portal-csv'), rows, 'csv', 'x.csv')).toBe(3);
  });

  it('read the audit log', async () => {
    const entry = {
      id: 'Directory_1',
      activityDateTime: '2025-03-18T12:40:51.0273716Z',
      activityDisplayName: 'Add member to group',
      category: 'GroupManagement',
      correlationId: signIn.correlationId,
      loggedByService: 'Core Directory',
      result: 'failure',
      resultReason: 'Denied',
      initiatedBy: { user: { id: signIn.userId, userPrincipalName: 'Hanako.Sato@example0.jp' } },
      targetResources: [
        { id: 'G', type: 'Group', displayName: 'Finance' },
        { id: 'U', type: 'User', userPrincipalName: 'Taro@example0.jp' },
      ],
      additionalDetails: [{ key: 'User-Agent', value: 'x/1.0' }],
    };
    const byApp = {
      ...entry,
      initiatedBy: { app: { displayName: 'Intune', servicePrincipalId: 'P' } },
    };
    const bare = { ...entry, targetResources: [], additionalDetails: null, result: 'success' };
    const graph = named('entra-audit-graph');
    expect(await compiledAgrees(graph, [entry, byApp, bare], 'jsonl', 'x.json')).toBe(3);
  });

  it('are there for every table but those that only JS can read', () => {
    for (const format of [...entraSignInFormats, ...entraAuditFormats]) {
      const input = format.recognise.shapes.includes('csv')
        ? ({ kind: 'csv', header: ['a'], names: ['a'] } as const)
        : ({ kind: 'jsonl', name: 'line' } as const);
      const compiled = compileSelect(format, input, 't', 'f');
      expect([format.name, compiled === undefined]).toEqual([
        format.name,
        ['entra-signin-flat-csv', 'entra-audit-sentinel', 'entra-audit-flat-csv'].includes(
          format.name,
        ),
      ]);
    }
  });
});
