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
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
