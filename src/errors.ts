/** Where something went wrong, as a person would look it up. */
export interface Place {
  /** A file path, or `archive.zip!/member.csv`. */
  readonly file?: string;
  /** 1-based line in the (decoded) file. */
  readonly line?: number;
  /** 1-based number of the record in the file. */
  readonly record?: number;
}

/** The codes a program may match on. One code, one kind of situation; the message is for people. */
export type ErrorCode =
  | 'usage'
  | 'not-found'
  | 'unreadable'
  | 'empty-file'
  | 'not-recognised'
  | 'language'
  | 'truncated'
  | 'corrupt'
  | 'too-large'
  | 'encoding'
  | 'no-evidence'
  | 'not-a-case'
  | 'case-newer'
  | 'case-busy'
  | 'case-exists'
  | 'read-only'
  | 'disk-full'
  | 'evidence-changed'
  | 'rules'
  | 'internal';

export interface ErrorDetails {
  readonly code: ErrorCode;
  readonly place?: Place;
  /** What the reader can do about it, as a sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The one error Konseki throws on purpose: a sentence, a place, a way out. */
export class KonsekiError extends Error {
  readonly code: ErrorCode;
  readonly place: Place | undefined;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'KonsekiError';
    this.code = details.code;
    this.place = details.place;
    this.hint = details.hint;
  }
}

/** `file:line`, or as much of it as is known; empty when nothing is. */
export function placeText(place: Place | undefined): string {
  if (place?.file === undefined) return '';
  if (place.line !== undefined) return `${place.file}:${place.line}`;
  if (place.record !== undefined) return `${place.file}, record ${place.record}`;
  return place.file;
}

/** The operating system's error code (`ENOENT`, `EACCES`, …) of an unknown error, if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return undefined;
}
