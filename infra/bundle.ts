import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

/** What one function's code became. */
export type Bundle = {
  /** The folder that is deployed; its `index.mjs` exports what the entry exports. */
  directory: string;
  /** The size of `index.mjs`, all it imports included. */
  bytes: number;
};

const ROOT = resolve(import.meta.dirname, '..');

/** Parts of the AWS SDK that a Lambda function never uses, and what it gets in their place. */
const SUBSTITUTES = {
  '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'substitutes', 'lambda-credentials.ts'),
  '@smithy/core/event-streams': join(import.meta.dirname, 'substitutes', 'no-event-streams.ts'),
};

/**
 * Bundles each entry, a path from the root of the repository below `functions/`, into a folder of its own,
 * with the AWS SDK: pinned with the code, and smaller than the one that Lambda's runtime would load.
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
