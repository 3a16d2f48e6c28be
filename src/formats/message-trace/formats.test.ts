import { describe, expect, it } from 'vitest';
import type { Normalised } from '../../model/event.js';
import type { Fields } from '../../read/record.js';
import { normalise } from '../normalise.js';
import { makeRecogniser } from '../recognise.js';
import { messageTraceFormats } from './formats.js';
import { networkMessageTime } from './time.js';

const recogniser = makeRecogniser(messageTraceFormats);

interface Read {
  readonly format: string;
  readonly damage: string | null;
  readonly values: Partial<Normalised>;
}

function read(fields: Fields, shape: 'csv' | 'json' = 'csv'): Read {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error(`not recognised: ${Object.keys(fields).join()}`);
  const event = normalise(format, { kind: 'record', recordNo: 1, fields }, 'trace.csv');
  if (event.kind === 'unreadable') throw new Error(event.reason);
  const values = Object.fromEntries(
    Object.entries(event.values).filter(([, value]) => value !== null),
  );
  return { format: format.name, damage: event.damage, values };
}

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

/** A network message id as Exchange Online makes them: its end is the time in .NET ticks. */
function networkIdAt(iso: string): string {
  const hex = ((at(iso) * 10n + 621_355_968_000_000_000n) & ((1n << 64n) - 1n))
    .toString(16)
    .padStart(16, '0');
  return `81945af2-cab7-45ad-${hex.slice(12)}-${hex.slice(0, 12)}`;
}

const received = '2025-07-01T02:11:05.000Z';
const id = networkIdAt(received);

const trace = {
  Organization: 'contoso.onmicrosoft.com',
  MessageId: '<abc@attacker.example>',
  Received: '7/1/2025 2:11:05 AM',
  SenderAddress: 'Yamada@Attacker.example',
  RecipientAddress: 'Alice@contoso.example',
  Subject: '請求書のご確認',
  Status: 'Delivered',
  ToIP: '',
  FromIP: '203.0.113.5',
  Size: '87891',
  MessageTraceId: id,
  StartDate: '6/28/2025 12:00:00 AM',
  EndDate: '7/2/2025 12:00:00 AM',
  Index: '0',
};
const traceEvent = {
  operation: 'Message trace',
  workload: 'Exchange',
  record_type_name: 'MessageTrace',
  time: at(received),
  outcome: 'success',
  user: 'yamada@attacker.example',
  target_user: 'alice@contoso.example',
  object: 'alice@contoso.example',
  subject: '請求書のご確認',
  message_id: '<abc@attacker.example>',
  ip: '203.0.113.5',
  correlation_id: id,
};

describe('networkMessageTime', () => {
  it.each([
    // Received 2022-09-05T18:10:13.4907658 in elastic/integrations' sample
    ['cf7a249a-5edd-4350-130a-08da8f69e0f6', 1_662_401_413_490_765n],
    // origin_timestamp_utc 2021-03-23T10:00:09.3284899Z in verb-EXO's sample
    ['81945af2cab745adba2308d8ede2715d', 1_616_493_609_328_489n],
    ['00000000-0000-0000-0000-000000000000', null],
    ['d9683b4c-127b-413a-ae2e-fa7dfb32c69d', null],
    ['', null],
  ])('%s', (text, time) => {
    const found = networkMessageTime(text);
    expect(found === null ? null : found / 1000n).toBe(time === null ? null : time / 1000n);
  });
});

