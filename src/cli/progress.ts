import cliProgress from 'cli-progress';
import type { AddProgress } from '../ingest/report.js';
import { count, cut, size } from '../output/table.js';
import { visible } from '../output/visible.js';
import type { Context } from './context.js';

export interface ProgressView {
  readonly onProgress: ((progress: AddProgress) => void) | undefined;
  /** Takes it off the screen. */
  stop(): void;
}

const nothing: ProgressView = { onProgress: undefined, stop: () => undefined };
const fileWidth = 30;
const barWidth = 18;

/** Bytes and records, rate and time left, on a terminal; nothing on a pipe or with --quiet. */
export function progressView(context: Context): ProgressView {
  if (!context.io.errIsTerminal || context.quiet) return nothing;
  const started = performance.now();
  let latest: AddProgress | undefined;
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: barWidth,
    fps: 8,
    format: (options, params) =>
      latest === undefined
        ? ''
        : line(latest, cliProgress.Format.BarFormat(params.progress, options), started),
  });
  return {
    onProgress: (progress) => {
      if (latest === undefined) bar.start(Math.max(progress.bytesTotal, 1), 0);
      latest = progress;
      bar.update(Math.min(progress.bytesDone, Math.max(progress.bytesTotal, 1)));
    },
    stop: () => {
      if (latest !== undefined) bar.stop();
    },
  };
}

function line(progress: AddProgress, bar: string, started: number): string {
  const { bytesDone, bytesTotal, records, phase } = progress;
  const seconds = (performance.now() - started) / 1000;
  const rate = seconds > 0 ? bytesDone / seconds : 0;
  const left = rate > 0 ? (bytesTotal - bytesDone) / rate : undefined;
  const parts = [
    `${size(bytesDone)} of ${size(bytesTotal)}`,
    `${count(records)} records`,
    `${size(rate)}/s`,
    left === undefined ? '' : `${duration(left)} left`,
    `${phase} ${cut(visible(progress.file), fileWidth)}`,
  ];
  return ` ${bar} ${parts.filter((part) => part !== '').join('  ')}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export interface StepView {
  readonly onProgress: (done: number, total: number) => void;
  stop(): void;
}

/** How many steps of how many; nothing on a pipe or with --quiet. */
export function stepView(context: Context, what: string): StepView {
  if (!context.io.errIsTerminal || context.quiet)
    return { onProgress: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: barWidth,
    fps: 8,
    format: ` {bar}  ${what}`,
  });
  let started = false;
  return {
    onProgress: (done, total) => {
      if (!started) bar.start(Math.max(total, 1), done);
      started = true;
      bar.update(Math.min(done, total));
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
