import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../../../local/listen.ts';
import type { KeyReader, PublishedKeys, SigningKeys } from '../../../shared/signing-key/signing-keys.ts';
import { isUnavailable } from '../../../shared/storage/unavailable.ts';
import { captureLog } from '../../support/captured-log.ts';

const log = captureLog();
const unhandled: unknown[] = [];
const secret = randomUUID();
const published = randomUUID();
let signingKeys: KeyReader<SigningKeys>;
let publishedKeys: KeyReader<PublishedKeys>;

beforeAll(async () => {
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${await freePort()}`);
  vi.stubEnv('SIGNING_KEYS_ID', secret);
  vi.stubEnv('PUBLISHED_KEYS_ID', published);
  ({ signingKeys } = await import('../../../functions/runtime/signing-keys.ts'));
  ({ publishedKeys } = await import('../../../functions/runtime/published-keys.ts'));
});

test.each([
  ['signing', secret, () => signingKeys(Date.now())],
  ['published', published, () => publishedKeys(Date.now())],
] as const)(
  '%s keys that cannot be read when a function is loaded make its callers try again, and tell the log',
  async (_, id, read) => {
    const error = await read().catch((thrown: unknown) => thrown);
    expect(isUnavailable(error)).toBe(true);
    const unread = {
      level: 'error',
      secret: id,
      error: expect.any(String),
      unread: 1,
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'LoginTokens',
            Dimensions: [['secret']],
            Metrics: [{ Name: 'unread', Unit: 'Count' }],
          },
        ],
      },
    };
    await expect.poll(() => log.lines()).toContainEqual(expect.objectContaining(unread));
    expect(unhandled).toEqual([]);
  },
);
