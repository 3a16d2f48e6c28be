import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    pool: 'forks',
    // Of the two cores one is often busy with a child process or with DuckDB's own threads.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 240_000,
    teardownTimeout: 20_000,
    // Logs are in UTC; a test that passes in one time zone only is wrong, and this one is unusual.
    env: { TZ: 'Asia/Kathmandu' },
  },
});
