#!/usr/bin/env node
import { existsSync } from 'node:fs';

const internalError = 70;
const brokenPipe = 141; // as the shell reports a program that SIGPIPE ended

// The reader went away (`konseki … | head`): stop like any other program in a pipe.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? brokenPipe);
  throw error;
});
// Nobody reads the progress: the work itself goes on.
process.stderr.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});

const main = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(main)) {
  try {
    const program = await import(main.href);
    process.exitCode = await program.main(process.argv.slice(2));
  } catch (error) {
    // main() turns every error into a message and a code: what arrives here is a fault of ours.
    console.error(error);
    process.exitCode = internalError;
  }
} else {
  console.error('konseki: not built yet (dist is missing); run "npm ci" or "npm run build" first.');
  process.exitCode = internalError;
}
