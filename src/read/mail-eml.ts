import type {
  AddressObject,
  AttachmentStream,
  EmailAddress,
  Headers,
  MessageText,
} from 'mailparser';
import { MailParser } from 'mailparser';
import { Readable } from 'node:stream';
import { KonsekiError } from '../errors.js';
import { authenticationOf } from './mail-authentication.js';
import type {
  AttachedMail,
  MailAddress,
  MailAttachment,
  MailContext,
  MailFields,
} from './mail-fields.js';
import { innerContext, mailLimits, mayOpenAttached } from './mail-fields.js';
import type { HeaderField } from './mail-headers.js';
import {
  decodeBytes,
  headerValue,
  messageIdOf,
  parseHeaderLine,
  parseMailDate,
} from './mail-headers.js';
import { clientIpOf, connectingIpOf, microsoftHeaders, receivedHops } from './mail-received.js';
import { htmlText, UrlList } from './mail-urls.js';

/** Opens a `.msg` inside a mail; given from outside, since the two readers call each other. */
export type OpenMsg = (bytes: Uint8Array, context: MailContext) => Promise<MailFields>;

/** Everything that headers alone say. */
export type HeaderPart = Omit<
  MailFields,
  'mailFormat' | 'urls' | 'attachments' | 'attached' | 'textStart'
>;

const known = new Set([
  'from',
  'to',
  'subject',
  'date',
  'received',
  'message-id',
  'return-path',
  'authentication-results',
]);

/**
 * Reads a mail in Internet format.
 * @throws KonsekiError `corrupt` (without a place) when it has no mail headers.
 */