describe('Get-MessageTrace', () => {
  it('reads a row', () => {
    expect(read(trace)).toEqual({
      format: 'message-trace-cmdlet',
      damage: null,
      values: { ...traceEvent, event_id: expect.stringMatching(/^h-[0-9a-f]{32}$/) },
    });
  });

  it('is one event with the remoting columns, in JSON and from Graph', () => {
    const graph = {
      '@odata.type': '#microsoft.graph.exchangeMessageTrace',
      id,
      senderAddress: 'Yamada@Attacker.example',
      recipientAddress: 'Alice@contoso.example',
      messageId: '<abc@attacker.example>',
      receivedDateTime: received,
      subject: '請求書のご確認',
      size: 87891,
      fromIP: '203.0.113.5',
      toIP: '',
      status: 'delivered',
    };
    const { values } = read(trace);
    expect(
      read({ PSComputerName: 'outlook.office365.com', RunspaceId: 'x', ...trace }).values,
    ).toEqual(values);
    expect(read({ ...trace, Size: 87891, Received: received }, 'json').values).toEqual(values);
    expect(read({ ...trace, Received: '/Date(1751335865000)/' }, 'json').values).toEqual(values);
    expect(read(graph, 'json')).toEqual({ format: 'message-trace-graph', damage: null, values });
  });

  it.each([
    ['7/1/2025 2:11:05 AM', 'en-US'],
    ['01/07/2025 02:11:05', 'en-GB: the day first'],
    ['07/01/2025 02:11:05', 'PowerShell 7: the month first'],
    ['01.07.2025 02:11:05', 'de-DE'],
    ['2025/07/01 2:11:05', 'ja-JP'],
    ['2025-07-01T02:11:05.0000000', 'JSON'],
  ])('reads %s (%s) with the help of the trace id', (text) => {
    expect(read({ ...trace, Received: text }).values.time).toBe(at(received));
  });

  it('reads no time that could be two, without a trace id', () => {
    const { MessageTraceId: _, ...row } = trace;
    expect(read({ ...row, Received: '01/07/2025 02:11:05' })).toMatchObject({
      damage: 'no time can be read in it',
    });
    expect(read({ ...row, Received: '13/07/2025 02:11:05' }).values.time).toBe(
      at('2025-07-13T02:11:05Z'),
    );
  });

  it.each([
    ['Delivered', 'success', undefined],
    ['Failed', 'failure', 'Failed'],
    ['Quarantined', 'failure', 'Quarantined'],
    ['FilteredAsSpam', 'failure', 'FilteredAsSpam'],
    ['Pending', 'unknown', 'Pending'],
    ['Expanded', 'unknown', 'Expanded'],
    ['GettingStatus', 'unknown', 'GettingStatus'],
  ])('%s is %s', (status, outcome, reason) => {
    const { values } = read({ ...trace, Status: status });
    expect([values.outcome, values.error_reason]).toEqual([outcome, reason]);
  });

  it('keeps recipients and states apart', () => {
    const ids = [
      trace,
      { ...trace, RecipientAddress: 'bob@contoso.example' },
      { ...trace, Status: 'Failed' },
    ].map((row) => read(row).values.event_id);
    expect(new Set(ids).size).toBe(3);
  });

  it('reads a hand-picked subset', () => {
    const { Received, SenderAddress, RecipientAddress, Subject, Status } = trace;
    expect(read({ Received, SenderAddress, RecipientAddress, Subject, Status })).toMatchObject({
      format: 'message-trace-cmdlet',
      values: { event_id: expect.stringMatching(/^h-/), time: at(received) },
    });
  });

  it('reads the steps of Get-MessageTraceDetailV2', () => {
    expect(
      read({
        Date: '7/1/2025 2:11:06 AM',
        MessageId: '<abc@attacker.example>',
        MessageTraceId: id,
        RecipientAddress: 'alice@contoso.example',
        Event: 'Fail',
        Action: '',
        Detail: 'Reason: [{LED=550 5.7.1 rejected}]',
        Data: '<root></root>',
      }),
    ).toMatchObject({
      format: 'message-trace-detail',
      values: {
        operation: 'Message trace',
        record_type_name: 'Fail',
        time: at('2025-07-01T02:11:06Z'),
        outcome: 'failure',
        error_reason: 'Reason: [{LED=550 5.7.1 rejected}]',
        target_user: 'alice@contoso.example',
        correlation_id: id,
      },
    });
  });
});

