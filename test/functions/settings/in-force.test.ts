import { describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { cachedSettings } from '../../../functions/runtime/settings.ts';
import { getToken } from '../../../shared/token/token-store.ts';
import { send } from '../../support/api.ts';
import { useService } from '../../support/fixture.ts';
import { inFuture, MINUTE } from '../../support/frozen-clock.ts';
import { aCode, aSession, aToken, exchange, introspect, setSettings } from '../../support/given.ts';

const { admin } = useService({ frozen: true });

describe('a login link', () => {
  const linkOf = async (members: object = {}) => {
    const { token, loginUrl } = await aToken({ ...members });
    return loginUrl.replace(token, 'TOKEN');
  };

  it.each([
    [{}, 'https://login.example.com/login?token=TOKEN'],
    [{ appUrl: 'https://links.acme.com/in/' }, 'https://links.acme.com/in/login?token=TOKEN'],
    [{ linkStyle: 'fragment' }, 'https://login.example.com/login#token=TOKEN'],
  ])('with the settings %j is %s', async (members, link) => {
    await setSettings(members);
    expect(await linkOf()).toBe(link);
  });

  it('of a procurement system leads to its door, with the token where that can read it', async () => {
    await setSettings({ linkStyle: 'fragment' });
    expect(await linkOf({ purpose: 'procurement' })).toBe(
      'https://login.example.com/punchout/oci?token=TOKEN',
    );
  });

  it('is the same when the token is created, rotated and revealed', async () => {
    await setSettings({ appUrl: 'https://links.acme.com', linkStyle: 'fragment' });
    const { id } = await aToken();
    for (const act of ['rotate', 'reveal']) {
      const { token, loginUrl } = (await send('POST', `/tokens/${id}/${act}`, { key: admin })).body;
      expect(loginUrl).toBe(`https://links.acme.com/login#token=${token}`);
    }
  });

  it('says where it takes people, or that nobody arrives with it', async () => {
    await setSettings({ callbackUrl: 'https://shop.acme.com/signed-in' });
    const made = await aToken();
    expect(made.callbackUrl).toBe('https://shop.acme.com/signed-in');
    await setSettings({});
    for (const act of ['rotate', 'reveal'])
      expect((await send('POST', `/tokens/${made.id}/${act}`, { key: admin })).body.callbackUrl).toBeNull();
  });

  it('is never made of what a request says of its host', async () => {
    await setSettings();
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
    };
    const { loginUrl, id } = (await send('POST', '/tokens', { key: admin, body: {}, headers })).body;
    expect(loginUrl).toMatch(/^https:\/\/login\.example\.com\/login\?/);
    const revealed = await send('POST', `/tokens/${id}/reveal`, { key: admin, headers });
    expect(revealed.body.loginUrl).toBe(loginUrl);
    const page = await send('GET', '/login?token=x', { headers });
    expect(page.text + JSON.stringify(page.headers)).not.toContain('evil.example');
  });
});

describe('a setting takes effect', () => {
  it('at once in the function that set it', async () => {
    await setSettings({ shopName: 'Before' });
    expect((await cachedSettings(Date.now())).shopName).toBe('Before');
    await setSettings({ shopName: 'After' });
    expect((await cachedSettings(Date.now())).shopName).toBe('After');
  });

  it('tokenRetentionDays: in how long a token is kept after its expiry, when it is made and when it is changed', async () => {
    const ttlAfterExpiry = async (id: string) => {
      const item = await getToken(db, id);
      return (item?.ttl ?? 0) - (item?.expiresAt ?? 0);
    };
    await setSettings({ tokenRetentionDays: 45 });
    const { id } = await aToken({ expiresIn: 3_600 });
    expect(await ttlAfterExpiry(id)).toBe(45 * 86_400);
    await setSettings({ tokenRetentionDays: 60 });
    await send('PATCH', `/tokens/${id}`, { key: admin, body: { expiresAt: inFuture(MINUTE) } });
    expect(await ttlAfterExpiry(id)).toBe(60 * 86_400);
    await setSettings({ tokenRetentionDays: 70 });
    await send('POST', `/tokens/${id}/rotate`, { key: admin });
    expect(await ttlAfterExpiry(id)).toBe(70 * 86_400);
  });

  it('sessionLifetime: in the sessions of redeeming and of codes', async () => {
    await setSettings({ sessionLifetime: 1_000, callbackUrl: 'https://shop.example/' });
    expect((await aSession()).session.expiresAt).toBe(inFuture(1_000_000));
    const { body } = await exchange(await aCode((await aToken()).token));
    expect(body.session.expiresAt).toBe(inFuture(1_000_000));
  });

  it('appUrl: in links alone, so that the sessions and codes of before stay good', async () => {
    await setSettings({ callbackUrl: 'https://shop.example/' });
    const { accessToken } = await aSession();
    const code = await aCode((await aToken()).token);
    await setSettings({ callbackUrl: 'https://shop.example/', appUrl: 'https://links.acme.com' });
    expect((await introspect(accessToken)).body).toMatchObject({
      active: true,
      iss: 'https://login.example.com',
    });
    expect((await exchange(code)).status).toBe(200);
  });
});
