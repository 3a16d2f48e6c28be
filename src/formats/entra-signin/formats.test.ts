import { describe, expect, it } from 'vitest';
import type { Normalised } from '../../model/event.js';
import type { Fields } from '../../read/record.js';
import { entraAuditFormats } from '../entra-audit/formats.js';
import { normalise } from '../normalise.js';
import { makeRecogniser } from '../recognise.js';
import { ualFormats } from '../ual/formats.js';
import { entraSignInFormats } from './formats.js';

const recogniser = makeRecogniser([...ualFormats, ...entraAuditFormats, ...entraSignInFormats]);

interface Read {
  readonly format: string;
  readonly values: Partial<Normalised>;
}

/** The format a record is recognised as, and the columns it fills. */
function read(fields: Fields, shape: 'csv' | 'json', file = 'signins'): Read {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error('not recognised');
  const event = normalise(format, { kind: 'record', recordNo: 1, fields }, file);
  if (event.kind === 'unreadable') throw new Error(event.reason);
  expect(event.damage).toBeNull();
  return {
    format: format.name,
    values: Object.fromEntries(Object.entries(event.values).filter(([, value]) => value !== null)),
  };
}

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;
const row = (header: readonly string[], cells: readonly string[]): Fields =>
  Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));

const requestId = '445945de-2d4f-4816-a71e-d3c0eff10500';
const token = '3kVZRE8tFkinHtPA7_EFAA';
const correlation = 'a2bba39a-d17f-404d-9919-e59039e73ad4';
const session = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const userId = '9b117c67-170e-4aed-9702-658b3fddc889';
const deviceId = '0b6f0d4e-6e0b-4e0b-9b2b-7a2d5c1f0e11';
const officeHome = '4765445b-32c6-49b0-83e6-1d93765276ca';
const exchange = '00000002-0000-0ff1-ce00-000000000000';
const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36 Edg/134.0.0.0';
const kmsi =
  "This error occurred due to 'Keep me signed in' interrupt when the user was signing-in.";

const beta = {
  id: requestId,
  createdDateTime: '2025-03-18T12:33:24Z',
  userDisplayName: '佐藤 花子',
  userPrincipalName: 'Hanako.Sato@example0.jp',
  userId,
  appId: officeHome,
  appDisplayName: 'OfficeHome',
  ipAddress: '203.0.113.24',
  ipAddressFromResourceProvider: null,
  clientAppUsed: 'Browser',
  userAgent: edge,
  correlationId: correlation,
  conditionalAccessStatus: 'success',
  originalRequestId: '',
  isInteractive: true,
  tokenIssuerType: 'AzureAD',
  riskDetail: 'none',
  riskLevelAggregated: 'medium',
  riskLevelDuringSignIn: 'low',
  riskState: 'atRisk',
  riskEventTypes_v2: ['unfamiliarFeatures'],
  resourceDisplayName: 'Office 365 Exchange Online',
  resourceId: exchange,
  authenticationRequirement: 'multiFactorAuthentication',
  signInIdentifier: '',
  servicePrincipalId: '',
  servicePrincipalName: null,
  userType: 'member',
  autonomousSystemNumber: 2497,
  uniqueTokenIdentifier: token,
  incomingTokenType: 'none',
  authenticationProtocol: 'none',
  sessionId: session,
  signInEventTypes: ['interactiveUser'],
  status: { errorCode: 0, failureReason: 'Other.', additionalDetails: 'MFA completed' },
  deviceDetail: {
    deviceId,
    displayName: 'PC-17',
    operatingSystem: 'Windows10',
    browser: 'Edge 134.0.0',
    isCompliant: true,
    isManaged: true,
    trustType: 'Azure AD joined',
  },
  location: {
    city: 'Osaka',
    state: 'Osaka',
    countryOrRegion: 'JP',
    geoCoordinates: { latitude: 34.69, longitude: 135.5 },
  },
  authenticationDetails: [],
};

const whole: Partial<Normalised> = {
  event_id: requestId,
  time: at('2025-03-18T12:33:24Z'),
  record_type_name: 'SignInLogs',
  workload: 'AzureActiveDirectory',
  operation: 'Sign-in activity',
  sign_in_kind: 'interactive',
  outcome: 'success',
  user: 'hanako.sato@example0.jp',
  user_id: userId,
  user_kind: 'member',
  ip: '203.0.113.24',
  country: 'JP',
  city: 'Osaka',
  asn: 2497,
  user_agent: edge,
  browser: 'Edge 134.0.0',
  os: 'Windows10',
  client_app: 'Browser',
  device_id: deviceId,
  session_id: session,
  token_id: token,
  correlation_id: correlation,
  app_id: officeHome,
  app_name: 'OfficeHome',
  resource_id: exchange,
  resource_name: 'Office 365 Exchange Online',
  risk_level: 'medium',
};
const without = (...names: (keyof Normalised)[]): Partial<Normalised> =>
  Object.fromEntries(
    Object.entries(whole).filter(([name]) => !names.includes(name as keyof Normalised)),
  );

