import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // .ci/run counts by it.
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: '.build/test-results/unit.json' }]]
      : ['default'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/deploy/**', 'test/browser/**'],
    globalSetup: ['test/support/global-setup.ts', 'test/support/surplus-access.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Races of thousands of requests against one engine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
