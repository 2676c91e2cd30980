import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { ROUTES, UNMATCHED } from '../../functions/routes.ts';
import { WORKERS } from '../../functions/workers/workers.ts';
import { bundle } from '../../infra/bundle.ts';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { newId } from '../../shared/crypto/id.ts';
import { TABLE_NAMES, tableVariable } from '../../shared/tables.ts';

const KB = 1_000;
const outdir = mkdtempSync(join(tmpdir(), 'login-tokens-bundles-'));
const functions = [...ROUTES, UNMATCHED, ...WORKERS];
const bundles = bundle([...new Set(functions.map(({ entry }) => entry))], outdir);

afterAll(() => rmSync(outdir, { recursive: true }));

describe('what is deployed of a function', () => {
  it('redeem has 270 KB at most, AWS SDK and signing included', () => {
    expect(bundles['functions/tokens/redeem.ts']?.bytes).toBeLessThanOrEqual(270 * KB);
  });

  it.each(Object.entries(bundles))('%s has 600 KB at most', (_, { bytes }) => {
    expect(bytes).toBeLessThanOrEqual(600 * KB);
  });

  it('runs the reader of the service in the page: minifying leaves its source text whole', async () => {
    const { 'functions/pages/script.ts': pages } = bundle(
      ['functions/pages/script.ts'],
      join(outdir, 'pages'),
    );
    const { FRAGMENT_SCRIPT } = await import(pathToFileURL(join(pages.directory, 'index.mjs')).href);
    const string = formatCredential('lt_', { id: newId(0), secret: newSecret() }).reveal();
    const field = { value: '' };
    const element = () => ({ elements: { token: field, attempt: {} }, addEventListener: () => undefined });
    runInNewContext(FRAGMENT_SCRIPT.source, {
      ...{ document: { querySelector: element }, addEventListener: () => undefined, history: {}, URL },
      location: `https://login.example.com/login#token=3D${string.slice(0, 30)}%0D%0A${string.slice(30)}.`,
    });
    expect(field.value).toBe(string);
  });

  it('is loaded by Node as it is, and exports its handler', () => {
    const files = Object.values(bundles).map(
      ({ directory }) => pathToFileURL(join(directory, 'index.mjs')).href,
    );
    const script = `
      for (const file of ${JSON.stringify(files)}) {
        const { handler } = await import(file);
        if (typeof handler !== 'function') throw new Error(file + ' has no handler');
      }`;
    const variables = [
      ...TABLE_NAMES.map(tableVariable),
      'APP_URL',
      'SEALING_KEY_ID',
      'SIGNING_KEYS_ID',
      'PUBLISHED_KEYS_ID',
    ].map((name) => [name, name]);
    const env = { ...Object.fromEntries(variables), TOKEN_RETENTION_DAYS: '1', HISTORY_RETENTION_DAYS: '1' };
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env }),
    ).not.toThrow();
  });
});
