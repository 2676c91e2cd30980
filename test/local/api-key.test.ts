import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ensureApiKey } from '../../local/api-key.ts';
import { toSeconds } from '../../shared/clock.ts';
import { testDatabase } from '../support/database.ts';
import { useService } from '../support/fixture.ts';
import { DAY, pass, START } from '../support/frozen-clock.ts';

useService({ frozen: true });

it('a key of a file is the same at each start, and another one when it has expired', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'login-tokens-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const start = async (time: number) => {
    const request = { name: 'Demo shop', role: 'storefront', domains: undefined } as const;
    const { string } = await ensureApiKey(
      { db: testDatabase(), historyRetention: 400 * 86_400 },
      { ...request, expiresAt: toSeconds(time) + 86_400 },
      { file: join(directory, 'key'), audit: { time, by: { id: 'operator', name: 'Operator' } } },
    );
    return string;
  };
  const first = await start(START);
  pass(DAY / 2);
  expect(await start(START + DAY / 2)).toBe(first);
  pass(DAY / 2);
  const second = await start(START + DAY);
  expect(second).not.toBe(first);
  expect(await start(START + DAY)).toBe(second);
});
