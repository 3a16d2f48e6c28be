import { open, type FileHandle } from 'node:fs/promises';
import { systemError } from './system-error.js';

const NEWLINE = 10;
const CR = 13;
const CHUNK = 1024 * 1024;

/**
 * A sliding view of a file: `bytes[start, end)` are read and not yet consumed. Scanners look at the view
 * as a whole, and ask for more when it ends too early; `fill` doubles what is held, so that looking at a
 * long record again after each fill costs no more than twice its length.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafe(2 * CHUNK);
  start = 0;
  end = 0;
  /** True when the file holds nothing beyond `end`. */
  ended = false;
  /** The 1-based line that `start` is in. */
  line = 1;
  /** Lines end with CR alone; a CR before a LF is not counted twice. */
  crLines = false;
  /** File offset of `start`. */
  offset = 0;
  readonly #file: FileHandle;
  readonly #path: string;
  /** The file's size when it was opened. */
  readonly size: number;

  private constructor(file: FileHandle, path: string, size: number) {
    this.#file = file;
    this.size = size;
    this.#path = path;
  }

  static async open(path: string): Promise<ByteWindow> {
    try {
      const file = await open(path, 'r');
      return new ByteWindow(file, path, (await file.stat()).size);
    } catch (error) {
      throw systemError(error, path, 'open');
    }
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Reads more; indexes into `bytes` are void afterwards, distances from `start` are not. */
  async fill(): Promise<void> {
    if (this.ended) return;
    const live = this.length;
    const want = Math.max(CHUNK, live);
    if (this.bytes.length - this.end < want) {
      if (this.bytes.length < live + want) {
        const larger = Buffer.allocUnsafe(live + want);
        this.bytes.copy(larger, 0, this.start, this.end);
        this.bytes = larger;
      } else {
        this.bytes.copyWithin(0, this.start, this.end);
      }
      this.start = 0;
      this.end = live;
    }
    try {
      const { bytesRead } = await this.#file.read(
        this.bytes,
        this.end,
        want,
        this.offset + this.length,
      );
      if (bytesRead === 0) this.ended = true;
      this.end += bytesRead;
    } catch (error) {
      throw systemError(error, this.#path, 'read');
    }
  }

  /** Fills until `length` bytes are held or the file ends. */
  async hold(length: number): Promise<void> {
    while (!this.ended && this.length < length) await this.fill();
  }

  /** Consumes up to `index`, counting its lines. */
  moveTo(index: number): void {
    const passed = this.bytes.subarray(this.start, index);
    for (let at = passed.indexOf(NEWLINE); at !== -1; at = passed.indexOf(NEWLINE, at + 1))
      this.line += 1;
    if (this.crLines)
      for (let at = passed.indexOf(CR); at !== -1; at = passed.indexOf(CR, at + 1))
        if (this.bytes[this.start + at + 1] !== NEWLINE) this.line += 1;
    this.offset += index - this.start;
    this.start = index;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
