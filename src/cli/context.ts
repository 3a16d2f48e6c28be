import type { Command } from 'commander';
import pc from 'picocolors';
import { KonsekiError } from '../errors.js';
import type { TableOptions } from '../output/table.js';
import type { TimeWriter } from '../output/time.js';
import { timeWriter } from '../output/time.js';
import { visible } from '../output/visible.js';
import type { Io } from './io.js';

export type Format = 'table' | 'json' | 'jsonl' | 'csv';

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly csv?: boolean;
  readonly tz?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
}

/** What a command knows of how to answer. */
export interface Context {
  readonly io: Io;
  readonly format: Format;
  readonly quiet: boolean;
  readonly time: TimeWriter;
  /** `UTC`, or the zone of --tz. */
  readonly zone: string;
  readonly colors: ReturnType<typeof pc.createColors>;
  /** How tables are laid out. */
  readonly layout: TableOptions;
  print(text: string): Promise<void>;
  /** A remark on standard error, which --quiet leaves out. */
  note(text: string): void;
  /** A message that is always told. */
  warn(text: string): void;
}

/** @throws KonsekiError `usage`: an output format the command does not have, or an unknown zone. */
export function contextOf(io: Io, command: Command, formats: readonly Format[]): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  const asked = (['json', 'jsonl', 'csv'] as const).filter((name) => options[name] === true);
  const [format = 'table'] = asked;
  if (asked.length > 1)
    throw new KonsekiError(`Choose one of ${asked.map((name) => `--${name}`).join(' and ')}.`, {
      code: 'usage',
    });
  if (!formats.includes(format))
    throw new KonsekiError(`"${command.name()}" cannot answer as --${format}.`, {
      code: 'usage',
      hint: `It has ${formats.map((name) => (name === 'table' ? 'tables for people' : `--${name}`)).join(', ')}.`,
    });
  const colors = pc.createColors(wantsColor(io, options.color));
  const quiet = options.quiet === true;
  return {
    io,
    format,
    quiet,
    time: timeWriter(options.tz),
    zone: options.tz ?? 'UTC',
    colors,
    layout: { width: io.columns, head: colors.bold },
    print: (text) => io.out(text),
    note: (text) => {
      if (!quiet) io.err(`${visible(text)}\n`);
    },
    warn: (text) => {
      io.err(`konseki: ${visible(text)}\n`);
    },
  };
}

function wantsColor(io: Io, option: boolean): boolean {
  const { NO_COLOR: noColor = '', TERM: term } = io.env;
  return option && io.outIsTerminal && noColor === '' && term !== 'dumb';
}

/** For `--user a --user b`. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** `--limit N` or `--limit all`. @throws KonsekiError `usage` */
export function limitOf(
  value: string | undefined,
  otherwise: number | undefined,
): number | undefined {
  if (value === undefined) return otherwise;
  if (value.toLowerCase() === 'all') return undefined;
  const limit = Number(value);
  if (!/^\d{1,15}$/.test(value) || limit < 1)
    throw new KonsekiError(`--limit "${value}" is not a number of rows.`, {
      code: 'usage',
      hint: 'Write a number from 1, or "all".',
    });
  return limit;
}

/** How a person calls this program, for commands we suggest. */
export function programName(env: Io['env']): string {
  if (env['npm_lifecycle_event'] !== undefined) return 'npm run konseki --';
  return process.argv[1]?.endsWith('konseki.mjs') === true ? 'node bin/konseki.mjs' : 'konseki';
}

/** An argument as a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`;
}
