import { constant, local } from '../convert.js';
import type { Cell, Columns, Format } from '../format.js';
import { defineFormat } from '../format.js';
import { traceTime, zonedHeaders } from './time.js';
import {
  allRecipients,
  firstRecipient,
  keyOf,
  messageId,
  networkId,
  notDelivered,
  outcome,
  recipientsOutcome,
  recipientsReason,
  shown,
  shownLower,
} from './values.js';

/**
 * Exchange Online message traces (formats.md §5): one record a mail and recipient, or a mail with all
 * its recipients, or one a step of its way. Columns from Microsoft's "Message trace in the Exchange
 * admin center", "Get-MessageTraceV2", "exchangeMessageTrace resource type", and real records.
 *
 * The network message id (MessageTraceId) is the correlation id: Defender's tables, the mail's own
 * headers and the traces share it.
 */
const common: Columns = {
  workload: { of: [], as: constant('Exchange') },
  operation: { of: [], as: constant('Message trace') },
};

/** One event in all of them: a mail, a recipient and what became of it. */
const traceKey = (id: string, recipient: string, status: string): Cell => ({
  of: [id, recipient, status],
  as: keyOf('trace', 2),
});

const cmdlet = defineFormat({
  name: 'message-trace-cmdlet',
  title: 'Message trace, Get-MessageTrace and Get-MessageTraceV2',
  source: 'message_trace',
  richness: 80,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['Received', 'SenderAddress', 'RecipientAddress'],
  },
  columns: {
    ...common,
    event_id: [
      traceKey('MessageTraceId', 'RecipientAddress', 'Status'),
      {
        of: ['MessageId', 'RecipientAddress', 'Received', 'Status'],
        as: keyOf('trace-message', 3),
      },
      {
        of: ['Received', 'SenderAddress', 'RecipientAddress', 'Subject', 'Status', 'FromIP'],
        as: keyOf('trace-row', 3),
      },
    ],
    time: { of: ['Received', 'MessageTraceId'], as: traceTime },
    record_type_name: { of: [], as: constant('MessageTrace') },
    outcome: { of: 'Status', as: outcome },
    error_reason: { of: 'Status', as: notDelivered },
    user: 'SenderAddress',
    target_user: { of: 'RecipientAddress', as: firstRecipient },
    object: { of: 'RecipientAddress', as: allRecipients },
    ip: 'FromIP',
    correlation_id: { of: 'MessageTraceId', as: networkId },
    subject: 'Subject',
    message_id: { of: 'MessageId', as: messageId },
  },
});

const graph = defineFormat({
  name: 'message-trace-graph',
  title: 'Message trace, Microsoft Graph exchangeMessageTrace',
  source: 'message_trace',
  richness: 80,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['receivedDateTime', 'senderAddress', 'recipientAddress'],
  },
  columns: {
    ...common,
    event_id: [
      traceKey('id', 'recipientAddress', 'status'),
      {
        of: ['messageId', 'recipientAddress', 'receivedDateTime', 'status'],
        as: keyOf('trace-message', 3),
      },
    ],
    time: { of: ['receivedDateTime', 'id'], as: traceTime },
    record_type_name: { of: [], as: constant('MessageTrace') },
    outcome: { of: 'status', as: outcome },
    error_reason: { of: 'status', as: notDelivered },
    user: 'senderAddress',
    target_user: { of: 'recipientAddress', as: firstRecipient },
    object: { of: 'recipientAddress', as: allRecipients },
    ip: 'fromIP',
    correlation_id: { of: 'id', as: networkId },
    subject: 'subject',
    message_id: { of: 'messageId', as: messageId },
  },
});

/** Start-HistoricalSearch, ReportType MessageTrace: the portal's "enhanced summary report". */
const historical = defineFormat({
  name: 'message-trace-historical',
  title: 'Message trace, historical search (enhanced summary report)',
  source: 'message_trace',
  richness: 75,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['origin_timestamp_utc', 'sender_address', 'recipient_status'],
    not: ['event_id'],
  },
  aliases: { origin_timestamp_utc: ['origin_timestamp', 'date_time_utc'] },
  columns: {
    ...common,
    event_id: {
      of: ['network_message_id', 'origin_timestamp_utc', 'recipient_status', 'message_id'],
      as: keyOf('trace-historical', 2),
    },
    time: { of: ['origin_timestamp_utc', 'network_message_id'], as: traceTime },
    record_type_name: { of: [], as: constant('HistoricalMessageTrace') },
    outcome: { of: 'recipient_status', as: recipientsOutcome },
    error_reason: { of: 'recipient_status', as: recipientsReason },
    user: 'sender_address',
    target_user: { of: ['recipient_status', 'recipient_address'], as: firstRecipient },
    object: { of: ['recipient_status', 'recipient_address'], as: allRecipients },
    ip: ['original_client_ip', 'client_ip'],
    correlation_id: { of: 'network_message_id', as: networkId },
    subject: 'message_subject',
    message_id: { of: 'message_id', as: messageId },
  },
});

