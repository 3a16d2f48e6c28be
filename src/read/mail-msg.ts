import type msgReaderModule from '@kenjiuno/msgreader';
import type { FieldsData } from '@kenjiuno/msgreader';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { KonsekiError } from '../errors.js';
import { compoundFileFault } from './mail-cfb.js';
import type { HeaderPart } from './mail-eml.js';
import { headerPart, openAttachment, readEml, startOf } from './mail-eml.js';
import type {
  AttachedMail,
  MailAddress,
  MailAttachment,
  MailContext,
  MailFields,
} from './mail-fields.js';
import { innerContext, mailLimits, mayOpenAttached } from './mail-fields.js';
import { decodeBytes, messageIdOf } from './mail-headers.js';
import { decompressRtf } from './mail-rtf.js';
import { UrlList } from './mail-urls.js';

// CommonJS with a `default` of its own: Node and the test runner disagree on what importing it gives.
const { default: MsgReader } = createRequire(import.meta.url)(
  '@kenjiuno/msgreader',
) as typeof msgReaderModule;
type Reader = InstanceType<typeof MsgReader>;

/** Windows code pages by what `TextDecoder` and iconv-lite call them. */
const codePages: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  20127: 'us-ascii',
  20932: 'euc-jp',
  28591: 'iso-8859-1',
  50220: 'iso-2022-jp',
  50221: 'iso-2022-jp',
  50222: 'iso-2022-jp',
  51932: 'euc-jp',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
};

function encodingOf(codePage: number | undefined): string | undefined {
  if (codePage === undefined) return undefined;
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  return codePages[codePage];
}

/**
 * Reads an Outlook message.
 * @throws KonsekiError `corrupt` (without a place) when it is no sound .msg.
 */
export async function readMsg(bytes: Uint8Array, context: MailContext): Promise<MailFields> {
  const fault = compoundFileFault(bytes);
  if (fault !== undefined)
    throw new KonsekiError(`it is no whole .msg file: ${fault}`, {
      code: 'corrupt',
      hint: 'Save the mail again from Outlook, or export it as .eml.',
    });
  try {
    const opened = open(bytes);
    return await fieldsOf(opened.data, opened.reader, context);
  } catch (error) {
    if (error instanceof KonsekiError) throw error;
    const says = error instanceof Error ? error.message : String(error);
    throw new KonsekiError(`the .msg file is damaged: ${says}`, { code: 'corrupt', cause: error });
  }
}

function open(bytes: Uint8Array): { readonly reader: Reader; readonly data: FieldsData } {
  const whole = new Uint8Array(bytes).buffer;
  const ansiTags = new Set<number>();
  const first = new MsgReader(whole);
  first.parserConfig = {
    propertyObserver: (_fields, tag) => {
      if ((tag & 0xffff) === 0x001e) ansiTags.add(tag);
    },
  };
  const data = first.getFileData();
  const encoding = encodingOf(data.messageCodepage ?? data.internetCodepage);
  if (ansiTags.size === 0 || encoding === undefined || encoding === 'us-ascii')
    return { reader: first, data };
  // Older Outlooks keep text in a code page, and only what is read tells which.
  const second = new MsgReader(whole);
  second.parserConfig = { ansiEncoding: encoding };
  return { reader: second, data: second.getFileData() };
}

