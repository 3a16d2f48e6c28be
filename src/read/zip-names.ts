import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Entry } from 'yauzl';

const utf8Flag = 0x800;
const unicodePath = 0x7075;

/**
 * A member's name for people to read: never a path to write to. Names without the UTF-8 flag are often UTF-8
 * all the same; else, from Japanese Windows, cp932; else the standard's cp437.
 */
export function memberName(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const extra = entry.extraFields.find((field) => field.id === unicodePath)?.data;
  if (extra !== undefined && extra.length > 5 && extra[0] === 1) return extra.toString('utf8', 5);
  if ((entry.generalPurposeBitFlag & utf8Flag) !== 0 || isUtf8(raw)) return raw.toString('utf8');
  const japanese = iconv.decode(raw, 'cp932');
  if (!japanese.includes('\ufffd') && /[\u3040-\u30ff\u4e00-\u9fff]/.test(japanese))
    return japanese;
  return iconv.decode(raw, 'cp437');
}
