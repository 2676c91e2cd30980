import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const files = globSync(
  ['functions/*/*schemas.ts', 'shared/*/limits.ts', 'shared/crypto/credential-pattern.ts'],
  {
    cwd: ROOT,
  },
);

it.each(files)(
  '%s can be loaded by a browser: it imports nothing of Node, of AWS or of the runtime',
  (file) => {
    const { metafile } = buildSync({
      absWorkingDir: ROOT,
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'esm',
      metafile: true,
      logLevel: 'silent',
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((input) => /@aws-sdk|@smithy|functions\/runtime/.test(input))).toEqual([]);
  },
);

it('the schemas of the lists of tokens, users and events, and of a new token, are among them', () => {
  const wanted = ['tokens/schemas', 'tokens/query-schemas', 'users/schemas', 'events/schemas'];
  expect(files).toEqual(expect.arrayContaining(wanted.map((name) => `functions/${name}.ts`)));
});
