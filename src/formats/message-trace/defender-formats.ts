import { constant } from '../convert.js';
import type { Columns, Format, Signature } from '../format.js';
import { defineFormat } from '../format.js';
import { valueAt } from '../path.js';
import { traceTime, zonedHeaders } from './time.js';
import {
  allRecipients,
  clickOutcome,
  firstRecipient,
  keyOf,
  messageId,
  networkId,
  notDelivered,
  outcome,
  senderIp,
  shown,
  shownLower,
} from './values.js';

/**
 * What Defender for Office 365 knows of mails: the advanced hunting tables (exports of a query,
 * Sentinel, streaming API) and the exports of Explorer. Columns from Microsoft's pages "EmailEvents",
 * "EmailUrlInfo", "EmailAttachmentInfo", "EmailPostDeliveryEvents", "UrlClickEvents" and "About Threat
 * Explorer and Real-time detections".
 */

const always = (value: string): { of: readonly string[]; as: ReturnType<typeof constant> } => ({
  of: [],
  as: constant(value),
});

const tableColumns = (table: string, operation: string): Columns => ({
  workload: always('Defender'),
  operation: always(operation),
  record_type_name: always(table),
  // Not told from the network message id: a click or a removal can come weeks after the mail.
  time: { of: 'Timestamp', as: traceTime },
  correlation_id: { of: 'NetworkMessageId', as: networkId },
  message_id: { of: 'InternetMessageId', as: messageId },
});

interface HuntingTable {
  readonly table: string;
  readonly slug: string;
  readonly title: string;
  readonly richness: number;
  readonly needs: Signature['needs'];
  readonly not?: readonly string[];
  readonly columns: Columns;
}

const sentinelTimes = {
  Timestamp: ['Timestamp [UTC]', 'TimeGenerated', 'TimeGenerated [UTC]'],
} as const;

/** A table as rows, and as the streaming API sends it: `{category, properties: {…}}`. */
function huntingFormats(spec: HuntingTable): readonly Format[] {
  const columns: Columns = spec.columns;
  return [
    defineFormat({
      name: `defender-${spec.slug}`,
      title: `Defender advanced hunting, ${spec.title}`,
      source: 'message_trace',
      richness: spec.richness,
      recognise: {
        shapes: ['csv', 'json'],
        needs: spec.needs,
        ...(spec.not === undefined ? {} : { not: spec.not }),
      },
      aliases: sentinelTimes,
      columns,
    }),
    defineFormat({
      name: `defender-${spec.slug}-streamed`,
      title: `Defender advanced hunting, ${spec.title} (streaming API)`,
      source: 'message_trace',
      richness: spec.richness,
      recognise: {
        shapes: ['json'],
        needs: ['category', 'properties'],
        accepts: (fields) => {
          const category = valueAt(fields, 'category');
          return (
            typeof category === 'string' &&
            category.toLowerCase() === `advancedhunting-${spec.table.toLowerCase()}`
          );
        },
      },
      body: 'properties',
      aliases: sentinelTimes,
      columns,
    }),
  ];
}

/** The same mail and recipient in EmailEvents and in Explorer's export. */
const emailKey = keyOf('email', 2);

const emailEvents = huntingFormats({
  table: 'EmailEvents',
  slug: 'email-events',
  title: 'EmailEvents',
  richness: 85,
  needs: [
    'NetworkMessageId',
    'RecipientEmailAddress',
    ['DeliveryAction', 'DeliveryLocation', 'EmailDirection', 'SenderIPv4'],
  ],
  not: ['ActionTrigger', 'SHA256'],
  columns: {
    ...tableColumns('EmailEvents', 'Email event'),
    event_id: { of: ['NetworkMessageId', 'RecipientEmailAddress'], as: emailKey },
    outcome: { of: 'DeliveryAction', as: outcome },
    error_reason: [
      { of: 'ThreatTypes', as: shown },
      { of: ['DeliveryAction', 'EmailAction'], as: notDelivered },
    ],
    user: ['SenderFromAddress', 'SenderMailFromAddress'],
    user_id: 'SenderObjectId',
    target_user: { of: 'RecipientEmailAddress', as: firstRecipient },
    object: { of: 'RecipientEmailAddress', as: allRecipients },
    ip: [
      { of: 'SenderIPv4', as: senderIp },
      { of: 'SenderIPv6', as: senderIp },
    ],
    subject: 'Subject',
    folder: ['LatestDeliveryLocation', 'DeliveryLocation'],
  },
});