/** The same object with PascalCase keys, as the PowerShell SDK prints it. */
function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      pascal(inner),
    ]),
  );
}

const v1Absent = [
  'sessionId',
  'uniqueTokenIdentifier',
  'autonomousSystemNumber',
  'authenticationDetails',
  'incomingTokenType',
  'signInEventTypes',
  'userType',
  'userAgent',
];
const v1 = Object.fromEntries(Object.entries(beta).filter(([key]) => !v1Absent.includes(key)));

describe('Graph sign-ins', () => {
  it('reads beta, which the portal downloads as JSON', () => {
    expect(read(beta, 'json')).toEqual({ format: 'entra-signin-graph-beta', values: whole });
  });

  it('reads v1.0, and derives the token from the request id', () => {
    expect(read(v1, 'json')).toEqual({
      format: 'entra-signin-graph',
      values: without('session_id', 'asn', 'user_kind', 'user_agent'),
    });
  });

  it('reads what PowerShell prints, with its keys and its dates', () => {
    const printed = {
      ...(pascal(beta) as Fields),
      CreatedDateTime: '/Date(1742301204000)/',
      IPAddress: '203.0.113.24',
      IpAddress: undefined,
      AdditionalProperties: {},
    };
    delete (printed as Record<string, unknown>).IpAddress;
    expect(read(printed, 'json')).toEqual({ format: 'entra-signin-graph-beta', values: whole });
  });

  it('tells the four kinds by signInEventTypes', () => {
    const kind = (types: string[]): unknown =>
      read({ ...beta, signInEventTypes: types, isInteractive: false }, 'json').values.sign_in_kind;
    expect(kind(['interactiveUser'])).toBe('interactive');
    expect(kind(['nonInteractiveUser'])).toBe('non_interactive');
    expect(kind(['servicePrincipal'])).toBe('service_principal');
    expect(kind(['managedIdentity'])).toBe('managed_identity');
  });

  it('reads a service principal, which has no user', () => {
    const principal = '5d0a4f6e-51f0-4e2c-8f2a-1f0f8f6f8d11';
    const record = {
      ...beta,
      userId: '',
      userPrincipalName: null,
      userType: null,
      isInteractive: false,
      signInEventTypes: ['servicePrincipal'],
      servicePrincipalId: principal,
      servicePrincipalName: 'Backup Agent',
      appDisplayName: null,
      riskLevelAggregated: 'low',
      riskLevelDuringSignIn: 'low',
      riskState: 'none',
      status: { errorCode: 7000222 },
      deviceDetail: {},
    };
    expect(read(record, 'json').values).toEqual({
      ...without('device_id', 'browser', 'os'),
      sign_in_kind: 'service_principal',
      record_type_name: 'ServicePrincipalSignInLogs',
      user: 'backup agent',
      user_id: principal,
      user_kind: 'application',
      app_name: 'Backup Agent',
      outcome: 'failure',
      error_code: '7000222',
      error_reason: 'The client secret has expired',
      risk_level: 'none',
    });
  });

  it('keeps interrupts from failures', () => {
    const end = (errorCode: number, failureReason: string | null): Partial<Normalised> => {
      const { outcome, error_code, error_reason } = read(
        { ...beta, status: { errorCode, failureReason } },
        'json',
      ).values;
      return { outcome, error_code, error_reason } as Partial<Normalised>;
    };
    expect(end(50140, kmsi)).toEqual({
      outcome: 'interrupted',
      error_code: '50140',
      error_reason: kmsi,
    });
    expect(end(53003, null)).toEqual({
      outcome: 'interrupted',
      error_code: '53003',
      error_reason: 'Blocked by Conditional Access',
    });
    expect(end(50126, 'Error validating credentials due to invalid username or password.')).toEqual(
      {
        outcome: 'failure',
        error_code: '50126',
        error_reason: 'Error validating credentials due to invalid username or password.',
      },
    );
    expect(end(399284, '')).toEqual({ outcome: 'failure', error_code: '399284' });
  });

  it('takes a removed name or device for none', () => {
    const { values } = read(
      {
        ...beta,
        userPrincipalName: '{PII Removed}',
        deviceDetail: { ...beta.deviceDetail, deviceId: '{PII Removed}' },
      },
      'json',
    );
    expect(values.user).toBeUndefined();
    expect(values.device_id).toBeUndefined();
  });

  it('turns the token ids of 2022, base64 of the text, into the short form', () => {
    const old = Buffer.from(requestId).toString('base64');
    expect(read({ ...beta, uniqueTokenIdentifier: old }, 'json').values.token_id).toBe(token);
  });
});

