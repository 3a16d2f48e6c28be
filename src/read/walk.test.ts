import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useScratch } from './testing.case.js';
import { walk } from './walk.js';

const scratch = useScratch();
const relative = (found: readonly { readonly path: string }[]): string[] =>
  found.map((file) => path.relative(scratch.path(''), file.path));

describe('walk', () => {
  beforeAll(async () => {
    await mkdir(scratch.path('logs/b'), { recursive: true });
    await mkdir(scratch.path('logs/__MACOSX'), { recursive: true });
    for (const name of ['logs/z.csv', 'logs/a.csv', 'logs/B.csv', 'logs/b/1.json', 'single.csv'])
      await scratch.write(name, 'x');
    for (const name of ['logs/.DS_Store', 'logs/Thumbs.db', 'logs/.hidden', 'logs/__MACOSX/a'])
      await scratch.write(name, 'x');
    await symlink(scratch.path('logs'), scratch.path('logs/b/loop'));
    await symlink(scratch.path('logs/a.csv'), scratch.path('logs/y-link.csv'));
    await symlink(scratch.path('gone'), scratch.path('logs/dead'));
  });

  it('lists files in a stable order, each once, and says what it leaves out', async () => {
    const found = await walk([
      scratch.path('single.csv'),
      scratch.path('logs'),
      scratch.path('logs/z.csv'),
    ]);
    expect(relative(found.files)).toEqual([
      'single.csv',
      'logs/B.csv',
      'logs/a.csv',
      'logs/b/1.json',
      'logs/z.csv',
    ]);
    expect(found.files.map((file) => file.named)).toEqual([true, false, false, false, false]);
    expect(found.files[0]?.bytes).toBe(1);
    expect(relative(found.skipped)).toEqual([
      'logs/.DS_Store',
      'logs/.hidden',
      'logs/Thumbs.db',
      'logs/__MACOSX',
      'logs/b/loop',
      'logs/y-link.csv',
      'logs/z.csv',
    ]);
    expect(found.problems.map((problem) => problem.error.message)).toEqual([
      `Cannot read ${scratch.path('logs/dead')}: the file this link leads to is gone.`,
    ]);
  });

  it('reads a hidden file that the user names', async () => {
    const found = await walk([scratch.path('logs/.hidden')]);
    expect(found.files.map((file) => file.named)).toEqual([true]);
  });

  it('reports what is missing or no file, and goes on', async () => {
    execFileSync('mkfifo', [scratch.path('pipe')]);
    const found = await walk([
      scratch.path('none'),
      scratch.path('pipe'),
      scratch.path('single.csv'),
    ]);
    expect(found.problems.map((problem) => problem.error.code)).toEqual([
      'not-found',
      'unreadable',
    ]);
    expect(found.problems[1]?.error.message).toContain('a pipe');
    expect(relative(found.files)).toEqual(['single.csv']);
  });

  it.skipIf(process.getuid?.() === 0)(
    'reports folders it may not read (root may read all)',
    async () => {
      await mkdir(scratch.path('locked'));
      await chmod(scratch.path('locked'), 0);
      const found = await walk([scratch.path('locked')]);
      expect(found.problems.map((problem) => problem.error.code)).toEqual(['unreadable']);
    },
  );
});
