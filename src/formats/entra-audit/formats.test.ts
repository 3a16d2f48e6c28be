import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Normalised } from '../../model/event.js';
import type { Fields } from '../../read/record.js';
import { entraSignInFormats } from '../entra-signin/formats.js';
import { normalise } from '../normalise.js';
import { makeRecogniser } from '../recognise.js';
import { ualFormats } from '../ual/formats.js';
import { entraAuditFormats } from './formats.js';

const recogniser = makeRecogniser([...ualFormats, ...entraAuditFormats, ...entraSignInFormats]);

interface Read {
  readonly format: string;
  readonly values: Partial<Normalised>;
}

function read(fields: Fields, shape: 'csv' | 'json'): Read {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error('not recognised');
  const event = normalise(format, { kind: 'record', recordNo: 1, fields }, 'audit');
  if (event.kind === 'unreadable') throw new Error(event.reason);
  expect(event.damage).toBeNull();
  return {
    format: format.name,
    values: Object.fromEntries(Object.entries(event.values).filter(([, value]) => value !== null)),
  };
}

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

const correlation = '10065ffb-8199-48bc-8ff5-912cb5b8295a';
const entryId = `Directory_${correlation}_AUMVX_13992832`;
const userId = '9b117c67-170e-4aed-9702-658b3fddc889';
const targetId = '11b49e19-2326-4be6-93cb-7f37439bbd81';
const groupId = '5d0a4f6e-51f0-4e2c-8f2a-1f0f8f6f8d11';
const session = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const deviceId = '0b6f0d4e-6e0b-4e0b-9b2b-7a2d5c1f0e11';
const token = '3kVZRE8tFkinHtPA7_EFAA';
const agent = 'Mozilla/5.0 (Windows NT; Windows NT 10.0; ja-JP) WindowsPowerShell/5.1.17763.1971';
const key = /^h-[0-9a-f]{32}$/;

const initiatedByUser = {
  app: null,
  user: {
    id: userId,
    displayName: '佐藤 花子',
    userPrincipalName: 'Hanako.Sato@example0.jp',
    ipAddress: '203.0.113.24',
    userType: null,
    roles: [],
  },
};
const secret = {
  id: entryId,
  category: 'ApplicationManagement',
  correlationId: correlation,
  result: 'success',
  resultReason: '',
  activityDisplayName: 'Update application – Certificates and secrets management ',
  activityDateTime: '2025-03-18T12:40:51.0273716Z',
  loggedByService: 'Core Directory',
  operationType: 'Update',
  initiatedBy: initiatedByUser,
  targetResources: [
    {
      id: targetId,
      displayName: 'SimuLandApp',
      type: 'Application',
      userPrincipalName: null,
      groupType: null,
      modifiedProperties: [
        {
          displayName: 'KeyDescription',
          oldValue: '[]',
          newValue: '["[KeyIdentifier=59eaeebc-8a6b-44a6-9f24-7d55e64420c9,KeyType=Password]"]',
        },
      ],
    },
  ],
  additionalDetails: [
    { key: 'AppId', value: '2ad3fc79-1859-42fa-9011-6f8df2251b22' },
    { key: 'User-Agent', value: agent },
  ],
};
const time = at('2025-03-18T12:40:51Z') + 27_371n;
const secretValues: Partial<Normalised> = {
  event_id: entryId,
  match_key: expect.stringMatching(key) as string,
  time,
  record_type_name: 'ApplicationManagement',
  workload: 'Core Directory',
  operation: 'Update application - Certificates and secrets management',
  outcome: 'success',
  user: 'hanako.sato@example0.jp',
  user_id: userId,
  object: 'SimuLandApp',
  ip: '203.0.113.24',
  user_agent: agent,
  correlation_id: correlation,
};

const memberAdded = {
  ...secret,
  id: `Directory_${correlation}_FI4U8_64698073`,
  category: 'GroupManagement',
  activityDisplayName: 'Add member to group',
  operationType: 'Assign',
  targetResources: [
    {
      id: targetId,
      displayName: null,
      type: 'User',
      userPrincipalName: 'Taro.Suzuki@example0.jp',
      modifiedProperties: [
        { displayName: 'Group.ObjectID', oldValue: null, newValue: `"${groupId}"` },
        { displayName: 'Group.DisplayName', oldValue: null, newValue: '"Finance"' },
      ],
    },
    { id: groupId, displayName: null, type: 'Group', groupType: 'azureAD', modifiedProperties: [] },
  ],
};