describe('diagnostic settings', () => {
  const envelope = {
    time: '2025-03-18T12:36:45.2279838Z',
    resourceId: '/tenants/4bbb79f7-5724-4c9e-95f3-de075f6ec090/providers/Microsoft.aadiam',
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: 'SignInLogs',
    tenantId: '4bbb79f7-5724-4c9e-95f3-de075f6ec090',
    resultType: '0',
    resultSignature: 'None',
    durationMs: 0,
    callerIpAddress: '203.0.113.24',
    correlationId: correlation,
    identity: '佐藤 花子',
    Level: 4,
    location: 'JP',
  };
  const properties = { ...beta, createdDateTime: '2025-03-18T12:33:24.1234567+00:00' };
  const time = at('2025-03-18T12:33:24Z') + 123_456n;

  it('takes the time of the sign-in, not of the export', () => {
    expect(read({ ...envelope, properties }, 'json')).toEqual({
      format: 'entra-signin-diagnostic',
      values: { ...whole, time },
    });
  });

  it('tells the kind by the category', () => {
    const kind = (category: string): unknown => {
      const { sign_in_kind, record_type_name } = read(
        { ...envelope, category, properties: { ...properties, signInEventTypes: undefined } },
        'json',
      ).values;
      return [sign_in_kind, record_type_name];
    };
    expect(kind('NonInteractiveUserSignInLogs')).toEqual([
      'non_interactive',
      'NonInteractiveUserSignInLogs',
    ]);
    expect(kind('ServicePrincipalSignInLogs')).toEqual([
      'service_principal',
      'ServicePrincipalSignInLogs',
    ]);
    expect(kind('MicrosoftServicePrincipalSignInLogs')).toEqual([
      'service_principal',
      'MicrosoftServicePrincipalSignInLogs',
    ]);
    expect(kind('ManagedIdentitySignInLogs')).toEqual([
      'managed_identity',
      'ManagedIdentitySignInLogs',
    ]);
  });

  it('reads PascalCase, and what only the envelope says', () => {
    const { status: _, ipAddress: __, ...rest } = properties;
    const record = pascal({
      ...envelope,
      resultType: '50057',
      resultDescription: 'The user account is disabled.',
      properties: rest,
    }) as Fields;
    expect(read(record, 'json').values).toEqual({
      ...whole,
      time,
      outcome: 'failure',
      error_code: '50057',
      error_reason: 'The user account is disabled.',
    });
  });

  it('leaves other categories to other formats', () => {
    expect(
      recogniser.recognise(
        { ...envelope, category: 'MicrosoftGraphActivityLogs', properties },
        'json',
      ),
    ).toBeUndefined();
  });
});

const header2025 =
  'Date (UTC)|Request ID|User agent|Correlation ID|User ID|User|Username|User type|Cross tenant access type|Incoming token type|Authentication Protocol|Unique token identifier|Original transfer method|Client credential type|Token Protection - Sign In Session|Token Protection - Sign In Session StatusCode|Application|Application ID |App owner tenant ID|Resource|Resource ID |Resource tenant ID|Resource owner tenant ID|Home tenant ID|Home tenant name|IP address|Location|Status|Sign-in error code|Failure reason|Client app|Device ID|Browser|Operating System|Compliant|Managed|Join Type|Multifactor authentication result|Multifactor authentication auth method|Multifactor authentication auth detail|Authentication requirement|Sign-in identifier|Session ID|IP address (seen by resource)|Through Global Secure Access|Global Secure Access IP address|Autonomous system  number|Flagged for review|Token issuer type|Incoming token type (2)|Token issuer name|Latency|Conditional Access|Managed Identity type|Associated Resource Id|Federated Token Id|Federated Token Issuer'.split(
    '|',
  );
const cells2025 =
  `2025-03-18T12:33:24Z|${requestId}|${edge}|${correlation}|${userId}|佐藤 花子|Hanako.Sato@example0.jp|Member|none|none|None|${token}|None|None|unbound|1002|OfficeHome|${officeHome}|72f988bf-86f1-41af-91ab-2d7cd011db47|Office 365 Exchange Online|${exchange}|4bbb79f7-5724-4c9e-95f3-de075f6ec090|72f988bf-86f1-41af-91ab-2d7cd011db47|4bbb79f7-5724-4c9e-95f3-de075f6ec090||203.0.113.24|Osaka, Osaka, JP|Success||Other.|Browser|${deviceId}|Edge 134.0.0|Windows10|true|true|Azure AD joined|MFA requirement satisfied by claim in the token|||Multifactor authentication||${session}||false||2497|false|Azure AD|none||212|Success|none||||`.split(
    '|',
  );
