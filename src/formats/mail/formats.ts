import type { Conversion } from '../convert.js';
import { constant, lower, utc } from '../convert.js';
import type { Format } from '../format.js';
import { defineFormat } from '../format.js';
import { allRecipients, firstRecipient, keyOf } from '../message-trace/values.js';

const day = 86_400_000_000n;

/**
 * Date, when the last server received it → the time. The Date header is the sender's to write: where
 * it is more than a day off, the receiving server's clock is believed.
 */
const mailTime: Conversion = {
  name: 'mailTime',
  js: ([date, received]) => {
    const written = utc.js([date ?? null]);
    const taken = utc.js([received ?? null]);
    if (typeof written !== 'bigint' || typeof taken !== 'bigint')
      return typeof written === 'bigint' ? written : taken;
    const apart = written > taken ? written - taken : taken - written;
    return apart > day ? taken : written;
  },
};

/** A saved mail (formats.md §5), as `MailFields` of read/mail.ts gives it. */
const mail = defineFormat({
  name: 'mail',
  title: 'Saved mail (.eml, .msg)',
  source: 'mail',
  richness: 80,
  recognise: { shapes: ['mail'], needs: ['mailFormat', 'headers'] },
  columns: {
    // The same mail saved twice, as .eml and as .msg, is one.
    event_id: {
      of: ['messageId', 'receivedDate', 'microsoft.networkMessageId', 'from.address'],
      as: keyOf('mail', 1),
    },
    time: [{ of: ['date', 'receivedDate'], as: mailTime }, 'microsoft.originalArrivalTime'],
    record_type_name: 'mailFormat',
    workload: { of: [], as: constant('Exchange') },
    operation: { of: [], as: constant('Mail sample') },
    outcome: { of: [], as: constant('unknown') },
    user: [
      { of: 'from.address', as: lower },
      { of: 'sender.address', as: lower },
      { of: 'returnPath', as: lower },
    ],
    target_user: { of: ['to', 'cc', 'bcc'], as: firstRecipient },
    object: { of: ['to', 'cc', 'bcc'], as: allRecipients },
    ip: ['clientIp', 'connectingIp'],
    correlation_id: 'microsoft.networkMessageId',
    subject: 'subject',
    message_id: 'messageId',
  },
});

export const mailFormats: readonly Format[] = [mail];
