import type { Source } from '../model/event.js';
import { normalise } from '../formats/normalise.js';
import { formats } from '../formats/registry.js';
import { americanTime, isoSeconds } from './company/clock.js';
import type { AuditEntry, Draft, Mark } from './records/draft.js';
import type { Truth } from './truth.js';

type AttackerEvent = Truth['events'][number];

export const sourceOf = (draft: Draft): Source => {
  switch (draft.kind) {
    case 'sign-in':
    case 'app-sign-in':
      return 'entra_signin';
    case 'audit':
      return 'entra_audit';
    case 'ual':
      return 'ual';
    case 'trace':
      return 'message_trace';
    case 'azure':
      return 'azure_activity';
    case 'risk':
      return 'risk_detection';
    case 'mail':
      return 'mail';
  }
};

/** The id of a record that carries none: what Konseki makes of its fields. */
function idThrough(
  format: string,
  fields: Readonly<Record<string, unknown>>,
): { id: string; time: string } {
  const found = formats.find(({ name }) => name === format);
  if (found === undefined) throw new Error(`no format ${format}`);
  const made = normalise(found, { kind: 'record', recordNo: 1, fields }, '');
  if (made.kind !== 'event') throw new Error(`${format}: ${made.reason}`);
  const { event_id: id, time } = made.values;
  if (typeof id !== 'string' || typeof time !== 'bigint')
    throw new Error(`${format}: no id or time`);
  return { id, time: isoMicros(time) };
}

export const isoMicros = (time: bigint): string =>
  `${isoSeconds(Number(time / 1000n))}.${String(time % 1_000_000n).padStart(6, '0')}Z`;

const auditTime = (entry: AuditEntry): string =>
  `${isoSeconds(entry.time)}.${entry.fraction.slice(0, 6)}Z`;

/** A record of the attacker as the truth lists it: with id, time and user as ingest will have them. */
export function attackerEvent(draft: Draft, mark: Mark): AttackerEvent {
  const common = {
    source: sourceOf(draft),
    stage: mark.stage,
    trace: mark.trace?.slug ?? null,
    session: mark.session,
  };
  switch (draft.kind) {
    case 'sign-in':
      return {
        ...common,
        id: draft.requestId,
        time: `${isoSeconds(draft.time)}Z`,
        user: draft.user.upn,
      };
    case 'app-sign-in':
      return {
        ...common,
        id: draft.requestId,
        time: `${isoSeconds(draft.time)}Z`,
        user: draft.app.name.toLowerCase(),
      };
    case 'audit':
      return {
        ...common,
        id: draft.id,
        time: auditTime(draft),
        user: (draft.by.kind === 'user' ? draft.by.user.upn : draft.by.name).toLowerCase(),
      };
    case 'ual':
      return {
        ...common,
        id: draft.data.Id,
        time: `${draft.data.CreationTime}Z`,
        user: draft.data.UserId.toLowerCase(),
      };
    case 'azure':
      return {
        ...common,
        id: draft.data.eventDataId,
        time: micros(String(draft.data['eventTimestamp'])),
        user: draft.data.caller.toLowerCase(),
      };
    case 'risk':
      return {
        ...common,
        id: draft.data.id,
        time: micros(String(draft.data['activityDateTime'])),
        user: draft.data.userPrincipalName.toLowerCase(),
      };
    case 'trace': {
      const made = idThrough('message-trace-cmdlet', {
        MessageId: draft.messageId,
        Received: americanTime(draft.time),
        SenderAddress: draft.sender,
        RecipientAddress: draft.recipient,
        Subject: draft.subject,
        Status: draft.status,
        FromIP: draft.fromIp,
        MessageTraceId: draft.networkId,
      });
      return { ...common, ...made, user: draft.sender.toLowerCase() };
    }
    case 'mail': {
      const made = idThrough('mail', {
        messageId: draft.messageId,
        date: `${isoSeconds(draft.time - 9000)}.000Z`,
        receivedDate: `${isoSeconds(draft.time + 3000)}.000Z`,
        microsoft: { networkMessageId: draft.networkId },
        from: { address: draft.from },
      });
      return { ...common, ...made, user: draft.from.toLowerCase() };
    }
  }
}

/** Seven digits after the second, of which the schema keeps six. */
const micros = (text: string): string => text.replace(/(\.\d{6})\d+Z$/, '$1Z');