const interactiveFile = 'logs.zip!/InteractiveSignIns_2025-03-11_2025-03-18.csv';

describe('portal CSV of users', () => {
  const fields = row(header2025, cells2025);
  const change = (changes: Fields): Fields => ({ ...fields, ...changes });

  it('reads the 57 columns of 2025', () => {
    expect(header2025).toHaveLength(57);
    expect(read(fields, 'csv', interactiveFile)).toEqual({
      format: 'entra-signin-portal-csv',
      values: without('risk_level'),
    });
  });

  it('reads the 55 columns of 2024', () => {
    const owners = ['App owner tenant ID', 'Resource owner tenant ID'];
    const older = Object.fromEntries(
      Object.entries(fields).filter(([name]) => !owners.includes(name)),
    );
    expect(Object.keys(older)).toHaveLength(55);
    expect(read(older, 'csv', interactiveFile).values).toEqual(without('risk_level'));
  });

  it('tells how it ended by code, then by word', () => {
    const end = (status: string, code: string, why = 'Other.'): unknown => {
      const { outcome, error_code, error_reason } = read(
        change({ Status: status, 'Sign-in error code': code, 'Failure reason': why }),
        'csv',
      ).values;
      return [outcome, error_code, error_reason];
    };
    expect(end('Success', '0')).toEqual(['success', undefined, undefined]);
    expect(end('Success', '')).toEqual(['success', undefined, undefined]);
    expect(end('Interrupted', '50140', kmsi)).toEqual(['interrupted', '50140', kmsi]);
    expect(end('Failure', '50126', 'Invalid username or password.')).toEqual([
      'failure',
      '50126',
      'Invalid username or password.',
    ]);
    // Entra may add codes: the portal's own word tells.
    expect(end('Interrupted', '509999', 'Something is asked.')).toEqual([
      'interrupted',
      '509999',
      'Something is asked.',
    ]);
    expect(end('Failure', '')).toEqual(['failure', undefined, undefined]);
    expect(end('', '')).toEqual([undefined, undefined, undefined]);
  });

  it('tells the kind by the name of the file, else by a redeemed refresh token', () => {
    const kind = (file: string, incoming = 'none'): unknown =>
      read(change({ 'Incoming token type': incoming }), 'csv', file).values.sign_in_kind;
    expect(kind('NonInteractiveSignIns_2025-03-11_2025-03-18.csv')).toBe('non_interactive');
    expect(kind('/case/in/InteractiveSignIns_2025-03-11.csv')).toBe('interactive');
    expect(kind('C:\\NonInteractive\\SignIns_2021-03-30.csv')).toBe('interactive');
    expect(kind('upload.csv')).toBe('unknown');
    expect(kind('upload.csv', 'refreshToken')).toBe('non_interactive');
    expect(kind('upload.csv', 'Refresh token')).toBe('non_interactive');
    expect(kind('upload.csv', 'primaryRefreshToken')).toBe('unknown');
    expect(kind('upload.csv', 'Primary refresh token')).toBe('unknown');
  });

  it('reads a location with a missing or an odd part', () => {
    const where = (location: string): unknown => {
      const { city, country } = read(change({ Location: location }), 'csv').values;
      return [city, country];
    };
    expect(where('Washington, D.C., District Of Columbia, US')).toEqual(['Washington, D.C.', 'US']);
    expect(where(', , JP')).toEqual([undefined, 'JP']);
    expect(where('JP')).toEqual([undefined, 'JP']);
    expect(where('Tokyo, JP')).toEqual(['Tokyo', 'JP']);
    expect(where('')).toEqual([undefined, undefined]);
  });

  it('reads an export saved again by Excel, and refuses to guess its dates', () => {
    const time = (date: string): unknown => {
      const format = recogniser.recognise(fields, 'csv');
      const event = normalise(
        format!,
        { kind: 'record', recordNo: 1, fields: change({ 'Date (UTC)': date }) },
        'x.csv',
      );
      return event.kind === 'event' ? event.values.time : undefined;
    };
    expect(time('2025/3/18 12:33:24')).toBe(at('2025-03-18T12:33:24Z'));
    expect(time('3/18/2025 12:33')).toBe(at('2025-03-18T12:33:00Z'));
    expect(time('3/4/2025 12:33')).toBeNull();
  });

  it('hashes what it has where the request id column was left out', () => {
    const { 'Request ID': _, 'Unique token identifier': __, ...rest } = fields;
    const first = read(rest, 'csv', interactiveFile).values;
    expect(first.event_id).toMatch(/^h-[0-9a-f]{32}$/);
    expect(first.token_id).toBeUndefined();
    expect(read({ ...rest, Latency: '99' }, 'csv', interactiveFile).values.event_id).toBe(
      first.event_id,
    );
  });
});