const initiatedByApp = {
  user: null,
  app: {
    appId: '01CB2876-7EBD-4AA4-9CC9-D28BD4D359A9',
    displayName: 'Device Registration Service',
    servicePrincipalId: groupId,
    servicePrincipalName: null,
  },
};

function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      pascal(inner),
    ]),
  );
}

describe('Graph audit entries', () => {
  it('reads what a user did to an application', () => {
    expect(read(secret, 'json')).toEqual({ format: 'entra-audit-graph', values: secretValues });
  });

  it('reads the session, token and device of Graph beta', () => {
    const linkableIdentifiers = {
      sessionId: session,
      deviceId,
      tokenDetails: { uniqueTokenIdentifier: token, issuedAtDateTime: '2025-03-18T12:33:24Z' },
    };
    expect(
      read({ ...secret, initiatedBy: { ...initiatedByUser, linkableIdentifiers } }, 'json').values,
    ).toEqual({ ...secretValues, session_id: session, device_id: deviceId, token_id: token });
  });

  it('finds the user acted upon, wherever it stands', () => {
    const { values } = read(memberAdded, 'json');
    expect(values).toMatchObject({
      target_user: 'taro.suzuki@example0.jp',
      object: 'Taro.Suzuki@example0.jp',
      operation: 'Add member to group',
    });
    const turned = { ...memberAdded, targetResources: memberAdded.targetResources.toReversed() };
    expect(read(turned, 'json').values).toMatchObject({
      target_user: 'taro.suzuki@example0.jp',
      object: groupId,
    });
  });

  it('reads what an application did', () => {
    expect(
      read({ ...secret, initiatedBy: initiatedByApp, additionalDetails: [] }, 'json').values,
    ).toEqual({
      ...Object.fromEntries(
        Object.entries(secretValues).filter(([name]) => !['ip', 'user_agent'].includes(name)),
      ),
      user: 'device registration service',
      user_id: groupId,
      user_kind: 'application',
      app_id: '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9',
      app_name: 'Device Registration Service',
    });
  });

  it('says why something failed, and no reason for a success', () => {
    const end = (result: string, resultReason: string): unknown => {
      const { outcome, error_reason } = read({ ...secret, result, resultReason }, 'json').values;
      return [outcome, error_reason];
    };
    expect(end('failure', 'Microsoft.Online.Workflows.ObjectAlreadyExistsException')).toEqual([
      'failure',
      'Microsoft.Online.Workflows.ObjectAlreadyExistsException',
    ]);
    expect(end('success', 'User registered Authenticator App with Code')).toEqual([
      'success',
      undefined,
    ]);
    expect(end('timeout', '')).toEqual(['failure', undefined]);
    expect(end('unknownFutureValue', 'Perhaps.')).toEqual(['unknown', 'Perhaps.']);
  });

  it('knows a guest by the name', () => {
    const user = { ...initiatedByUser.user, userPrincipalName: 'bob_evil.test#EXT#@example0.jp' };
    expect(read({ ...secret, initiatedBy: { user } }, 'json').values.user_kind).toBe('guest');
  });

  it('reads what PowerShell prints', () => {
    const printed = {
      ...(pascal(secret) as Fields),
      ActivityDateTime: '/Date(1742301651027)/',
      AdditionalProperties: {},
    };
    expect(read(printed, 'json')).toEqual({
      format: 'entra-audit-graph',
      values: { ...secretValues, time: at('2025-03-18T12:40:51.027Z') },
    });
  });
});

describe('diagnostic settings', () => {
  const envelope = {
    time: '2025-03-18T12:40:51.0273716Z',
    resourceId: '/tenants/4bbb79f7-5724-4c9e-95f3-de075f6ec090/providers/Microsoft.aadiam',
    operationName: secret.activityDisplayName,
    operationVersion: '1.0',
    category: 'AuditLogs',
    tenantId: '4bbb79f7-5724-4c9e-95f3-de075f6ec090',
    resultSignature: 'None',
    durationMs: 0,
    callerIpAddress: '198.51.100.9',
    correlationId: correlation,
    identity: 'Device Registration Service',
    Level: 4,
  };
  const properties = { ...secret, activityDateTime: '2025-03-18T12:40:51.0273716+00:00' };

  it('reads the entry in its envelope', () => {
    expect(read({ ...envelope, properties }, 'json')).toEqual({
      format: 'entra-audit-diagnostic',
      values: secretValues,
    });
    expect(read(pascal({ ...envelope, properties }) as Fields, 'json').values).toEqual(
      secretValues,
    );
  });

  it("takes the caller's address where the entry has none", () => {
    const byApp = { ...properties, initiatedBy: initiatedByApp };
    expect(read({ ...envelope, properties: byApp }, 'json').values.ip).toBe('198.51.100.9');
  });
});

