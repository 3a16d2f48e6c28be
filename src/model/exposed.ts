import { z } from 'zod';
import { eventIds, said, time } from './incident-parts.js';

/** What an intruder got at, and who got the mails: parts of the incident document. */

/** Certain: the record says so. Possible: the record allows it. Unknown: the record that would say is missing. */
export const certainties = ['certain', 'possible', 'unknown'] as const;

const exposedMessage = z.strictObject({
  messageId: z.string().nullable(),
  subject: z.string().nullable(),
  mailbox: z.string(),
  folder: z.string().nullable(),
  did: z.enum(['read', 'sent', 'drafted', 'deleted', 'moved', 'changed', 'synced', 'searched']),
  certainty: z.enum(certainties),
  first: time,
  last: time,
  /** Can it be put back, and from where (W-46); null where nothing was deleted. */
  restore: said.nullable(),
  events: eventIds,
});
const exposedFile = z.strictObject({
  path: z.string(),
  site: z.string().nullable(),
  did: z.enum(['opened', 'downloaded', 'synced', 'shared', 'changed', 'deleted', 'searched']),
  certainty: z.enum(certainties),
  first: time,
  last: time,
  events: eventIds,
});
export const exposed = z.strictObject({
  messages: z.array(exposedMessage),
  files: z.array(exposedFile),
  searches: z.array(
    z.strictObject({ words: z.string(), where: z.string(), at: time, events: eventIds }),
  ),
  /** What the logs do not tell about reading and taking. */
  unknown: z.array(z.strictObject({ said, events: eventIds })),
});

export const recipient = z.strictObject({
  address: z.string(),
  internal: z.boolean(),
  /** Of which mail. */
  messageId: z.string().nullable(),
  subject: z.string().nullable(),
  sender: z.string(),
  received: time,
  /** Delivered, quarantined, failed …, as the log says; null where it does not. */
  delivered: z.string().nullable(),
  did: z.array(
    z.strictObject({
      what: z.enum(['opened', 'clicked', 'replied', 'deleted', 'reported', 'signed-in']),
      at: time,
      /** A sign-in that came from the attacker's infrastructure, or looks like it. */
      suspicious: z.boolean(),
      events: eventIds,
    }),
  ),
  events: eventIds,
});

export type Exposed = z.infer<typeof exposed>;
export type Recipient = z.infer<typeof recipient>;
