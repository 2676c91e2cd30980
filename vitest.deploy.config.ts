import './check-node.js';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // .ci/run counts by it.
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: '.build/test-results/deploy.json' }]]
      : ['default'],
    include: ['test/deploy/**/*.test.ts'],
    // One deployment is taken through its life: once a step has failed, the next ones say nothing.
    bail: 1,
    // A busy machine takes minutes for what an idle one does in seconds; a limit is for what hangs.
    testTimeout: 30 * 60_000,
    hookTimeout: 30 * 60_000,
    // Each file has an emulator of its own.
    maxWorkers: 2,
  },
});
