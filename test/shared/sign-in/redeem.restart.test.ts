import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../../local/dynamodb-local.ts';
import type { Redemption } from '../../../shared/sign-in/redeem.ts';
import type { Database } from '../../../shared/storage/database.ts';
import { isUnavailable } from '../../../shared/storage/unavailable.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { createTestTables, patientDatabase } from '../../support/database.ts';
import { makeToken, tryToken } from '../../support/domain.ts';

/** A database of its own, with its data on disk, that can be killed and started again. */
const directory = mkdtempSync(join(tmpdir(), 'login-tokens-'));
let engine: DynamoDbLocal;
/** Resolves when the engine has started; a new promise from the moment that it is killed. */
let started = Promise.resolve();

beforeAll(async () => {
  await start();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', engine.endpoint);
  await createTestTables();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await engine.stop();
  rmSync(directory, { recursive: true });
});

async function start(port?: number): Promise<void> {
  engine = await startDynamoDbLocal({ directory, port });
}

/** Repeats the same attempt until there is an answer, as a storefront does that never gives up. */
async function insist(db: Database, token: string, attemptId: string): Promise<Redemption> {
  for (;;) {
    try {
      return await tryToken(db, token, { attemptId });
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await started;
    }
  }
}

it('a database that is killed under load and comes back loses no one-time login and makes none twice', {
  timeout: 1_200_000,
}, async () => {
  const db = patientDatabase();
  const tokens = [];
  for (let made = 0; made < 100; made++) tokens.push(await makeToken(db));
  let answered = 0;
  const logins = tokens.map(async ({ string }, at) => {
    const rivals = ['a', 'b', 'c'].map(async (rival) => {
      const redemption = await insist(db, string, `${rival}-${at}`);
      answered += 1;
      return redemption;
    });
    return (await Promise.all(rivals)).filter(({ outcome }) => outcome === 'redeemed').length;
  });
  await vi.waitUntil(() => answered > 20, { interval: 1, timeout: 300_000 });
  const { port } = engine;
  const killed = engine.stop();
  started = killed.then(() => start(port));
  await killed;
  const answeredAtDeath = answered;

  expect(await Promise.all(logins)).toEqual(tokens.map(() => 1));
  expect(answeredAtDeath).toBeLessThan(300);
  for (const { id } of tokens)
    expect(await getToken(db, id)).toMatchObject({ uses: 1, successfulAttempts: 1 });
});