/** Start-HistoricalSearch, ReportType MessageTraceDetail: the "extended report", one row a step. */
const extended = defineFormat({
  name: 'message-trace-extended',
  title: 'Message trace, historical search with routing (extended report)',
  source: 'message_trace',
  richness: 85,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['date_time_utc', 'event_id', ['message_id', 'network_message_id']],
  },
  aliases: { date_time_utc: ['date_time', 'origin_timestamp_utc'] },
  columns: {
    ...common,
    event_id: {
      of: [
        'date_time_utc',
        'event_id',
        'source',
        'internal_message_id',
        'network_message_id',
        'message_id',
        'recipient_address',
        'recipient_status',
        'server_hostname',
        'connector_id',
        'source_context',
      ],
      as: keyOf('trace-extended', 2),
    },
    time: { of: 'date_time_utc', as: local },
    record_type_name: 'event_id',
    outcome: { of: 'event_id', as: outcome },
    error_reason: { of: ['event_id', 'recipient_status'], as: failedStatus() },
    user: 'sender_address',
    target_user: { of: ['recipient_address', 'recipient_status'], as: firstRecipient },
    object: { of: 'recipient_address', as: allRecipients },
    ip: ['original_client_ip', 'client_ip'],
    correlation_id: { of: 'network_message_id', as: networkId },
    subject: 'message_subject',
    message_id: { of: 'message_id', as: messageId },
  },
});

/** Of the steps only failures have a reason: the others are no results. */
function failedStatus(): typeof notDelivered {
  return {
    name: 'extendedReason',
    js: (found) => (outcome.js(found) === 'failure' ? notDelivered.js(found) : null),
  };
}

/** Get-MessageTraceDetail and its successor, and Graph's exchangeMessageTraceDetail. */
const detail = defineFormat({
  name: 'message-trace-detail',
  title: 'Message trace details, Get-MessageTraceDetail and Get-MessageTraceDetailV2',
  source: 'message_trace',
  richness: 70,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['Date', 'Event', 'MessageId', ['Detail', 'Data', 'Action'], ['MessageTraceId', 'id']],
  },
  aliases: { Detail: ['description'], MessageTraceId: ['id'] },
  columns: {
    ...common,
    event_id: {
      of: ['MessageTraceId', 'Date', 'Event', 'Action', 'Detail', 'RecipientAddress'],
      as: keyOf('trace-detail', 3),
    },
    time: { of: ['Date', 'MessageTraceId'], as: traceTime },
    record_type_name: 'Event',
    outcome: { of: 'Event', as: outcome },
    error_reason: { of: ['Event', 'Detail'], as: failedStatus() },
    user: 'SenderAddress',
    target_user: { of: 'RecipientAddress', as: firstRecipient },
    object: { of: 'RecipientAddress', as: allRecipients },
    ip: 'FromIP',
    correlation_id: { of: 'MessageTraceId', as: networkId },
    subject: 'Subject',
    message_id: { of: 'MessageId', as: messageId },
  },
});

const dates = zonedHeaders([
  'Date',
  'Received',
  'Date and time',
  'Date/time',
  '日付',
  '日時',
  '受信日時',
]);

/**
 * What the Exchange admin center exports of the results on the screen. No real file of it was found:
 * the names are those of Microsoft's page, in English and Japanese, and are compared leniently.
 */
const adminCenter = defineFormat({
  name: 'message-trace-admin-center',
  title: 'Message trace, export of the list in the Exchange admin center',
  source: 'message_trace',
  richness: 50,
  recognise: {
    shapes: ['csv'],
    needs: [dates.names, 'Sender', 'Recipient', 'Status'],
    not: ['Sender display name', 'Delivery action'],
  },
  aliases: {
    ...dates.aliases,
    Sender: ['Sender address', '送信者', '差出人', '送信者のアドレス', '送信者アドレス'],
    Recipient: ['Recipient address', '受信者', '宛先', '受信者のアドレス', '受信者アドレス'],
    Subject: ['Message subject', '件名'],
    Status: ['Delivery status', '状態', 'ステータス', '配信状態', '配信の状態', '配信ステータス'],
    'Message ID': ['MessageId', 'Internet message ID', 'メッセージ ID', 'メッセージID'],
    'Network message ID': [
      'Message trace ID',
      'MessageTraceId',
      'NetworkMessageId',
      'ネットワーク メッセージ ID',
    ],
    'From IP': ['FromIP', 'Client IP', 'Original client IP', '送信元 IP', '差出人 IP'],
  },
  columns: {
    ...common,
    event_id: traceKey('Network message ID', 'Recipient', 'Status'),
    time: dates.cells('Network message ID'),
    record_type_name: { of: [], as: constant('MessageTrace') },
    outcome: { of: 'Status', as: outcome },
    error_reason: { of: 'Status', as: notDelivered },
    user: { of: 'Sender', as: shownLower },
    target_user: { of: 'Recipient', as: firstRecipient },
    object: { of: 'Recipient', as: allRecipients },
    ip: 'From IP',
    correlation_id: { of: 'Network message ID', as: networkId },
    subject: { of: 'Subject', as: shown },
    message_id: { of: 'Message ID', as: messageId },
  },
});

export const traceFormats: readonly Format[] = [
  cmdlet,
  graph,
  extended,
  historical,
  detail,
  adminCenter,
];