const names = (target: number): string[] => [
  `Target${target}Type`,
  `Target${target}DisplayName`,
  `Target${target}ObjectId`,
  `Target${target}UserPrincipalName`,
  ...[1, 2, 3, 4, 5].flatMap((change) =>
    ['Name', 'OldValue', 'NewValue'].map(
      (part) => `Target${target}ModifiedProperty${change}${part}`,
    ),
  ),
];
const header = [
  ...'Date (UTC),CorrelationId,Service,Category,Activity,Result,ResultReason,User Agent,ActorType,ActorDisplayName,ActorObjectId,ActorUserPrincipalName,IPAddress,ActorHomeTenantId,ActorHomeTenantName,ActorServicePrincipalId,ActorServicePrincipalName'.split(','),
  ...[1, 2, 3].flatMap(names),
  ...[1, 2, 3, 4, 5, 6].flatMap((n) => [`AdditionalDetail${n}Key`, `AdditionalDetail${n}Value`]),
]; // prettier-ignore
const csv = (cells: Fields): Fields =>
  Object.fromEntries(header.map((name) => [name, cells[name] ?? '']));

const secretCells = {
  'Date (UTC)': '2025-03-18T12:40:51.0273716+00:00',
  CorrelationId: correlation,
  Service: 'Core Directory',
  Category: 'ApplicationManagement',
  Activity: 'Update application – Certificates and secrets management ',
  Result: 'success',
  'User Agent': '',
  ActorType: 'User',
  ActorDisplayName: '佐藤 花子',
  ActorObjectId: userId,
  ActorUserPrincipalName: 'Hanako.Sato@example0.jp',
  IPAddress: '203.0.113.24',
  Target1Type: 'Application',
  Target1DisplayName: 'SimuLandApp',
  Target1ObjectId: targetId,
  Target1ModifiedProperty1Name: 'KeyDescription',
  Target1ModifiedProperty1OldValue: '[]',
  Target1ModifiedProperty1NewValue: secret.targetResources[0]!.modifiedProperties[0]!.newValue,
  AdditionalDetail1Key: 'AppId',
  AdditionalDetail1Value: '2ad3fc79-1859-42fa-9011-6f8df2251b22',
  AdditionalDetail2Key: 'User-Agent',
  AdditionalDetail2Value: agent,
};
const memberCells = {
  ...secretCells,
  Category: 'GroupManagement',
  Activity: 'Add member to group',
  Target1Type: 'User',
  Target1DisplayName: '',
  Target1UserPrincipalName: 'Taro.Suzuki@example0.jp',
  Target2Type: 'Group',
  Target2ObjectId: groupId,
};

