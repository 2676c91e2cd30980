import './check-node.js';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, in the order of their time; the last ones to start would run alone. */
const SLOWEST = [
  'test/local/start.test.ts',
  'test/functions/generated-input.test.ts',
  'test/infra/console.test.ts',
  'test/shared/sign-in/redeem.race.test.ts',
  'test/shared/sign-in/redeem.restart.test.ts',
  'test/readme.test.ts',
  'test/infra/login-tokens.test.ts',
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = SLOWEST.findIndex((file) => moduleId.endsWith(file));
      return at === -1 ? SLOWEST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

/** Tests without an engine and without an environment: they share a process and its modules, and start in a second. */
const PURE = [
  'test/{asvs,docs}.test.ts',
  'test/client/{api-types,base-url,calls,generated,problems,retries}.test.ts',
  'test/console/**/*.test.ts',
  'test/examples/**/*.test.ts',
  'test/functions/{documented-answers,schemas}.test.ts',
  'test/functions/pages/**/*.test.ts',
  'test/infra/{console,deploy,deployment-options,grants,inventory,kept,login-tokens,names,replay-failures}.test.ts',
  'test/local/{database-key,options,summary}.test.ts',
  'test/shared/clock.test.ts',
  'test/shared/{crypto,identity,punchout,user}/**/*.test.ts',
  'test/shared/sign-in/redirect.test.ts',
  'test/shared/signing-key/{signing-key-reader,signing-keys,stored-keys}.test.ts',
  'test/shared/storage/{cursor,page}.test.ts',
  'test/structure/**/*.test.ts',
];

export default defineConfig({
  test: {
    // .ci/run counts by it.
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: '.build/test-results/unit.json' }]]
      : ['default'],
    sequence: { sequencer: SlowestFirst },
    pool: 'forks',
    maxWorkers: 2,
    // Minutes on a busy machine are seconds on an idle one: a limit is for what hangs.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          setupFiles: ['test/support/watch-output.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/{browser,deploy,generators}/**', ...PURE],
          globalSetup: ['test/support/global-setup.ts', 'test/support/surplus-access.ts'],
          setupFiles: ['test/support/watch-output.ts', 'test/support/setup.ts'],
        },
      },
    ],
  },
});