async function fieldsOf(
  data: FieldsData,
  reader: Reader,
  context: MailContext,
): Promise<MailFields> {
  const urls = new UrlList(context);
  const html = htmlOf(data);
  if (html !== '') urls.addHtml(html);
  urls.addText(data.body ?? '');
  if (html === '' && data.compressedRtf !== undefined)
    urls.addText(decompressRtf(data.compressedRtf, 20_000_000), 'rtf');

  const attachments: MailAttachment[] = [];
  const attached: AttachedMail[] = [];
  for (const [index, item] of (data.attachments ?? []).entries()) {
    if (index >= mailLimits.attachments) {
      context.notes.add(`only the first ${mailLimits.attachments} attachments were kept`);
      break;
    }
    const name = item.fileName ?? item.name ?? item.fileNameShort ?? null;
    if (item.innerMsgContentFields !== undefined) {
      // Written out and read as a file of its own: inside, the reader misses times and code pages.
      const { content } = reader.getAttachment(item);
      if (!mayOpenAttached(context, content.length)) continue;
      context.budget.attached--;
      attached.push({ name, ...(await readMsg(content, innerContext(context))) });
      continue;
    }
    if (item.dataId === undefined) continue;
    const { content } = reader.getAttachment(item);
    attachments.push({
      name,
      contentType: item.attachMimeTag ?? null,
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      inline: item.attachmentHidden === true || (item.pidContentId ?? '') !== '',
    });
    await openAttachment(
      { name, contentType: item.attachMimeTag ?? null, bytes: content },
      { context, urls, attached, openMsg: readMsg },
    );
  }
  return {
    mailFormat: 'msg',
    ...merged(await transportHeaders(data, context), data),
    urls: urls.urls,
    attachments,
    attached,
    textStart: startOf(data.body ?? '', html),
  };
}

function htmlOf(data: FieldsData): string {
  if (typeof data.bodyHtml === 'string' && data.bodyHtml !== '') return data.bodyHtml;
  if (!(data.html instanceof Uint8Array)) return '';
  return decodeBytes(encodingOf(data.internetCodepage) ?? 'utf-8', data.html);
}

/** The headers as they arrived, where Outlook kept them; read as the headers of an .eml are. */
async function transportHeaders(data: FieldsData, context: MailContext): Promise<HeaderPart> {
  const text = data.headers?.trim() ?? '';
  if (text === '') return headerPart([], new Map());
  try {
    return await readEml(Readable.from([Buffer.from(`${text}\r\n\r\n`)]), context, readMsg);
  } catch {
    context.notes.add('its transport headers could not be read');
    return headerPart([], new Map());
  }
}

/** What the headers do not say, from Outlook's own properties. */
function merged(part: HeaderPart, data: FieldsData): HeaderPart {
  const sender = mailbox(
    data.senderName,
    data.senderSmtpAddress,
    data.senderEmail,
    data.creatorSMTPAddress,
  );
  const from = mailbox(
    data.senderName,
    data.sentRepresentingSmtpAddress,
    sender?.address ?? undefined,
  );
  const recipients = (kind: string): readonly MailAddress[] =>
    (data.recipients ?? [])
      .filter((recipient) => recipient.recipType === kind)
      .map((recipient) => mailbox(recipient.name, recipient.smtpAddress, recipient.email))
      .filter((address) => address !== null);
  const orRecipients = (list: readonly MailAddress[], kind: string): readonly MailAddress[] =>
    list.length > 0 ? list : recipients(kind);
  return {
    from: part.from ?? from,
    sender: part.sender ?? (sender?.address === from?.address ? null : sender),
    returnPath: part.returnPath,
    replyTo: part.replyTo,
    to: orRecipients(part.to, 'to'),
    cc: orRecipients(part.cc, 'cc'),
    bcc: orRecipients(part.bcc, 'bcc'),
    subject: part.subject ?? textOf(data.subject),
    messageId: part.messageId ?? messageIdOf(textOf(data.messageId)),
    inReplyTo: part.inReplyTo,
    date: part.date ?? isoOf(data.clientSubmitTime) ?? isoOf(data.messageDeliveryTime),
    receivedDate: part.receivedDate ?? isoOf(data.messageDeliveryTime),
    received: part.received,
    clientIp: part.clientIp,
    connectingIp: part.connectingIp,
    authentication: part.authentication,
    headers: part.headers,
    microsoft: part.microsoft,
  };
}

/** The first that is an SMTP address: Exchange also writes `/O=EXCHANGELABS/…` there. */
function mailbox(
  name: string | undefined,
  ...addresses: readonly (string | undefined)[]
): MailAddress | null {
  const address = addresses.find((text) => text?.includes('@') === true) ?? null;
  const shown = textOf(name);
  return shown === null && address === null ? null : { name: shown, address };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function isoOf(time: string | undefined): string | null {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
