import { afterEach, describe, expect, it } from 'vitest';
import { settingsReader } from '../../../shared/settings/get.ts';
import { putSettings } from '../../../shared/settings/put.ts';
import { defaultSettings } from '../../../shared/settings/settings.ts';
import { testDatabase } from '../../support/database.ts';
import { ADMINISTRATOR, auditOf } from '../../support/domain.ts';
import { failRequests, heal, requestsOf } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';

useService({ frozen: true });
const db = testDatabase();
const DEFAULTS = defaultSettings({ appUrl: 'https://login.example.com', tokenRetentionDays: 90 });
afterEach(() => heal(db));

const change = (shopName: string) =>
  putSettings(db, { shopName }, { audit: auditOf(ADMINISTRATOR), expected: undefined, defaults: DEFAULTS });

/** The settings as another function reads them. */
const aReader = () => {
  const read = settingsReader(db, DEFAULTS);
  return Object.assign(() => read(Date.now()), { invalidate: read.invalidate });
};

describe('a function that reads the settings', () => {
  it('has what was set last when it starts', async () => {
    await change('First');
    expect(await aReader()()).toMatchObject({ shopName: 'First' });
  });

  it('sees a change of another one after a minute, and not a second later', async () => {
    await change('Old');
    const read = aReader();
    await read();
    await change('New');
    pass(MINUTE - 1);
    expect((await read()).shopName).toBe('Old');
    pass(1);
    expect((await read()).shopName).toBe('New');
  });

  it('sees its own change at once, when it forgets what it has', async () => {
    await change('Old');
    const read = aReader();
    await read();
    await change('New');
    read.invalidate();
    expect((await read()).shopName).toBe('New');
  });

  it('asks the database once a minute, however many requests wait', async () => {
    const read = aReader();
    const { requests } = await requestsOf(db, async () => {
      await Promise.all(Array.from({ length: 50 }, read));
      pass(MINUTE - SECOND);
      await read();
    });
    expect(requests.map(({ command }) => command)).toEqual(['GetItem']);
    expect(requests[0]?.input).toMatchObject({ ConsistentRead: true });
  });

  it('does not remember that it could not read: the next request asks again', async () => {
    const read = aReader();
    failRequests(db, 'GetItem');
    await expect(read()).rejects.toThrow();
    heal(db);
    expect(await read()).toHaveProperty('shopName');
  });

  it('while it reads, and somebody makes it forget, does not keep what it reads', async () => {
    await change('Old');
    const read = aReader();
    const reading = read();
    await change('New');
    read.invalidate();
    await reading;
    expect((await read()).shopName).toBe('New');
  });
});