const urlClicks = huntingFormats({
  table: 'UrlClickEvents',
  slug: 'url-click-events',
  title: 'UrlClickEvents',
  richness: 85,
  needs: ['Url', 'AccountUpn', 'ActionType', ['IsClickedThrough', 'UrlChain', 'NetworkMessageId']],
  columns: {
    ...tableColumns('UrlClickEvents', 'URL click'),
    event_id: {
      of: ['Timestamp', 'AccountUpn', 'Url', 'ActionType', 'NetworkMessageId', 'ReportId'],
      as: keyOf('url-click', 3),
    },
    outcome: { of: ['ActionType', 'IsClickedThrough'], as: clickOutcome },
    error_reason: { of: 'ThreatTypes', as: shown },
    user: 'AccountUpn',
    object: 'Url',
    ip: 'IPAddress',
    app_name: 'Workload',
  },
});

const postDelivery = huntingFormats({
  table: 'EmailPostDeliveryEvents',
  slug: 'email-post-delivery-events',
  title: 'EmailPostDeliveryEvents',
  richness: 80,
  needs: [
    'NetworkMessageId',
    'RecipientEmailAddress',
    'ActionType',
    ['ActionTrigger', 'ActionResult'],
  ],
  columns: {
    ...tableColumns('EmailPostDeliveryEvents', 'Post-delivery action'),
    event_id: {
      of: [
        'NetworkMessageId',
        'RecipientEmailAddress',
        'Timestamp',
        'ActionType',
        'Action',
        'ReportId',
      ],
      as: keyOf('post-delivery', 2),
    },
    outcome: always('unknown'),
    error_reason: [
      { of: 'ActionResult', as: shown },
      { of: 'ThreatTypes', as: shown },
    ],
    user: ['SenderFromAddress', 'SenderMailFromAddress'],
    target_user: { of: 'RecipientEmailAddress', as: firstRecipient },
    object: ['Action', 'ActionType'],
    folder: 'DeliveryLocation',
  },
});

const attachments = huntingFormats({
  table: 'EmailAttachmentInfo',
  slug: 'email-attachment-info',
  title: 'EmailAttachmentInfo',
  richness: 80,
  needs: ['NetworkMessageId', 'FileName', ['SHA256', 'FileType']],
  not: ['DeviceId', 'ActionType'],
  columns: {
    ...tableColumns('EmailAttachmentInfo', 'Attachment in mail'),
    event_id: {
      of: ['NetworkMessageId', 'FileName', 'RecipientEmailAddress', 'SHA256'],
      as: keyOf('email-attachment', 2),
    },
    error_reason: { of: 'ThreatTypes', as: shown },
    user: 'SenderFromAddress',
    user_id: 'SenderObjectId',
    target_user: { of: 'RecipientEmailAddress', as: firstRecipient },
    object: 'FileName',
  },
});

const urls = huntingFormats({
  table: 'EmailUrlInfo',
  slug: 'email-url-info',
  title: 'EmailUrlInfo',
  richness: 80,
  needs: ['NetworkMessageId', 'Url', ['UrlDomain', 'UrlLocation']],
  not: ['AccountUpn'],
  columns: {
    ...tableColumns('EmailUrlInfo', 'URL in mail'),
    event_id: {
      of: ['NetworkMessageId', 'Url', 'UrlLocation'],
      as: keyOf('email-url', 2),
    },
    object: 'Url',
  },
});

const mailDates = zonedHeaders([
  'Email date',
  'Timestamp',
  'Date',
  'Email time',
  'メールの日付',
  '電子メールの日付',
  'タイムスタンプ',
  '日付',
]);

/** Explorer's words, in English and as Microsoft's Japanese pages translate them. */
const explorerNames = {
  Recipients: ['Recipient', 'Recipient address', 'Recipient email', '受信者', '宛先'],
  Subject: ['Email subject', '件名'],
  'Sender address': [
    'Sender',
    'Sender email address',
    'Sender from address',
    '送信者アドレス',
    '送信者のアドレス',
    '差出人アドレス',
  ],
  'Sender mail from address': ['Mail from address', 'Return path', '送信者メールの差出人アドレス'],
  'Sender IP': [
    'Sender IP address',
    'Sender IPv4',
    '送信者の IP',
    '送信者 IP',
    '送信者の IP アドレス',
  ],
  'Delivery action': ['配信アクション', '配信操作'],
  'Latest delivery location': ['Last delivery location', '最新の配信場所', '最後の配信場所'],
  'Original delivery location': ['Delivery location', '元の配信場所'],
  'Internet message ID': ['インターネット メッセージ ID', 'インターネットメッセージ ID'],
  'Network message ID': ['ネットワーク メッセージ ID', 'ネットワークメッセージ ID'],
  Threats: ['Threat type', 'Threat types', 'Threat', '脅威', '脅威の種類'],
} as const;