const summary = {
  origin_timestamp_utc: '2025-07-01T02:11:05.3284899Z',
  sender_address: 'yamada@attacker.example',
  recipient_status:
    'Alice@contoso.example##Receive, Deliver;"odd;name"@contoso.example##Receive, Fail;carol@contoso.example##Receive, FilteredAsSpam',
  message_subject: '請求書のご確認',
  total_bytes: '49790',
  message_id: '<abc@attacker.example>',
  network_message_id: id,
  original_client_ip: '203.0.113.5',
  directionality: 'Incoming',
  connector_id: '',
  delivery_priority: 'Normal',
};

describe('historical search', () => {
  it('makes one event of a mail with all its recipients', () => {
    expect(read(summary)).toMatchObject({
      format: 'message-trace-historical',
      damage: null,
      values: {
        operation: 'Message trace',
        record_type_name: 'HistoricalMessageTrace',
        time: at('2025-07-01T02:11:05.328Z') + 489n,
        outcome: 'success',
        error_reason:
          '"odd;name"@contoso.example: Receive, Fail; carol@contoso.example: Receive, FilteredAsSpam',
        user: 'yamada@attacker.example',
        target_user: 'alice@contoso.example',
        object: 'alice@contoso.example; "odd;name"@contoso.example; carol@contoso.example',
        subject: '請求書のご確認',
        message_id: '<abc@attacker.example>',
        ip: '203.0.113.5',
        correlation_id: id,
      },
    });
  });

  it('fails where nobody got it, and survives a lone quotation mark', () => {
    const { values } = read({
      ...summary,
      recipient_status: '"a@x.example##Receive, Fail;b@x.example##Receive, Fail',
    });
    expect(values).toMatchObject({ outcome: 'failure', target_user: '"a@x.example' });
    expect(values.object).toBe('"a@x.example; b@x.example');
  });

  it("knows the documentation's names of the columns", () => {
    const { origin_timestamp_utc, recipient_status, ...rest } = summary;
    const named = { origin_timestamp: origin_timestamp_utc, Recipient_status: recipient_status };
    expect(read({ ...named, ...rest }).values).toEqual(read(summary).values);
    expect(read({ date_time_utc: origin_timestamp_utc, recipient_status, ...rest }).values).toEqual(
      read(summary).values,
    );
  });

  it('reads an extended report step by step', () => {
    const step = {
      date_time_utc: '2025-07-01T02:11:06.6050000Z',
      client_ip: '',
      client_hostname: 'CH0PR04MB8081.namprd04.prod.outlook.com',
      server_ip: '',
      server_hostname: 'BY5PR04MB6279.namprd04.prod.outlook.com',
      source_context: '08D9AE1AA4FEA27C;2025-07-01T02:11:06.215Z;ClientSubmitTime:',
      connector_id: '',
      source: 'STOREDRIVER',
      event_id: 'DELIVER',
      internal_message_id: '132697',
      message_id: '<abc@attacker.example>',
      network_message_id: id,
      recipient_address: 'alice@contoso.example;bob@contoso.example',
      recipient_status: '',
      total_bytes: '89464',
      recipient_count: '2',
      related_recipient_address: '',
      reference: '',
      message_subject: '請求書のご確認',
      sender_address: 'yamada@attacker.example',
      return_path: 'bounce@attacker.example',
      message_info: '',
      directionality: 'Incoming',
      tenant_id: '549366ae-e80a-44b9-8adc-52d0c29ba08b',
      original_client_ip: '203.0.113.5',
      original_server_ip: '2603:10b6:610:f9::20',
      custom_data: 'S:IncludeInSla=True',
    };
    expect(read(step)).toMatchObject({
      format: 'message-trace-extended',
      values: {
        operation: 'Message trace',
        record_type_name: 'DELIVER',
        time: at('2025-07-01T02:11:06.605Z'),
        outcome: 'success',
        target_user: 'alice@contoso.example',
        object: 'alice@contoso.example; bob@contoso.example',
        ip: '203.0.113.5',
        correlation_id: id,
      },
    });
    const fail = { ...step, event_id: 'FAIL', recipient_status: '[{LED=550 5.7.1}]' };
    expect(read(fail).values).toMatchObject({
      outcome: 'failure',
      error_reason: '[{LED=550 5.7.1}]',
    });
    expect(read(fail).values.event_id).not.toBe(read(step).values.event_id);
    expect(read({ ...step, event_id: 'RECEIVE' }).values).toMatchObject({ outcome: 'unknown' });
  });
});