describe('portal CSV', () => {
  const csvValues = { ...secretValues, event_id: expect.stringMatching(key) as string };

  it('reads every column', () => {
    expect(header).toHaveLength(86);
    expect(read(csv(secretCells), 'csv')).toEqual({
      format: 'entra-audit-portal-csv',
      values: csvValues,
    });
    expect(read(csv({ ...secretCells, 'User Agent': 'other/1.0' }), 'csv').values.user_agent).toBe(
      'other/1.0',
    );
    expect(read(csv(memberCells), 'csv').values).toMatchObject({
      target_user: 'taro.suzuki@example0.jp',
      object: 'Taro.Suzuki@example0.jp',
    });
  });

  it('reads what an application did', () => {
    const cells = {
      ...secretCells,
      ActorType: 'Application',
      ActorDisplayName: 'Device Registration Service',
      ActorObjectId: '',
      ActorUserPrincipalName: '',
      IPAddress: '',
      ActorServicePrincipalId: groupId,
    };
    expect(read(csv(cells), 'csv').values).toMatchObject({
      user: 'device registration service',
      user_id: groupId,
      user_kind: 'application',
      app_name: 'Device Registration Service',
    });
  });

  it('has the match key that the JSON of the same entry has', () => {
    const pairs: [Fields, Fields][] = [
      [secret, secretCells],
      [memberAdded, memberCells],
      [
        { ...secret, initiatedBy: initiatedByApp },
        {
          ...secretCells,
          ActorType: 'Application',
          ActorDisplayName: 'Device Registration Service',
          ActorUserPrincipalName: '',
        },
      ],
    ];
    const keys = pairs.map(([json, cells]) => {
      const of = read(json, 'json').values.match_key;
      expect(read(csv(cells), 'csv').values.match_key).toBe(of);
      return of;
    });
    expect(new Set(keys).size).toBe(pairs.length);
    // Cut to the second, in another zone, or with the name in another case: still the same.
    const cut = csv({ ...secretCells, 'Date (UTC)': '2025-03-18T12:40:51Z' });
    expect(read(cut, 'csv').values.match_key).toBe(keys[0]);
    const zoned = csv({ ...secretCells, 'Date (UTC)': '2025-03-18T21:40:51+09:00' });
    expect(read(zoned, 'csv').values.match_key).toBe(keys[0]);
    const later = csv({ ...secretCells, 'Date (UTC)': '2025-03-18T12:40:52Z' });
    expect(read(later, 'csv').values.match_key).not.toBe(keys[0]);
  });

  it('keeps rows apart that differ in what was changed only', () => {
    const other = csv({ ...secretCells, Target1ModifiedProperty1NewValue: '[]' });
    const [a, b] = [read(csv(secretCells), 'csv').values, read(other, 'csv').values];
    expect(a.event_id).not.toBe(b.event_id);
    expect(a.match_key).toBe(b.match_key);
  });

  it('reads Japanese, Spanish and French headers, with one id for one entry', () => {
    const rename = (words: Readonly<Record<string, string>>, changes: Fields): Fields =>
      Object.fromEntries(
        Object.entries(csv({ ...memberCells, ...changes })).map(([name, value]) => [
          words[name] ?? name,
          value,
        ]),
      );
    const english = read(csv(memberCells), 'csv').values;
    const japanese = rename(
      {
        'Date (UTC)': '日付 (UTC)',
        Service: 'サービス',
        Category: 'カテゴリ',
        Activity: 'アクティビティ',
        Result: '結果',
        'User Agent': 'ユーザー エージェント',
        Target1UserPrincipalName: 'ターゲット1UserPrincipalName',
      },
      { Result: '成功' },
    );
    expect(read(japanese, 'csv').values).toEqual(english);
    const spanish = rename(
      {
        'Date (UTC)': 'Fecha (UTC)',
        Service: 'Servicio',
        Category: 'Categoría',
        Activity: 'Actividad',
        Result: 'Resultado',
        'User Agent': 'Agente de usuario',
        Target1UserPrincipalName: 'Objetivo1NombrePrincipalDeUsuario',
      },
      {},
    );
    expect(read(spanish, 'csv').values).toEqual(english);
    const french = rename(
      {
        Category: 'Catégorie',
        Activity: 'Activité',
        Result: 'Résultat',
        Target1UserPrincipalName: 'Cible1UserPrincipalName',
      },
      { Result: 'échec', ResultReason: 'Refusé' },
    );
    expect(read(french, 'csv').values).toEqual({
      ...english,
      outcome: 'failure',
      error_reason: 'Refusé',
    });
  });
});

