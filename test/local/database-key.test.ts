import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { databaseKey } from '../../local/database-key.ts';

const directory = mkdtempSync(join(tmpdir(), 'login-tokens-'));
const file = join(directory, 'database-key');
afterAll(() => rmSync(directory, { recursive: true }));

describe('the access key of the local database', () => {
  test('is another one at each start that keeps nothing', () => {
    const keys = [databaseKey(undefined), databaseKey(undefined)];
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(existsSync(file)).toBe(false);
  });

  test('stays with the data, readable for its owner alone', () => {
    const key = databaseKey(file);
    expect(readFileSync(file, 'utf8').trim()).toBe(key);
    expect(databaseKey(file)).toBe(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test.each(['', 'short', 'a-key-with-signs-that-the-engine-refuses', '../../../etc/passwd/012345'])(
    'is refused with its file, when that holds «%s»',
    (text) => {
      writeFileSync(file, text);
      expect(() => databaseKey(file)).toThrow(`${file} does not hold an access key`);
    },
  );
});
