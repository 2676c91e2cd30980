import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../../../local/listen.ts';
import type { SigningKeyReader } from '../../../shared/signing-key/signing-keys.ts';
import { isUnavailable } from '../../../shared/storage/unavailable.ts';
import { captureLog } from '../../support/captured-log.ts';

const log = captureLog();
const unhandled: unknown[] = [];
const secret = randomUUID();
let signingKeys: SigningKeyReader;

beforeAll(async () => {
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${await freePort()}`);
  vi.stubEnv('SIGNING_KEYS_ID', secret);
  ({ signingKeys } = await import('../../../functions/runtime/signing-keys.ts'));
});

test('keys that cannot be read when a function is loaded make its callers try again, and tell the log', async () => {
  const error = await signingKeys(Date.now()).catch((thrown: unknown) => thrown);
  expect(isUnavailable(error)).toBe(true);
  const unread = {
    level: 'error',
    secret,
    error: expect.any(String),
    unread: 1,
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        { Namespace: 'LoginTokens', Dimensions: [['secret']], Metrics: [{ Name: 'unread', Unit: 'Count' }] },
      ],
    },
  };
  await expect.poll(() => log.last()).toMatchObject(unread);
  expect(unhandled).toEqual([]);
});
