import { KonsekiError, systemCode } from '../errors.js';
import { systemError } from './system-error.js';

/** Bytes that follow the last whole member of a gzip. */
export function restError(name: string, bytes: number): KonsekiError {
  return new KonsekiError(`${name} is corrupt: ${bytes} bytes at the archive's end are not gzip.`, {
    code: 'corrupt',
    place: { file: name },
    hint: 'Download or copy the archive again; what could be unpacked was read.',
  });
}

/** Why a member could not be unpacked. */
export function unpackError(error: unknown, name: string): KonsekiError {
  if (error instanceof KonsekiError) return error;
  const code = systemCode(error);
  const place = { file: name };
  const says = error instanceof Error ? error.message : String(error);
  if (
    code === 'Z_BUF_ERROR' ||
    /unexpected end of file|unexpected EOF|not enough bytes/i.test(says)
  )
    return new KonsekiError(`${name} is cut: the archive ends before it does.`, {
      code: 'truncated',
      place,
      hint: 'Download or copy the archive again; what could be unpacked was read.',
      cause: error,
    });
  if (code?.startsWith('Z_') === true || code === undefined)
    return new KonsekiError(`${name} is corrupt: ${says}.`, {
      code: 'corrupt',
      place,
      hint: 'Download or copy the archive again.',
      cause: error,
    });
  return systemError(error, name, 'unpack');
}

/** Why a zip could not be opened or its directory not be read to the end. */
export function zipError(error: unknown, name: string): KonsekiError {
  if (error instanceof KonsekiError) return error;
  if (systemCode(error) !== undefined) return systemError(error, name, 'read');
  const says = error instanceof Error ? error.message : String(error);
  const place = { file: name };
  if (/end of central directory/i.test(says))
    return new KonsekiError(`${name} is cut: the directory at the end of the zip is missing.`, {
      code: 'truncated',
      place,
      hint: 'Download or copy it again, or repair it with "zip -FF" and add the result.',
      cause: error,
    });
  if (/encrypt/i.test(says))
    return new KonsekiError(`${name} is encrypted.`, {
      code: 'unreadable',
      place,
      hint: 'Unpack the archive with its password first, then add the files.',
      cause: error,
    });
  if (/multi-disk/i.test(says))
    return new KonsekiError(`${name} is one part of a zip split into several.`, {
      code: 'unreadable',
      place,
      hint: 'Unpack all parts together with another program and add the files.',
      cause: error,
    });
  return new KonsekiError(`${name} is a corrupt zip: ${says}`, {
    code: 'corrupt',
    place,
    hint: 'Download or copy it again.',
    cause: error,
  });
}
