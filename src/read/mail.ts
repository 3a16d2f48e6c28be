import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { KonsekiError } from '../errors.js';
import { readEml } from './mail-eml.js';
import type { MailFields } from './mail-fields.js';
import { mailLimits, mailRecordFields, newMailContext } from './mail-fields.js';
import { readMsg } from './mail-msg.js';
import type { ReadRecord } from './record.js';
import { systemError } from './system-error.js';

export type {
  AttachedMail,
  MailAddress,
  MailAttachment,
  MailAuthentication,
  MailFields,
  MailUrl,
  MicrosoftHeaders,
  ReceivedHop,
} from './mail-fields.js';

/**
 * Reads a saved mail as one record whose fields are {@link MailFields}. Nothing in it is fetched or
 * run. `damage` says what could not be kept (formats.md §5; DESIGN.md §7).
 *
 * @throws KonsekiError with the file as its place: `not-found`, `unreadable`, `empty-file`,
 * `too-large` (above 150 MiB), `corrupt` (not a mail, or damaged before its headers end).
 */
export async function readMail(path: string, kind: 'eml' | 'msg'): Promise<ReadRecord> {
  const context = newMailContext();
  try {
    const bytes = await readAll(path);
    const mail: MailFields =
      kind === 'msg'
        ? await readMsg(bytes, context)
        : await readEml(Readable.from(chunksOf(internetForm(bytes))), context, readMsg);
    return {
      kind: 'record',
      recordNo: 1,
      fields: mailRecordFields(mail),
      ...(context.notes.size === 0 ? {} : { damage: [...context.notes].join('; ') }),
    };
  } catch (error) {
    if (error instanceof KonsekiError)
      throw new KonsekiError(`Cannot read ${path}: ${error.message}.`, {
        code: error.code,
        place: error.place ?? { file: path, record: 1 },
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error.cause,
      });
    throw systemError(error, path, 'read');
  }
}

async function readAll(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0)
      throw new KonsekiError('the file is empty', {
        code: 'empty-file',
        hint: 'Save or download the mail again.',
      });
    if (size > mailLimits.fileBytes)
      throw new KonsekiError('the mail is larger than 150 MiB', {
        code: 'too-large',
        hint: 'No mail service delivers mails of this size: check what the file is.',
      });
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Drops what editors and downloads put before the first header; UTF-16 becomes UTF-8. */
function internetForm(bytes: Buffer): Buffer {
  let mail = bytes;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) mail = Buffer.from(bytes.toString('utf16le'));
  if (mail[0] === 0xef && mail[1] === 0xbb && mail[2] === 0xbf) mail = mail.subarray(3);
  let start = 0;
  while ([0x0a, 0x0d, 0x20, 0x09].includes(mail[start] ?? 0)) start++;
  return mail.subarray(start);
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
