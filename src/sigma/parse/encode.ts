import type { Pattern } from '../rule.js';
import type { Modification } from './modifiers.js';
import { literalOf } from './pattern.js';

/**
 * The pattern with its text encoded as the modifiers say, in all forms it may then have; a sentence where that
 * cannot be. Base64 looks different at each of three offsets from where the encoded bytes begin: what is the
 * same whatever stands around is kept.
 */
export function encodings(
  pattern: Pattern,
  { encode, base64 }: Pick<Modification, 'encode' | 'base64'>,
): readonly Pattern[] | string {
  if (base64 !== undefined) {
    const text = literalOf(pattern);
    if (text === undefined) return `a text with wildcards cannot be encoded in ${base64}`;
    if (text === '') return `an empty text cannot be encoded in ${base64}`;
    const bytes = bytesOf(text, encode);
    if (base64 === 'base64') return [[bytes.toString('base64')]];
    const forms = [0, 1, 2].map((offset) => offsetForm(bytes, offset));
    if (forms.includes('')) return 'a text so short has no form of its own in Base64';
    return forms.map((form) => [form]);
  }
  if (encode === undefined) return [pattern];
  // Without Base64 around them the bytes are looked for as text: that is only sure for ASCII.
  if (encode === 'utf16')
    return 'utf16 begins with bytes that are no text: base64 or base64offset must follow';
  const wide: (string | Exclude<Pattern[number], string>)[] = [];
  for (const part of pattern) {
    if (typeof part !== 'string') wide.push(part);
    // eslint-disable-next-line no-control-regex -- ASCII is what this asks for
    else if (!/^[\u0000-\u007f]*$/.test(part))
      return `${encode} of a text that is not ASCII is no text: base64 or base64offset must follow`;
    else wide.push(bytesOf(part, encode).toString('latin1'));
  }
  return [wide];
}

function bytesOf(text: string, encode: Modification['encode']): Buffer {
  const little = Buffer.from(text, 'utf16le');
  switch (encode) {
    case undefined:
      return Buffer.from(text, 'utf8');
    case 'utf16le':
      return little;
    case 'utf16be':
      return little.swap16();
    case 'utf16':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), little]);
  }
}

/** Signs of Base64 that hang on the bytes before (offset bytes of them) or after are cut off. */
function offsetForm(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const before = [0, 2, 3][offset] ?? 0;
  const behind = [0, 3, 2][(bytes.length + offset) % 3] ?? 0;
  return text.slice(before, text.length - behind);
}
