import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

/** The deployed code of one function. */
export type Bundle = {
  /** The deployed folder. Its `index.mjs` exports `handler`. */
  directory: string;
  /** The size of `index.mjs` with its imports. */
  bytes: number;
};

const ROOT = resolve(import.meta.dirname, '..');

/** Replacements for parts of the AWS SDK that a Lambda function never uses. */
const SUBSTITUTES = {
  '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'substitutes', 'lambda-credentials.ts'),
  '@smithy/core/event-streams': join(import.meta.dirname, 'substitutes', 'no-event-streams.ts'),
};

/**
 * Bundles each entry (a path such as `functions/tokens/redeem.ts`) into its own folder. The AWS SDK is part of it: its
 * version is fixed, and it loads faster than the one of Lambda's runtime.
 */
export function bundle<Entry extends string>(
  entries: readonly Entry[],
  outdir: string,
): Record<Entry, Bundle> {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [...entries],
    outdir: resolve(outdir),
    outbase: 'functions',
    entryNames: '[dir]/[name]/index',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: SUBSTITUTES,
    metafile: true,
    logLevel: 'warning',
  });
  const bundles = Object.entries(metafile.outputs).map(([file, { bytes, entryPoint }]) => [
    entryPoint,
    { directory: resolve(ROOT, file, '..'), bytes },
  ]);
  return Object.fromEntries(bundles);
}