describe('Sentinel', () => {
  const common = {
    TenantId: '81a662b5-8541-481b-977d-5d956616ac5e',
    SourceSystem: 'Azure AD',
    OperationName: secret.activityDisplayName,
    Category: 'ApplicationManagement',
    ResultSignature: 'None',
    CorrelationId: correlation,
    Identity: '佐藤 花子',
    Id: entryId,
    LoggedByService: 'Core Directory',
    Result: 'success',
    ResultReason: '',
    ResultDescription: '',
    ActivityDisplayName: secret.activityDisplayName,
    AADOperationType: 'Update',
    Type: 'AuditLogs',
  };
  const texts = {
    InitiatedBy: JSON.stringify({ user: initiatedByUser.user }),
    TargetResources: JSON.stringify(secret.targetResources),
    AdditionalDetails: JSON.stringify(secret.additionalDetails),
  };
  const grid = {
    'TimeGenerated [UTC]': '3/18/2025, 12:40:51.027 PM',
    'ActivityDateTime [UTC]': '3/18/2025, 12:40:51.027 PM',
    ...common,
  };
  const cut = { ...secretValues, time: at('2025-03-18T12:40:51.027Z') };

  it("reads the grid's CSV export", () => {
    expect(read({ ...grid, ...texts }, 'csv')).toEqual({
      format: 'entra-audit-sentinel',
      values: cut,
    });
  });

  it('reads split columns, with the same match key', () => {
    const split = {
      InitiatedBy_dynamic: texts.InitiatedBy,
      InitiatedBy_string: '',
      TargetResources_dynamic: '',
      TargetResources_string: texts.TargetResources,
      AdditionalDetails_string: texts.AdditionalDetails,
    };
    const { values } = read({ ...grid, ...split }, 'csv');
    expect(values).toEqual(cut);
    expect(values.match_key).toBe(read(secret, 'json').values.match_key);
  });

  it('reads JSON, nested or as text', () => {
    const times = {
      TimeGenerated: '2025-03-18T12:40:51.0273716Z',
      ActivityDateTime: '2025-03-18T12:40:51.0273716Z',
    };
    expect(read({ ...times, ...common, ...texts }, 'json').values).toEqual(secretValues);
    const objects = {
      InitiatedBy: initiatedByUser,
      TargetResources: secret.targetResources,
      AdditionalDetails: secret.additionalDetails,
    };
    expect(read({ ...times, ...common, ...objects }, 'json').values).toEqual(secretValues);
  });
});

describe('PowerShell CSV', () => {
  it('reads what Export-Csv left of an entry', () => {
    const type = 'Microsoft.Graph.PowerShell.Models.MicrosoftGraph';
    const cells = {
      ActivityDateTime: '3/18/2025 12:40:51 PM',
      ActivityDisplayName: secret.activityDisplayName,
      AdditionalDetails: `${type}KeyValue[]`,
      Category: 'ApplicationManagement',
      CorrelationId: correlation,
      Id: entryId,
      InitiatedBy: `${type}AuditActivityInitiator`,
      LoggedByService: 'Core Directory',
      OperationType: 'Update',
      Result: 'success',
      ResultReason: '',
      TargetResources: `${type}TargetResource[]`,
    };
    expect(read(cells, 'csv')).toEqual({
      format: 'entra-audit-flat-csv',
      values: {
        event_id: entryId,
        match_key: expect.stringMatching(key) as string,
        time: at('2025-03-18T12:40:51Z'),
        record_type_name: 'ApplicationManagement',
        workload: 'Core Directory',
        operation: 'Update application - Certificates and secrets management',
        outcome: 'success',
        correlation_id: correlation,
      },
    });
    const whole = { ...cells, InitiatedBy: JSON.stringify(initiatedByUser) };
    expect(read(whole, 'csv').values).toMatchObject({
      user: 'hanako.sato@example0.jp',
      ip: '203.0.113.24',
    });
  });
});

const otrf = path.resolve(
  import.meta.dirname,
  '../../../../shared/samples/otrf/AADAuditEvents.json',
);

describe('OTRF GoldenSAML (real)', () => {
  it.skipIf(!existsSync(otrf))(
    `reads the AuditLogs of the simulation (skipped where ${otrf} is absent)`,
    () => {
      const records = readFileSync(otrf, 'utf8')
        .replace(/^\ufeff/, '')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => read(JSON.parse(line) as Fields, 'json'));
      expect(records).toHaveLength(4);
      expect(new Set(records.map(({ format }) => format))).toEqual(
        new Set(['entra-audit-sentinel']),
      );
      expect(new Set(records.map(({ values }) => values.event_id)).size).toBe(3);
      expect(records.map(({ values }) => values.operation)).toEqual(
        expect.arrayContaining(['Update application - Certificates and secrets management']),
      );
      expect(records[0]?.values).toEqual({
        event_id: 'Directory_10065ffb-8199-48bc-8ff5-912cb5b8295a_AUMVX_13992832',
        match_key: expect.stringMatching(key) as string,
        time: at('2021-08-02T13:29:25.983Z'),
        record_type_name: 'ApplicationManagement',
        workload: 'Core Directory',
        operation: 'Update application - Certificates and secrets management',
        outcome: 'success',
        user: 'pgustavo@simulandlabs.com',
        user_id: 'aead923d-498b-4f64-a66c-2af91447a8b6',
        object: 'SimuLandApp',
        user_agent:
          'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.17763.1971',
        correlation_id: '10065ffb-8199-48bc-8ff5-912cb5b8295a',
      });
    },
  );
});