const japanese: Readonly<Record<string, string>> = {
  'Date (UTC)': '日付 (UTC)',
  'Request ID': '要求 ID',
  'User agent': 'ユーザー エージェント',
  'Correlation ID': '相関 ID',
  'User ID': 'ユーザー ID',
  User: 'ユーザー',
  Username: 'ユーザー名',
  'User type': 'ユーザーの種類',
  'Incoming token type': '受信トークンの種類',
  'Unique token identifier': '一意のトークン識別子',
  Application: 'アプリケーション',
  'Application ID ': 'アプリケーション ID ',
  Resource: 'リソース',
  'Resource ID ': 'リソース ID ',
  'IP address': 'IP アドレス',
  Location: '場所',
  Status: '状態',
  'Sign-in error code': 'サインイン エラー コード',
  'Failure reason': '失敗の理由',
  'Client app': 'クライアント アプリ',
  'Device ID': 'デバイス ID',
  Browser: 'ブラウザー',
  'Operating System': 'オペレーティング システム',
  'Session ID': 'セッション ID',
  'Autonomous system  number': '自律システム番号',
};
const spanish: Readonly<Record<string, string>> = {
  'Date (UTC)': 'Fecha (UTC)',
  'Request ID': 'Id. de solicitud',
  'User agent': 'Agente de usuario',
  'Correlation ID': 'Id. de correlación',
  'User ID': 'Id. de usuario',
  User: 'Usuario',
  Username: 'Nombre de usuario',
  'User type': 'Tipo de usuario',
  'Incoming token type': 'Tipo de token entrante',
  'Unique token identifier': 'Identificador de token único',
  Application: 'Aplicación',
  'Application ID ': 'Id. de aplicación',
  Resource: 'Recurso',
  'Resource ID ': 'Id. de recurso',
  'IP address': 'Dirección IP',
  Location: 'Ubicación',
  Status: 'Estado',
  'Sign-in error code': 'Código de error de inicio de sesión',
  'Failure reason': 'Motivo del error',
  'Client app': 'Aplicación cliente',
  'Device ID': 'Id. de dispositivo',
  Browser: 'Explorador',
  'Operating System': 'Sistema operativo',
  'Session ID': 'Id. de sesión',
  'Autonomous system  number': 'Número de sistema autónomo',
};
const french: Readonly<Record<string, string>> = {
  'Request ID': 'ID de requête',
  'User agent': 'Agent utilisateur',
  'Correlation ID': 'ID de corrélation',
  'User ID': 'Identifiant utilisateur',
  Username: 'Nom d’utilisateur',
  'User type': "Type d'utilisateur",
  'Unique token identifier': 'Identificateur de jeton unique',
  'Application ID ': "ID d'application",
  Resource: 'Ressource',
  'Resource ID ': 'ID de ressource',
  'IP address': 'Adresse IP',
  Location: 'Emplacement',
  Status: 'Statut',
  'Sign-in error code': "Code d'erreur de connexion",
  'Failure reason': "Raison de l'échec",
  'Client app': 'Application cliente',
  'Device ID': "ID de l'appareil",
  Browser: 'Navigateur',
  'Operating System': "Système d'exploitation",
  'Session ID': 'ID de session',
  'Autonomous system  number': 'Numéro de système autonome',
};

describe('portal CSV in other languages', () => {
  const translate = (words: Readonly<Record<string, string>>, changes: Fields = {}): Fields =>
    Object.fromEntries(
      Object.entries({ ...row(header2025, cells2025), ...changes }).map(([name, value]) => [
        words[name] ?? name,
        value,
      ]),
    );
  const plain = without('risk_level', 'user_kind');
  const member = { 'User type': 'メンバー' };

  it('reads Japanese headers and words', () => {
    const success = read(
      translate(japanese, { Status: '成功', ...member }),
      'csv',
      interactiveFile,
    );
    expect(success).toEqual({ format: 'entra-signin-portal-csv', values: plain });
    const end = (status: string, code: string): unknown =>
      read(translate(japanese, { Status: status, 'Sign-in error code': code }), 'csv').values
        .outcome;
    expect(end('失敗', '50126')).toBe('failure');
    expect(end('中断', '50140')).toBe('interrupted');
    expect(end('中断', '509999')).toBe('interrupted');
    expect(end('失敗', '')).toBe('failure');
  });

  it('reads Japanese headers without their blanks and with full-width signs', () => {
    const squeezed = Object.fromEntries(
      Object.entries(japanese).map(([name, word]) => [
        name,
        word.replaceAll(' ', '').replace('(UTC)', '（ＵＴＣ）'),
      ]),
    );
    expect(
      read(translate(squeezed, { Status: '成功', ...member }), 'csv', interactiveFile).values,
    ).toEqual(plain);
  });

  it('reads Spanish and French', () => {
    const es = read(translate(spanish, { Status: 'Correcto' }), 'csv', interactiveFile);
    expect(es.values).toEqual(without('risk_level'));
    const fr = read(translate(french, { Status: 'Réussite' }), 'csv', interactiveFile);
    expect(fr.values).toEqual(without('risk_level'));
  });
});