describe('the list in the Exchange admin center', () => {
  const row = {
    Sender: 'yamada@attacker.example',
    Recipient: 'alice@contoso.example',
    Subject: '請求書のご確認',
    Status: 'Filtered as spam',
  };

  it.each([
    ['Date (UTC)', '2025-07-01T02:11:05'],
    ['Date (UTC+09:00)', '2025-07-01T11:11:05'],
    ['Date (UTC -07:00)', '6/30/2025 7:11:05 PM'],
    ['Date (UTC+05:45)', '2025-07-01 07:56:05'],
    ['Date', '2025-07-01T02:11:05Z'],
    ['Date (UTC+09:00)', '2025-07-01T02:11:05Z'],
  ])('%s %s', (header, text) => {
    expect(read({ [header]: text, ...row })).toMatchObject({
      format: 'message-trace-admin-center',
      values: {
        time: at(received),
        outcome: 'failure',
        error_reason: 'Filtered as spam',
        user: 'yamada@attacker.example',
        target_user: 'alice@contoso.example',
      },
    });
  });

  it('reads Japanese headers', () => {
    expect(
      read({
        '日付 (UTC+09:00)': '2025/07/01 11:11:05',
        送信者: 'yamada@attacker.example',
        受信者: 'alice@contoso.example',
        件名: '請求書のご確認',
        状態: '配信済み',
      }),
    ).toMatchObject({
      format: 'message-trace-admin-center',
      values: { time: at(received), outcome: 'success', subject: '請求書のご確認' },
    });
  });
});

const emailEvent = {
  Timestamp: '2025-07-01T02:11:07Z',
  NetworkMessageId: id,
  InternetMessageId: '<abc@attacker.example>',
  SenderMailFromAddress: 'bounce@attacker.example',
  SenderFromAddress: 'Yamada@attacker.example',
  SenderDisplayName: '山田',
  SenderObjectId: '',
  SenderIPv4: '203.0.113.5',
  SenderIPv6: '',
  RecipientEmailAddress: 'Alice@contoso.example',
  RecipientObjectId: '4c51aa92-70f3-446d-8c65-a1c5ee412345',
  Subject: '請求書のご確認',
  EmailDirection: 'Inbound',
  DeliveryAction: 'Delivered',
  DeliveryLocation: 'Inbox/folder',
  ThreatTypes: 'Phish',
  UrlCount: 1,
  ReportId: '1234',
};

