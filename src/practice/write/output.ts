import type { PracticeEffects, Sink } from '../effects.js';
import type { Draft } from '../records/draft.js';

/** A file as the truth lists it. */
export interface WrittenFile {
  readonly file: string;
  readonly format: string;
  readonly records: number;
}

/** One export that is being written. */
export interface Output {
  /** Writes the record where this export would hold it. True when it did. */
  take(draft: Draft): boolean;
  /** Must be awaited now and then, so that memory stays bounded. */
  flush(): Promise<void>;
  /** Called when a local day is over. */
  endDay?(): void;
  close(): Promise<readonly WrittenFile[]>;
}

const flushFrom = 1 << 16;

/** A text file that is opened when something is first written to it, or at the end. */
export interface TextFile {
  put(text: string): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function makeTextFile(effects: PracticeEffects, folder: string, name: string): TextFile {
  let chunks: string[] = [];
  let held = 0;
  let sink: Sink | undefined;
  const flush = async (least: number): Promise<void> => {
    if (held < least) return;
    const text = chunks.join('');
    chunks = [];
    held = 0;
    sink ??= await effects.create(folder, name);
    if (text !== '') await sink.write(text);
  };
  return {
    put: (text) => {
      chunks.push(text);
      held += text.length;
    },
    flush: () => flush(flushFrom),
    close: async () => {
      await flush(0);
      await sink?.close();
    },
  };
}

/** A cell in quotation marks. */
export const quoted = (text: string): string =>
  text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`;

/** A cell that is quoted only where it must be. */
export const plain = (text: string): string => (/[",\r\n]/.test(text) ? quoted(text) : text);

/** What one format needs to say to become a file of one record after another. */
export interface SimpleFormat {
  readonly file: string;
  readonly format: string;
  readonly head: string;
  readonly tail: string;
  /** Between records. */
  readonly between: string;
  /** The text of a record; undefined when this export does not hold it. */
  readonly text: (draft: Draft) => string | undefined;
}

/** An output that writes one file; none where nothing is in it. */
export function simpleOutput(
  effects: PracticeEffects,
  folder: string,
  simple: SimpleFormat,
): Output {
  const file = makeTextFile(effects, folder, simple.file);
  let records = 0;
  return {
    take: (draft) => {
      const text = simple.text(draft);
      if (text === undefined) return false;
      file.put((records === 0 ? simple.head : simple.between) + text);
      records++;
      return true;
    },
    flush: () => file.flush(),
    close: async () => {
      if (records === 0) return [];
      file.put(simple.tail);
      await file.close();
      return [{ file: simple.file, format: simple.format, records }];
    },
  };
}