describe('portal CSV of applications', () => {
  const header =
    'Date (UTC)|Request ID|Correlation ID|Service principal ID|Service principal name|Credential key ID|Credential thumbprint|Application|Application ID |App owner tenant ID|Resource|Resource ID |Resource tenant ID|Resource owner tenant ID|Home tenant ID|Home tenant name|IP address|Location|Status|Sign-in error code|Failure reason|Conditional Access'.split(
      '|',
    );
  const principal = '5d0a4f6e-51f0-4e2c-8f2a-1f0f8f6f8d11';
  const fields = row(
    header,
    `2025-03-18T12:33:24Z|${requestId}|${correlation}|${principal}|Backup Agent|e1b0c442-98fc-4c14-9afb-f4c8996fb924||Backup Agent|${officeHome}||Microsoft Graph|${exchange}||||Example|198.51.100.7|Tokyo, Tokyo, JP|Failure|7000215|Invalid client secret is provided.|Not Applied`.split(
      '|',
    ),
  );
  const expected: Partial<Normalised> = {
    event_id: requestId,
    time: at('2025-03-18T12:33:24Z'),
    record_type_name: 'ServicePrincipalSignInLogs',
    workload: 'AzureActiveDirectory',
    operation: 'Sign-in activity',
    sign_in_kind: 'service_principal',
    outcome: 'failure',
    error_code: '7000215',
    error_reason: 'Invalid client secret is provided.',
    user: 'backup agent',
    user_id: principal,
    user_kind: 'application',
    ip: '198.51.100.7',
    country: 'JP',
    city: 'Tokyo',
    token_id: token,
    correlation_id: correlation,
    app_id: officeHome,
    app_name: 'Backup Agent',
    resource_id: exchange,
    resource_name: 'Microsoft Graph',
  };

  it('reads the 22 columns of service principals', () => {
    expect(header).toHaveLength(22);
    expect(read(fields, 'csv', 'ApplicationSignIns_2025-03-11_2025-03-18.csv')).toEqual({
      format: 'entra-signin-portal-app-csv',
      values: expected,
    });
    expect(read(fields, 'csv', 'renamed.csv').values).toEqual(expected);
  });

  it('tells a managed identity by the name of the file, or by its type', () => {
    const managed = {
      ...expected,
      sign_in_kind: 'managed_identity',
      record_type_name: 'ManagedIdentitySignInLogs',
    };
    expect(read(fields, 'csv', 'MSISignIns_2025-03-11_2025-03-18.csv').values).toEqual(managed);
    expect(
      read({ ...fields, 'Managed Identity type': 'userAssigned' }, 'csv', 'renamed.csv').values,
    ).toEqual(managed);
  });
});

describe('AuthDetails', () => {
  it('is a further place of the sign-in, and says nothing of how that ended', () => {
    const fields = row(
      ['Request ID', 'Date', 'Authentication method', 'Authentication method detail', 'Succeeded', 'Result detail', 'Requirement'],
      [requestId, '2025-03-18T12:33:20Z', 'Password', 'Password in the cloud', 'true', 'Correct password', 'Primary authentication'],
    ); // prettier-ignore
    expect(read(fields, 'csv', 'NonInteractiveSignIns_AuthDetails_2025-03-11.csv')).toEqual({
      format: 'entra-signin-auth-details-csv',
      values: {
        event_id: requestId,
        time: at('2025-03-18T12:33:20Z'),
        record_type_name: 'NonInteractiveUserSignInLogs',
        workload: 'AzureActiveDirectory',
        operation: 'Sign-in activity',
        sign_in_kind: 'non_interactive',
        token_id: token,
      },
    });
  });
});

