import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Builds `dist` once before the tests, since those of the command line and of the browser run the built program.
 * Types are not checked here (`npm run types` does), so that one room's unfinished work does not
 * keep another room's tests from running.
 */
export default function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const build = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}${build.stderr}`);
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
  const ui = spawnSync(
    process.execPath,
    [vite, 'build', '--config', 'src/web/ui/vite.config.ts', '--logLevel', 'warn'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (ui.status !== 0) throw new Error(`The interface was not built:\n${ui.stdout}${ui.stderr}`);
}
