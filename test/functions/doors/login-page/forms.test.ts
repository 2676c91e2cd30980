import { describe, expect, it } from 'vitest';
import { send } from '../../../support/api.ts';
import { expectPage } from '../../../support/expect-page.ts';
import { useService } from '../../../support/fixture.ts';
import { aToken, CALLBACK, setSettings } from '../../../support/given.ts';

/** Forms that the button did not send: from other sites, or damaged. */

const { admin } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const tokenOf = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const untouched = { status: 'active', successfulAttempts: 0, failedAttempts: 0, lastAccessedAt: null };

/** Posts a form with these headers and no others. */
const post = (form: Record<string, string> | [string, string][], headers: Record<string, string> = {}) =>
  send('POST', '/login', { form, headers });

describe('a form from', () => {
  it.each([
    ['our own page, in browsers of today', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    [
      'our own page, with its origin',
      { 'sec-fetch-site': 'same-origin', origin: 'https://login.example.com' },
    ],
    ['the browser itself, which sends it again', { 'sec-fetch-site': 'none' }],
    ['our own address, in browsers that do not tell the site', { origin: 'https://login.example.com' }],
    ['our own page, in browsers that do not tell the site, without referrer', { origin: 'null' }],
    ['what says nothing of where it comes from', {}],
  ])('%s signs in', async (_, headers) => {
    expect((await post({ token: (await aToken()).token }, headers)).status).toBe(303);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another site that hides', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
    [
      'another site, whatever its origin says',
      { 'sec-fetch-site': 'cross-site', origin: 'https://login.example.com' },
    ],
    ['another host of our site', { 'sec-fetch-site': 'same-site', origin: 'https://shop.example.com' }],
    ['what says nonsense', { 'sec-fetch-site': 'Same-Origin' }],
    ['what says it twice', { 'sec-fetch-site': 'same-origin, cross-site' }],
    ['what says nothing where it should', { 'sec-fetch-site': '' }],
    ['another site, in browsers that do not tell the site', { origin: 'https://evil.example' }],
    ['a sandbox of our own site', { 'sec-fetch-site': 'same-site', origin: 'null' }],
    ['two places', { origin: 'null, https://evil.example' }],
    ['another port', { origin: 'https://login.example.com:8443' }],
    ['another scheme', { origin: 'http://login.example.com' }],
    ['a host below ours', { origin: 'https://evil.login.example.com' }],
    ['a host that begins as ours', { origin: 'https://login.example.com.evil.example' }],
    ['an origin of nothing', { origin: '' }],
  ])('%s gets the 403 page, and the token is untouched', async (_, headers) => {
    const { id, token } = await aToken();
    expectPage(await post({ token }, headers), 403);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it('the address that links have since signs in, and so does the one of the deployment', async () => {
    await setSettings({ callbackUrl: CALLBACK, appUrl: 'https://links.acme.com/in' });
    for (const origin of ['https://links.acme.com', 'https://login.example.com'])
      expect((await post({ token: (await aToken()).token }, { origin })).status).toBe(303);
    expectPage(await post({ token: (await aToken()).token }, { origin: 'https://acme.com' }), 403);
    await setSettings({ callbackUrl: CALLBACK });
  });
});

describe('a form that cannot be read', () => {
  it.each([
    ['JSON', 'application/json'],
    ['in parts', 'multipart/form-data; boundary=x'],
    ['plain text, as other sites can send', 'text/plain'],
    ['of no type', ''],
  ])('because it is %s gets the 415 page', async (_, type) => {
    const { id, token } = await aToken();
    const headers = { 'content-type': type };
    expectPage(await send('POST', '/login', { raw: `token=${token}`, headers }), 415);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it('because it is more than 32 KiB gets the 413 page', async () => {
    const { id, token } = await aToken();
    const padding = 32 * 1_024 - `token=${token}&x=`.length;
    expectPage(await post({ token, x: 'x'.repeat(padding + 1) }), 413);
    expect(await tokenOf(id)).toMatchObject(untouched);
    expect((await post({ token, x: 'x'.repeat(padding) })).status).toBe(303);
  });

  it('because it is not in UTF-8 gets the 400 page', async () => {
    const { id, token } = await aToken();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expectPage(await send('POST', '/login', { raw: `token=${token}&x=é`, headers, base64: 'latin1' }), 400);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });

  it.each([
    ['return_to', CALLBACK, `${CALLBACK}?x`],
    ['state', 'x', 'y'],
    ['attempt', 'x', 'y'],
    ['token', undefined, undefined],
  ])('because it has two values of %s gets the 400 page', async (name, value, other) => {
    const [{ id, token }, another] = [await aToken(), await aToken()];
    const values = [value ?? token, other ?? another.token];
    expectPage(await post([['token', token], ...values.map((one): [string, string] => [name, one])]), 400);
    for (const one of [id, another.id]) expect(await tokenOf(one)).toMatchObject(untouched);
  });

  it.each([
    ['return_to', 2_049],
    ['state', 1_025],
    ['attempt', 65],
  ])('because its %s is longer than it may be gets the 400 page', async (name, length) => {
    const { id, token } = await aToken();
    expectPage(await post({ token, [name]: 'x'.repeat(length) }), 400);
    expect(await tokenOf(id)).toMatchObject(untouched);
  });
});