describe('Sentinel', () => {
  const common = {
    TenantId: '81a662b5-8541-481b-977d-5d956616ac5e',
    SourceSystem: 'Azure AD',
    ResourceId: '/tenants/4b2462a4-bbee-495a-a0e1-f23ae524cc9c/providers/Microsoft.aadiam',
    OperationName: 'Sign-in activity',
    Category: 'SignInLogs',
    ResultType: '0',
    ResultDescription: '',
    CorrelationId: correlation,
    Identity: '佐藤 花子',
    Location: 'JP',
    AppDisplayName: 'OfficeHome',
    AppId: officeHome,
    ClientAppUsed: 'Browser',
    Id: requestId,
    IPAddress: '203.0.113.24',
    IsInteractive: 'TRUE',
    OriginalRequestId: requestId,
    ResourceDisplayName: 'Office 365 Exchange Online',
    ResourceIdentity: exchange,
    RiskLevelAggregated: 'medium',
    RiskLevelDuringSignIn: 'low',
    RiskState: 'atRisk',
    ServicePrincipalId: '',
    UserAgent: edge,
    UserDisplayName: '佐藤 花子',
    UserId: userId,
    UserPrincipalName: 'Hanako.Sato@example0.jp',
    UserType: 'Member',
    UniqueTokenIdentifier: token,
    AutonomousSystemNumber: '2497',
    SessionId: session,
    Type: 'SigninLogs',
  };
  const grid = {
    'TimeGenerated [UTC]': '3/18/2025, 12:36:45.287 PM',
    'CreatedDateTime [UTC]': '3/18/2025, 12:33:24.000 PM',
    ...common,
  };
  const nested = {
    DeviceDetail: JSON.stringify(beta.deviceDetail),
    LocationDetails: JSON.stringify(beta.location),
    Status: JSON.stringify({ errorCode: 0 }),
  };

  it("reads the grid's CSV export", () => {
    expect(read({ ...grid, ...nested }, 'csv')).toEqual({
      format: 'entra-signin-sentinel',
      values: whole,
    });
  });

  it('reads columns split into _dynamic and _string', () => {
    const split = {
      DeviceDetail_dynamic: '',
      DeviceDetail_string: nested.DeviceDetail,
      LocationDetails_dynamic: nested.LocationDetails,
      LocationDetails_string: '',
      Status_dynamic: '',
      Status_string: nested.Status,
    };
    expect(read({ ...grid, ...split }, 'csv').values).toEqual(whole);
  });

  it('reads JSON, nested or as text, and the other tables', () => {
    const record = {
      ...common,
      TimeGenerated: '2025-03-18T12:36:45.287Z',
      CreatedDateTime: '2025-03-18T12:33:24Z',
      AutonomousSystemNumber: 2497,
      ResultType: 50140,
      IsInteractive: null,
      Category: 'NonInteractiveUserSignInLogs',
      Type: 'AADNonInteractiveUserSignInLogs',
    };
    const values = {
      ...whole,
      sign_in_kind: 'non_interactive',
      record_type_name: 'NonInteractiveUserSignInLogs',
      outcome: 'interrupted',
      error_code: '50140',
      error_reason: kmsi,
    };
    const status = { errorCode: 50140, failureReason: kmsi };
    expect(read({ ...record, ...nested, Status: JSON.stringify(status) }, 'json').values).toEqual(
      values,
    );
    const objects = {
      DeviceDetail: beta.deviceDetail,
      LocationDetails: beta.location,
      Status: status,
    };
    expect(read({ ...record, ...objects }, 'json').values).toEqual(values);
  });

  it('reads managed identities', () => {
    const principal = '9d370547-cb61-4753-be23-68534909af90';
    const record = {
      TimeGenerated: '2025-03-18T12:36:45.287Z',
      CreatedDateTime: '2025-03-18T12:33:24Z',
      Category: 'ManagedIdentitySignInLogs',
      Type: 'AADManagedIdentitySignInLogs',
      ResultType: '0',
      CorrelationId: correlation,
      Id: requestId,
      AppId: officeHome,
      IPAddress: '',
      LocationDetails: '{"city":"","state":"","countryOrRegion":""}',
      ResourceDisplayName: 'Azure Key Vault',
      ResourceIdentity: exchange,
      ServicePrincipalId: principal,
      ServicePrincipalName: 'vm-prod-1',
      UniqueTokenIdentifier: token,
    };
    expect(read(record, 'json').values).toEqual({
      event_id: requestId,
      time: at('2025-03-18T12:33:24Z'),
      record_type_name: 'ManagedIdentitySignInLogs',
      workload: 'AzureActiveDirectory',
      operation: 'Sign-in activity',
      sign_in_kind: 'managed_identity',
      outcome: 'success',
      user: 'vm-prod-1',
      user_id: principal,
      user_kind: 'application',
      token_id: token,
      correlation_id: correlation,
      app_id: officeHome,
      app_name: 'vm-prod-1',
      resource_id: exchange,
      resource_name: 'Azure Key Vault',
    });
  });
});