describe('Defender', () => {
  it('reads EmailEvents as rows and from the streaming API', () => {
    const values = {
      operation: 'Email event',
      workload: 'Defender',
      record_type_name: 'EmailEvents',
      event_id: expect.stringMatching(/^h-/),
      time: at('2025-07-01T02:11:07Z'),
      outcome: 'success',
      error_reason: 'Phish',
      user: 'yamada@attacker.example',
      target_user: 'alice@contoso.example',
      object: 'alice@contoso.example',
      subject: '請求書のご確認',
      message_id: '<abc@attacker.example>',
      ip: '203.0.113.5',
      correlation_id: id,
      folder: 'Inbox/folder',
    };
    const row = read({ ...emailEvent, UrlCount: '1' });
    expect(row).toEqual({ format: 'defender-email-events', damage: null, values });
    const streamed = {
      Tenant: 'DefaultTenant',
      category: 'AdvancedHunting-EmailEvents',
      operationName: 'Publish',
      properties: emailEvent,
      tenantId: '549366ae-e80a-44b9-8adc-52d0c29ba08b',
      time: '2025-07-01T02:14:00Z',
    };
    expect(read(streamed, 'json')).toEqual({
      format: 'defender-email-events-streamed',
      damage: null,
      values: row.values,
    });
  });

  it.each([
    ['7/1/2025, 2:11:07.000 AM', 'TimeGenerated [UTC]'],
    ['Jul 1, 2025 2:11:07 AM', 'Timestamp'],
  ])('reads %s under %s', (text, header) => {
    const { Timestamp: _, ...rest } = emailEvent;
    expect(read({ [header]: text, ...rest }).values.time).toBe(at('2025-07-01T02:11:07Z'));
  });

  it('knows who clicked', () => {
    const click = {
      Timestamp: '2025-07-01T02:20:00Z',
      Url: 'https://login.attacker.example/',
      ActionType: 'ClickAllowed',
      AccountUpn: 'Alice@contoso.example',
      Workload: 'Email',
      NetworkMessageId: id,
      ThreatTypes: '',
      DetectionMethods: '',
      IPAddress: '198.51.100.7',
      IsClickedThrough: '0',
      UrlChain: '["https://login.attacker.example/"]',
      ReportId: '77',
    };
    expect(read(click)).toMatchObject({
      format: 'defender-url-click-events',
      values: {
        operation: 'URL click',
        outcome: 'success',
        user: 'alice@contoso.example',
        object: 'https://login.attacker.example/',
        ip: '198.51.100.7',
        correlation_id: id,
      },
    });
    const blocked = { ...click, ActionType: 'ClickBlocked' };
    expect(read(blocked).values.outcome).toBe('failure');
    expect(read({ ...blocked, IsClickedThrough: '1' }).values.outcome).toBe('success');
  });

  it.each([
    [
      'defender-email-url-info',
      {
        Timestamp: received,
        NetworkMessageId: id,
        Url: 'https://a.example/',
        UrlDomain: 'a.example',
        UrlLocation: 'Body',
        ReportId: '1',
      },
      { operation: 'URL in mail', object: 'https://a.example/' },
    ],
    [
      'defender-email-attachment-info',
      {
        Timestamp: received,
        NetworkMessageId: id,
        SenderFromAddress: 'a@b.example',
        RecipientEmailAddress: 'c@d.example',
        FileName: 'a.html',
        FileType: 'html',
        SHA256: 'ab',
        ThreatTypes: 'Phish',
      },
      {
        operation: 'Attachment in mail',
        object: 'a.html',
        user: 'a@b.example',
        target_user: 'c@d.example',
      },
    ],
    [
      'defender-email-post-delivery-events',
      {
        Timestamp: received,
        NetworkMessageId: id,
        InternetMessageId: '<a@b>',
        Action: 'Moved to quarantine',
        ActionType: 'Phish ZAP',
        ActionTrigger: 'SpecialAction',
        ActionResult: 'Success',
        RecipientEmailAddress: 'c@d.example',
        DeliveryLocation: 'Quarantine',
        ThreatTypes: 'Phish',
        ReportId: '1',
      },
      {
        operation: 'Post-delivery action',
        object: 'Moved to quarantine',
        folder: 'Quarantine',
        target_user: 'c@d.example',
      },
    ],
  ])('reads %s', (format, fields, values) => {
    expect(read(fields)).toMatchObject({
      format,
      values: { ...values, time: at(received), correlation_id: id },
    });
  });
});

