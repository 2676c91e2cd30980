import './check-node.js';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // .ci/run counts by it.
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: '.build/test-results/browser.json' }]]
      : ['default'],
    include: ['test/browser/**/*.test.ts'],
    setupFiles: ['test/browser/support/setup.ts'],
    globalSetup: ['test/browser/support/global-setup.ts'],
    pool: 'forks',
    // All files share one service and one shop, and those of a worker its browser.
    maxWorkers: 2,
    isolate: false,
    // Minutes on a busy machine are seconds on an idle one: a limit is for what hangs.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    // Two browsers and the service share the cores of a small machine.
    expect: { poll: { timeout: 5 * 60_000 } },
  },
});