describe('Defender XDR', () => {
  const events = {
    Timestamp: '2025-03-18T12:33:24Z',
    Application: 'OfficeHome',
    ApplicationId: officeHome,
    LogonType: '["interactiveUser"]',
    ErrorCode: 0,
    CorrelationId: correlation,
    SessionId: session,
    AccountDisplayName: '佐藤 花子',
    AccountObjectId: userId,
    AccountUpn: 'Hanako.Sato@example0.jp',
    IsGuestUser: false,
    ResourceDisplayName: 'Office 365 Exchange Online',
    ResourceId: exchange,
    DeviceName: 'PC-17',
    EntraIdDeviceId: deviceId,
    OSPlatform: 'Windows10',
    RiskLevelAggregated: 50,
    UserAgent: edge,
    ClientAppUsed: 'Browser',
    Browser: 'Edge 134.0.0',
    IPAddress: '203.0.113.24',
    Country: 'JP',
    State: 'Osaka',
    City: 'Osaka',
    RequestId: requestId,
    ReportId: requestId,
    UniqueTokenId: token,
  };

  it('reads EntraIdSignInEvents', () => {
    expect(read(events, 'json')).toEqual({ format: 'entra-signin-xdr', values: without('asn') });
  });

  it('reads AADSignInEventsBeta as CSV: the older device column, no token', () => {
    const { UniqueTokenId: _, EntraIdDeviceId: __, ...rest } = events;
    const cells = Object.fromEntries(
      Object.entries({ ...rest, AadDeviceId: deviceId, LogonType: '["nonInteractiveUser"]', ErrorCode: 50053 })
        .map(([name, value]) => [name, String(value)]),
    ); // prettier-ignore
    expect(read(cells, 'csv').values).toEqual({
      ...without('asn'),
      sign_in_kind: 'non_interactive',
      record_type_name: 'NonInteractiveUserSignInLogs',
      outcome: 'failure',
      error_code: '50053',
      error_reason: 'Locked after too many wrong passwords, or blocked for a malicious IP address',
    });
  });

  it('reads the tables of service principals', () => {
    const { values } = read(
      {
        Timestamp: '2025-03-18T12:33:24Z',
        Application: 'Backup Agent',
        ApplicationId: officeHome,
        IsManagedIdentity: true,
        ErrorCode: 0,
        CorrelationId: correlation,
        ServicePrincipalName: 'Backup Agent',
        ServicePrincipalId: deviceId,
        IPAddress: '198.51.100.7',
        Country: 'JP',
        City: 'Tokyo',
        RequestId: requestId,
        ReportId: requestId,
      },
      'json',
    );
    expect(values).toMatchObject({
      sign_in_kind: 'managed_identity',
      user: 'backup agent',
      user_id: deviceId,
      user_kind: 'application',
      outcome: 'success',
    });
  });
});

describe('CSV of Graph fields', () => {
  const fields = {
    Id: requestId,
    CreatedDateTime: '3/18/2025 12:33:24 PM',
    UserPrincipalName: 'Hanako.Sato@example0.jp',
    UserId: userId,
    AppId: officeHome,
    AppDisplayName: 'OfficeHome',
    IpAddress: '203.0.113.24',
    ClientAppUsed: 'Browser',
    CorrelationId: correlation,
    IsInteractive: 'True',
    ResourceDisplayName: 'Office 365 Exchange Online',
    ResourceId: exchange,
    RiskLevelAggregated: 'medium',
    RiskLevelDuringSignIn: 'low',
    RiskState: 'atRisk',
  };
  const flat = without('session_id', 'asn', 'user_kind', 'user_agent');

  it("reads Get-MgAuditLogSignIn's Export-Csv, whose nested values are type names", () => {
    const type = 'Microsoft.Graph.PowerShell.Models.MicrosoftGraphSignIn';
    expect(
      read({ ...fields, Status: `${type}Status`, Location: `${type}Location`, DeviceDetail: type }, 'csv'),
    ).toEqual({
      format: 'entra-signin-flat-csv',
      values: without('session_id', 'asn', 'user_kind', 'user_agent', 'outcome', 'country', 'city', 'browser', 'os', 'device_id'),
    }); // prettier-ignore
  });

  it("reads Get-AzureADAuditSignInLogs' text of a nested value", () => {
    const status = `class SignInStatus {\r\n  ErrorCode: 50126\r\n  FailureReason: Invalid username or password.\r\n  AdditionalDetails: \r\n}\r\n`;
    expect(read({ ...fields, Status: status }, 'csv').values).toMatchObject({
      outcome: 'failure',
      error_code: '50126',
      error_reason: 'Invalid username or password.',
    });
  });

  it('reads nested values as JSON text or as columns of their own', () => {
    const json = {
      Status: JSON.stringify(beta.status),
      Location: JSON.stringify(beta.location),
      DeviceDetail: JSON.stringify(beta.deviceDetail),
    };
    expect(read({ ...fields, ...json }, 'csv').values).toEqual(flat);
    const spread = {
      ErrorCode: '0',
      FailureReason: 'Other.',
      City: 'Osaka',
      Country: 'JP',
      Browser: 'Edge 134.0.0',
      OperatingSystem: 'Windows10',
      DeviceId: deviceId,
    };
    expect(read({ ...fields, ...spread }, 'csv').values).toEqual(flat);
  });
});