describe('Explorer', () => {
  const row = {
    'Email date (UTC)': '2025-07-01T02:11:07.000Z',
    Recipients: 'Alice@contoso.example',
    Subject: '請求書のご確認',
    'Sender address': 'Yamada@attacker.example',
    'Sender display name': '山田',
    'Sender domain': 'attacker.example',
    'Sender IP': '203.0.113.5',
    'Sender mail from address': 'bounce@attacker.example',
    'Additional actions': '--',
    'Delivery action': 'Junked',
    'Latest delivery location': 'Junk folder',
    'Original delivery location': 'Inbox/folder',
    'Internet message ID': '<abc@attacker.example>',
    'Network message ID': id,
    Threats: 'Phish / High',
    'Detection technologies': 'Fingerprint matching',
    Directionality: 'Inbound',
  };

  it('is one event with EmailEvents', () => {
    const { format, values } = read(row);
    expect(format).toBe('defender-explorer');
    expect(values).toMatchObject({
      event_id: read(emailEvent).values.event_id,
      operation: 'Email event',
      record_type_name: 'Explorer',
      time: at('2025-07-01T02:11:07Z'),
      outcome: 'success',
      error_reason: 'Phish / High',
      user: 'yamada@attacker.example',
      target_user: 'alice@contoso.example',
      ip: '203.0.113.5',
      folder: 'Junk folder',
      subject: '請求書のご確認',
      message_id: '<abc@attacker.example>',
    });
  });

  it('reads what columns were chosen, in local time and with nothing as --', () => {
    expect(
      read({
        'Timestamp (UTC +09:00)': 'Jul 1, 2025 11:11:07 AM',
        Recipients: 'alice@contoso.example; bob@contoso.example',
        'Sender address': '--',
        'Sender IP': '0.0.0.0',
        'Delivery action': 'Blocked',
        Threats: '--',
        'Latest delivery location': '--',
      }).values,
    ).toEqual({
      event_id: expect.stringMatching(/^h-/),
      workload: 'Defender',
      operation: 'Email event',
      record_type_name: 'Explorer',
      time: at('2025-07-01T02:11:07Z'),
      outcome: 'failure',
      error_reason: 'Blocked',
      target_user: 'alice@contoso.example',
      object: 'alice@contoso.example; bob@contoso.example',
    });
  });

  it('reads Japanese headers', () => {
    expect(
      read({
        'メールの日付 (UTC)': '2025/07/01 2:11:07',
        受信者: 'alice@contoso.example',
        件名: '請求書のご確認',
        送信者アドレス: 'yamada@attacker.example',
        配信アクション: 'Delivered',
        最新の配信場所: '受信トレイ/フォルダー',
        'ネットワーク メッセージ ID': id,
      }),
    ).toMatchObject({
      format: 'defender-explorer',
      values: {
        event_id: read(emailEvent).values.event_id,
        time: at('2025-07-01T02:11:07Z'),
        user: 'yamada@attacker.example',
        folder: '受信トレイ/フォルダー',
      },
    });
  });

  it('reads URL clicks', () => {
    expect(
      read({
        'Time clicked (UTC)': '2025-07-01T02:20:00Z',
        Recipient: 'alice@contoso.example',
        'URL click action': 'Block page override',
        URL: 'https://login.attacker.example/',
        'Network message ID': id,
        'Click ID': 'c-1',
        'Client IP': '198.51.100.7',
        'Threat type': 'Phish',
      }),
    ).toMatchObject({
      format: 'defender-explorer-clicks',
      values: {
        operation: 'URL click',
        outcome: 'success',
        user: 'alice@contoso.example',
        object: 'https://login.attacker.example/',
        ip: '198.51.100.7',
        error_reason: 'Phish',
        time: at('2025-07-01T02:20:00Z'),
      },
    });
  });
});

it('leaves other logs alone', () => {
  for (const fields of [
    { 'Date (UTC)': 'x', 'Request ID': 'x', User: 'x', Status: 'x' },
    { Date: 'x', Subject: 'x', Status: 'x' },
    { TimeGenerated: 'x', ActionType: 'x', RawEventData: 'x', AccountUpn: 'x' },
    { CreationTime: 'x', Operation: 'x', Workload: 'x' },
  ])
    expect(recogniser.recognise(fields, 'csv')).toBeUndefined();
  expect(
    recogniser.recognise({ category: 'AdvancedHunting-DeviceEvents', properties: {} }, 'json'),
  ).toBeUndefined();
});