const explorer = defineFormat({
  name: 'defender-explorer',
  title: 'Defender Explorer, export of a mail search',
  source: 'message_trace',
  richness: 70,
  recognise: {
    shapes: ['csv'],
    // The person chooses the columns: a mail's, and one that only Explorer has.
    needs: [
      mailDates.names,
      ['Recipients', 'Sender address', 'Internet message ID', 'Network message ID'],
      [
        'Delivery action',
        'Latest delivery location',
        'Original delivery location',
        'Additional actions',
        'Sender mail from address',
        'Detection technologies',
        'Internet message ID',
      ],
    ],
    not: ['URL click action', 'Click ID'],
  },
  aliases: {
    ...mailDates.aliases,
    ...explorerNames,
    'Additional actions': ['Additional action', '追加アクション', '追加のアクション'],
    'Detection technologies': ['Detection technology', '検出テクノロジ', '検出技術'],
  },
  columns: {
    workload: always('Defender'),
    operation: always('Email event'),
    record_type_name: always('Explorer'),
    event_id: [
      { of: ['Network message ID', 'Recipients'], as: emailKey },
      { of: ['Internet message ID', 'Recipients', 'Subject'], as: keyOf('explorer', 2) },
    ],
    time: mailDates.cells('Network message ID'),
    outcome: { of: 'Delivery action', as: outcome },
    error_reason: [
      { of: 'Threats', as: shown },
      { of: 'Delivery action', as: notDelivered },
    ],
    user: [
      { of: 'Sender address', as: shownLower },
      { of: 'Sender mail from address', as: shownLower },
    ],
    target_user: { of: 'Recipients', as: firstRecipient },
    object: { of: 'Recipients', as: allRecipients },
    ip: { of: 'Sender IP', as: senderIp },
    correlation_id: { of: 'Network message ID', as: networkId },
    subject: { of: 'Subject', as: shown },
    message_id: { of: 'Internet message ID', as: messageId },
    folder: [
      { of: 'Latest delivery location', as: shown },
      { of: 'Original delivery location', as: shown },
    ],
  },
});

const clickDates = zonedHeaders([
  'Time clicked',
  'Click time',
  'Clicked time',
  'Date',
  'クリックされた時刻',
  'クリック時刻',
  '日付',
]);

const explorerClicks = defineFormat({
  name: 'defender-explorer-clicks',
  title: 'Defender Explorer, export of URL clicks',
  source: 'message_trace',
  richness: 70,
  recognise: {
    shapes: ['csv'],
    needs: [clickDates.names, 'URL', 'URL click action'],
  },
  aliases: {
    ...clickDates.aliases,
    Recipients: explorerNames.Recipients,
    'Network message ID': explorerNames['Network message ID'],
    'URL click action': [
      'Click action',
      'Click verdict',
      'URL クリック アクション',
      'クリックの判定',
    ],
    'Client IP': ['Client IP address', 'クライアント IP'],
    'Threat type': ['Threats', 'Threat', '脅威の種類'],
  },
  columns: {
    workload: always('Defender'),
    operation: always('URL click'),
    record_type_name: always('ExplorerClick'),
    event_id: { of: ['Click ID', 'URL', 'Recipients'], as: keyOf('explorer-click', 2) },
    // A click can come weeks after the mail: its id says nothing of the time.
    time: clickDates.cells('Click ID'),
    outcome: { of: 'URL click action', as: outcome },
    error_reason: { of: 'Threat type', as: shown },
    user: { of: 'Recipients', as: firstRecipient },
    object: { of: 'URL', as: shown },
    ip: 'Client IP',
    correlation_id: { of: 'Network message ID', as: networkId },
  },
});

export const defenderMailFormats: readonly Format[] = [
  ...postDelivery,
  ...urlClicks,
  ...attachments,
  ...urls,
  ...emailEvents,
  explorerClicks,
  explorer,
];