export async function readEml(
  source: Readable,
  context: MailContext,
  openMsg: OpenMsg,
): Promise<MailFields> {
  const parser = new MailParser({
    checksumAlgo: 'sha256',
    // Attached mails come as attachments: they are read by themselves.
    ignoreEmbedded: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  let parsed: Headers = new Map();
  let headers: readonly HeaderField[] = [];
  parser.on('headers', (map) => {
    parsed = map;
  });
  parser.on('headerLines', (lines) => {
    if (lines.length > mailLimits.headers)
      context.notes.add(`only the first ${mailLimits.headers} headers were kept`);
    headers = lines
      .slice(0, mailLimits.headers)
      .map((line) => parseHeaderLine(line.line))
      .filter((field) => field !== undefined);
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);

  const urls = new UrlList(context);
  const attachments: MailAttachment[] = [];
  const attached: AttachedMail[] = [];
  let textStart: string | null = null;
  try {
    for await (const part of parser as AsyncIterable<AttachmentStream | MessageText>) {
      if (part.type === 'attachment') {
        const content = await readPart(part.content, context);
        if (attachments.length < mailLimits.attachments)
          attachments.push({
            name: part.filename ?? null,
            contentType: part.contentType,
            size: content.size,
            sha256: part.checksum ?? '',
            inline: part.related === true || part.contentDisposition === 'inline',
          });
        else context.notes.add(`only the first ${mailLimits.attachments} attachments were kept`);
        part.release?.();
        if (content.bytes === undefined) continue;
        await openAttachment(
          { name: part.filename ?? null, contentType: part.contentType, bytes: content.bytes },
          { context, urls, attached, openMsg },
        );
      } else {
        const html = typeof part.html === 'string' ? part.html : '';
        const text = part.text ?? '';
        if (html !== '') urls.addHtml(html);
        urls.addText(text);
        textStart = startOf(text, html);
      }
    }
  } catch (error) {
    if (source.errored !== null) throw source.errored;
    if (error instanceof KonsekiError) throw error;
    const says = error instanceof Error ? error.message : String(error);
    if (headers.length === 0)
      throw new KonsekiError(`its headers cannot be read (${says})`, {
        code: 'corrupt',
        cause: error,
      });
    context.notes.add(`the mail breaks off: ${says}`);
  } finally {
    source.destroy();
  }
  if (!headers.some((field) => known.has(field.name.toLowerCase())))
    throw new KonsekiError('it is no mail, since it has none of the headers that every mail has', {
      code: 'corrupt',
      hint: 'Save the mail itself, as .eml or .msg, not its text.',
    });
  return {
    mailFormat: 'eml',
    ...headerPart(headers, parsed),
    urls: urls.urls,
    attachments,
    attached,
    textStart,
  };
}

/** The first characters of what a reader sees. */
export function startOf(text: string, html: string): string | null {
  const plain = text.trim() === '' ? htmlText(html, mailLimits.textStart) : text;
  const start = plain.replace(/\r\n?/g, '\n').trim().slice(0, mailLimits.textStart);
  return start === '' ? null : start;
}

/** Size, and the bytes while they are few enough to look into; always reads to the end. */
async function readPart(
  content: Readable,
  context: MailContext,
): Promise<{ readonly size: number; readonly bytes: Buffer | undefined }> {
  let size = 0;
  let chunks: Buffer[] | undefined = [];
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mailLimits.attachedBytes || context.depth > mailLimits.depth) chunks = undefined;
    chunks?.push(chunk);
  }
  return { size, bytes: chunks === undefined ? undefined : Buffer.concat(chunks) };
}

export interface Attachment {
  readonly name: string | null;
  readonly contentType: string | null;
  readonly bytes: Uint8Array;
}

export interface AttachmentTarget {
  readonly context: MailContext;
  readonly urls: UrlList;
  readonly attached: AttachedMail[];
  readonly openMsg: OpenMsg;
}

/** A mail inside the mail is read like one, an attached page for its addresses. */
export async function openAttachment(
  attachment: Attachment,
  { context, urls, attached, openMsg }: AttachmentTarget,
): Promise<void> {
  const { name, bytes } = attachment;
  const type = attachment.contentType?.toLowerCase() ?? '';
  const extension = /\.([a-z0-9]{1,8})$/.exec(name?.toLowerCase().trim() ?? '')?.[1] ?? '';
  if (type === 'message/rfc822' || type === 'message/global' || extension === 'eml') {
    if (!mayOpenAttached(context, bytes.length)) return;
    context.budget.attached--;
    await add(() => readEml(Readable.from([bytes]), innerContext(context), openMsg));
  } else if (type === 'application/vnd.ms-outlook' || extension === 'msg') {
    if (!mayOpenAttached(context, bytes.length)) return;
    context.budget.attached--;
    await add(() => openMsg(bytes, innerContext(context)));
  } else if (
    /^(?:text\/html|application\/xhtml\+xml|image\/svg\+xml)$/.test(type) ||
    /^(?:x?html?|shtml|svg)$/.test(extension)
  ) {
    if (bytes.length <= mailLimits.htmlAttachmentBytes)
      urls.addHtml(decodeBytes(charsetOf(bytes), bytes), 'attachment');
    else context.notes.add('an attached page above 5 MiB was not searched for addresses');
  }

  async function add(read: () => Promise<MailFields>): Promise<void> {
    try {
      attached.push({ name, ...(await read()) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      context.notes.add(`an attached mail was not opened: ${reason}`);
    }
  }
}

function charsetOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  const start = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
  return /charset\s{0,3}=\s{0,3}["']?([a-z0-9_-]{2,40})/i.exec(start)?.[1] ?? 'utf-8';
}

function isAddressObject(value: unknown): value is AddressObject {
  return typeof value === 'object' && value !== null && 'value' in value && 'text' in value;
}

function addressesOf(headers: Headers, name: string): readonly MailAddress[] {
  const value = headers.get(name);
  const objects: readonly unknown[] = Array.isArray(value) ? value : [value];
  return objects.filter(isAddressObject).flatMap((object) => flatten(object.value));
}

function flatten(list: readonly EmailAddress[]): readonly MailAddress[] {
  return list
    .slice(0, 10_000)
    .flatMap((entry) =>
      entry.group === undefined
        ? [{ name: orNull(entry.name), address: orNull(entry.address) }]
        : flatten(entry.group),
    )
    .filter((entry) => entry.name !== null || entry.address !== null);
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim();
}

/** What the headers say; `parsed` are mailparser's, of which the addresses are used. */
export function headerPart(headers: readonly HeaderField[], parsed: Headers): HeaderPart {
  const received = receivedHops(headers);
  return {
    from: addressesOf(parsed, 'from')[0] ?? null,
    sender: addressesOf(parsed, 'sender')[0] ?? null,
    returnPath: addressesOf(parsed, 'return-path')[0]?.address ?? null,
    replyTo: addressesOf(parsed, 'reply-to'),
    to: addressesOf(parsed, 'to'),
    cc: addressesOf(parsed, 'cc'),
    bcc: addressesOf(parsed, 'bcc'),
    subject: headerValue(headers, 'Subject'),
    messageId: messageIdOf(headerValue(headers, 'Message-ID')),
    inReplyTo: messageIdOf(headerValue(headers, 'In-Reply-To')),
    date: parseMailDate(headerValue(headers, 'Date')),
    receivedDate: received.find((hop) => hop.date !== null)?.date ?? null,
    received,
    clientIp: clientIpOf(headers, received),
    connectingIp: connectingIpOf(headers),
    authentication: authenticationOf(headers),
    headers: headers.map((field) => [field.name, field.value] as const),
    microsoft: microsoftHeaders(headers),
  };
}
