import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, vi } from 'vitest';
import { TABLE_NAMES, tableVariable } from '../../shared/tables.ts';
import { storedSecrets } from './leaks.ts';

declare global {
  var environmentOfWorker: NodeJS.ProcessEnv | undefined;
}

/**
 * A worker runs its test files one after another and keeps the modules of libraries, which take a second to load. What an
 * earlier file has left is taken away: modules of the product, which read the environment, and the environment itself.
 */
vi.resetModules();
vi.useRealTimers();
vi.unstubAllEnvs();
vi.unstubAllGlobals();
globalThis.environmentOfWorker ??= { ...process.env };
for (const name of Object.keys(process.env)) {
  if (!(name in globalThis.environmentOfWorker)) delete process.env[name];
}
Object.assign(process.env, globalThis.environmentOfWorker);

/**
 * The engine keeps a database for each access key, so each test file has its own: no file waits for the others or scans
 * their items.
 */
const accessKey = `t${randomBytes(5).toString('hex')}`;

/** The environment of a deployed function; set before a test file loads the product. */
Object.assign(process.env, {
  AWS_ENDPOINT_URL_DYNAMODB: inject('dynamoDbEndpoint'),
  AWS_ENDPOINT_URL_KMS: inject('kmsEndpoint'),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: inject('secretsEndpoint'),
  AWS_ENDPOINT_URL_DYNAMODB_STREAMS: inject('dynamoDbEndpoint'),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: accessKey,
  AWS_SECRET_ACCESS_KEY: 'local',
  APP_URL: 'https://login.example.com',
  ALLOWED_APP_URLS: [
    ...[
      'https://links.acme.com',
      'https://links.acme.com/in',
      'https://login.example',
      'https://login.example/in',
    ],
    ...['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'https://shop.example:8443'],
    'https://xn--bcher-kva.example',
  ].join(' '),
  SEALING_KEY_ID: inject('kmsKeyId'),
  SIGNING_KEYS_ID: inject('signingKeysId'),
  PUBLISHED_KEYS_ID: inject('publishedKeysId'),
  TOKEN_RETENTION_DAYS: '90',
  HISTORY_RETENTION_DAYS: '400',
  ...Object.fromEntries(TABLE_NAMES.map((table) => [tableVariable(table), table])),
});

// Handlers reach KMS and what functions cache through these modules only. Each file has its own record of what it used, so
// that nothing here is imported before the modules of the last file are gone.
const declaredAccess = () => import('./declared-access.ts');
vi.mock('../../functions/runtime/sealer.ts', async (original) => {
  const { heldSealer } = await declaredAccess();
  const { sealer } = await original<typeof import('../../functions/runtime/sealer.ts')>();
  return { sealer: heldSealer(sealer) };
});
vi.mock('../../functions/runtime/signing-keys.ts', async (original) => {
  const { heldReader } = await declaredAccess();
  const { signingKeys } = await original<typeof import('../../functions/runtime/signing-keys.ts')>();
  return { signingKeys: heldReader('signing keys sign', signingKeys) };
});
vi.mock('../../functions/runtime/published-keys.ts', async (original) => {
  const { heldReader } = await declaredAccess();
  const { publishedKeys } = await original<typeof import('../../functions/runtime/published-keys.ts')>();
  return { publishedKeys: heldReader('signing keys verify', publishedKeys) };
});
vi.mock('../../functions/runtime/settings.ts', async (original) => {
  const { heldReader } = await declaredAccess();
  const runtime = await original<typeof import('../../functions/runtime/settings.ts')>();
  return {
    ...runtime,
    cachedSettings: Object.assign(heldReader('settings GetItem', runtime.cachedSettings), {
      invalidate: runtime.cachedSettings.invalidate,
    }),
    tokenRetention: heldReader('settings GetItem', runtime.tokenRetention),
    keyLifetime: heldReader('settings GetItem', runtime.keyLifetime),
  };
});
vi.mock('../../functions/runtime/database.ts', async (original) => {
  const { heldReader } = await declaredAccess();
  const runtime = await original<typeof import('../../functions/runtime/database.ts')>();
  return {
    ...runtime,
    authenticateApiKey: heldReader('keys MarkUse', heldReader('keys GetItem', runtime.authenticateApiKey)),
  };
});

afterAll(async () => {
  const { usedAccess } = await declaredAccess();
  writeFileSync(join(inject('usedAccess'), accessKey), JSON.stringify(usedAccess()));
  const stored = await storedSecrets(inject('dynamoDbEndpoint'), accessKey);
  expect(stored, 'nothing stored holds a secret that can be read').toEqual([]);
});
