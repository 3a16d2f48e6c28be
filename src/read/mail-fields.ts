import type { Fields } from './record.js';

/** Where a mail is too large, too deep or too many-parted to be kept whole. */
export const mailLimits = {
  fileBytes: 150 * 1024 * 1024,
  urls: 10_000,
  urlLength: 8_192,
  attachments: 1_000,
  hops: 200,
  headers: 2_000,
  /** Mails inside mails, counted over the whole file. */
  attached: 100,
  depth: 5,
  attachedBytes: 50 * 1024 * 1024,
  htmlAttachmentBytes: 5 * 1024 * 1024,
  textStart: 2_000,
} as const;

export interface MailAddress {
  readonly name: string | null;
  readonly address: string | null;
}

/** One Received header: the newest stands first, as in the mail. */
export interface ReceivedHop {
  /** What the sending server called itself. */
  readonly from: string | null;
  readonly by: string | null;
  readonly with: string | null;
  /** The address the receiving server saw. */
  readonly ip: string | null;
  /** ISO 8601, UTC. */
  readonly date: string | null;
}

/** Results in lower case (`pass`, `fail`, `none`, …), as the receiving server wrote them. */
export interface MailAuthentication {
  readonly spf: string | null;
  readonly dkim: string | null;
  readonly dmarc: string | null;
  /** Microsoft's composite authentication. */
  readonly compauth: string | null;
  /** Its reason code, `001`, `100`, …. */
  readonly compauthReason: string | null;
  /** What DMARC asked for: none, quarantine, reject, or Microsoft's `oreject`, …. */
  readonly dmarcAction: string | null;
  readonly smtpMailFrom: string | null;
  readonly headerFrom: string | null;
  readonly dkimDomain: string | null;
  /** The address that SPF was checked for. */
  readonly senderIp: string | null;
  /** The header the results were read from, whole. */
  readonly raw: string | null;
}

export interface MailUrl {
  /** Taken out of Safe Links where it was wrapped. Never fetched. */
  readonly url: string;
  /** The Safe Links address that stood in the mail. */
  readonly wrapped: string | null;
  /** What the reader sees instead of the address, at most 200 characters. */
  readonly text: string | null;
  readonly place: 'html' | 'text' | 'rtf' | 'attachment';
}

export interface MailAttachment {
  readonly name: string | null;
  readonly contentType: string | null;
  readonly size: number;
  readonly sha256: string;
  /** Shown in the text (a picture) rather than beside it. */
  readonly inline: boolean;
}

/** Microsoft's own headers; null where the mail has none. */
export interface MicrosoftHeaders {
  /** The id of `NetworkMessageId` in Defender and in message traces; a GUID, lower case. */
  readonly networkMessageId: string | null;
  /** The tenant, from X-MS-Exchange-CrossTenant-Id. */
  readonly tenantId: string | null;
  /** Internet, Hosted or HybridOnPrem. */
  readonly fromEntity: string | null;
  /** Anonymous, Internal or Partner. */
  readonly authAs: string | null;
  readonly authSource: string | null;
  /** ISO 8601, UTC. */
  readonly originalArrivalTime: string | null;
  readonly messageDirectionality: string | null;
  readonly scl: string | null;
  /** From X-Forefront-Antispam-Report: category (PHSH, HPHISH, SPOOF, NONE, …) and country. */
  readonly category: string | null;
  readonly country: string | null;
}

/**
 * What is read from a mail (`.eml`, `.msg`). Every key is always there: `null` or an empty list
 * where the mail says nothing. Texts are decoded; addresses keep their case.
 */
export interface MailFields {
  readonly mailFormat: 'eml' | 'msg';
  readonly from: MailAddress | null;
  readonly sender: MailAddress | null;
  readonly returnPath: string | null;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  readonly subject: string | null;
  /** With its angle brackets. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** The Date header (written by the sender), ISO 8601, UTC. */
  readonly date: string | null;
  /** When the last server received it, ISO 8601, UTC. */
  readonly receivedDate: string | null;
  readonly received: readonly ReceivedHop[];
  /**
   * The address the mail came from: X-Originating-IP, else the earliest public address of the
   * Received chain. What stands below the first trusted server can be forged.
   */
  readonly clientIp: string | null;
  /** The address that connected to Microsoft, as Microsoft recorded it. */
  readonly connectingIp: string | null;
  readonly authentication: MailAuthentication;
  readonly urls: readonly MailUrl[];
  readonly attachments: readonly MailAttachment[];
  /** Mails inside this one: users report phish as an attachment. */
  readonly attached: readonly AttachedMail[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly textStart: string | null;
  readonly microsoft: MicrosoftHeaders;
}

export interface AttachedMail extends MailFields {
  /** File name of the attachment. */
  readonly name: string | null;
}

/** What the reading of one file shares between the mail and those inside it. */
export interface MailContext {
  readonly depth: number;
  readonly budget: { urls: number; attached: number };
  /** What could not be kept or read, for `ReadRecord.damage`. */
  readonly notes: Set<string>;
}

export function newMailContext(): MailContext {
  return {
    depth: 0,
    budget: { urls: mailLimits.urls, attached: mailLimits.attached },
    notes: new Set(),
  };
}

export function innerContext(context: MailContext): MailContext {
  return { ...context, depth: context.depth + 1 };
}

/** True when a mail inside this one may still be read; notes why not. */
export function mayOpenAttached(context: MailContext, bytes: number): boolean {
  if (context.depth >= mailLimits.depth) {
    context.notes.add(`mails nested deeper than ${mailLimits.depth} levels were not opened`);
    return false;
  }
  if (context.budget.attached <= 0) {
    context.notes.add(`only the first ${mailLimits.attached} attached mails were opened`);
    return false;
  }
  if (bytes > mailLimits.attachedBytes) {
    context.notes.add('an attached mail above 50 MiB was not opened');
    return false;
  }
  return true;
}

/**
 * Strings that every store and output can hold: no NUL, no lone surrogates. Mails are written by
 * attackers, and DuckDB's JSON takes neither.
 */
export function cleanText(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, '\uFFFD');
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  return value;
}

/** The fields as a record holds them. */
export function mailRecordFields(mail: MailFields): Fields {
  return clean(mail) as Fields;
}
