import './check-node.js';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // .ci/run counts by it.
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: '.build/test-results/generators.json' }]]
      : ['default'],
    include: ['test/generators/**/*.test.ts'],
    // Each test waits for a generator and a compiler, which are programs of their own.
    maxConcurrency: 4,
    // A busy machine takes minutes for what an idle one does in seconds; a limit is for what hangs.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
  },
});
