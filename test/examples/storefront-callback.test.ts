import { describe, expect, it } from 'vitest';
import { readConfig } from '../../examples/storefront/config.ts';
import { makeServer } from '../../examples/storefront/http.ts';
import type { LoginTokens, SignIn } from '../../examples/storefront/login-tokens.ts';
import { makeShop } from '../../examples/storefront/shop.ts';
import { listen } from '../../local/listen.ts';

/** How the example storefront takes a code: from the form of the login page, or from its address. */

async function start() {
  const exchanged: { code: string; attemptId: string }[] = [];
  const signIn = {
    session: { id: 's-1', accessToken: 'x', expiresAt: '2099-01-01T00:00:00.000Z' },
    user: { id: 'u-1', name: 'Jane Doe' },
    token: { id: 't-1' },
  } as unknown as SignIn;
  const tokens: LoginTokens = {
    exchange: async (code, attemptId) => {
      exchanged.push({ code, attemptId });
      return signIn;
    },
    isActive: async () => true,
    end: async () => undefined,
  };
  const config = readConfig({ SERVICE_URL: 'https://login.example', STOREFRONT_KEY: 'k' });
  const server = makeServer(config, makeShop(config, tokens), '');
  const port = await listen(server, 0, '127.0.0.1');
  const cookies = new Map<string, string>();
  /** Sends a request with the cookies of a browser, and keeps those that it gets. */
  async function send(path: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; '), ...headers },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      text: await response.text(),
    };
  }
  return { send, exchanged, cookies, stop: () => void server.close() };
}

/** As browsers say of the form of the login page. */
const CROSS_SITE = { 'sec-fetch-site': 'cross-site', origin: 'null' };

describe('the callback of the example storefront', () => {
  it('takes a code from a form of another site, exchanges it once the browser has its cookies, and has it in no address', async () => {
    const { send, exchanged, stop } = await start();
    const posted = await send('/callback', { code: 'c-1', state: 'x' }, CROSS_SITE);
    expect([posted.status, posted.location]).toEqual([303, '/callback']);
    expect(exchanged).toEqual([]);
    const named = await send('/callback');
    expect(named.location).toBe('/callback?remembered=1');
    const arrived = await send(named.location ?? '');
    expect([arrived.status, arrived.location]).toEqual([303, '/sign-in/confirm']);
    await send('/callback');
    expect(exchanged.map(({ code }) => code)).toEqual(['c-1', 'c-1']);
    expect(new Set(exchanged.map(({ attemptId }) => attemptId)).size).toBe(1);
    stop();
  });

  it('asks for no confirmation when the state is that of this browser', async () => {
    const { send, cookies, stop } = await start();
    const link = await send(
      '/sign-in',
      { link: 'https://login.example/login#token=x' },
      { 'sec-fetch-site': 'same-origin' },
    );
    const state = new URL(link.location ?? '').searchParams.get('state') ?? '';
    cookies.set('shop-browser', 'b');
    await send('/callback', { code: 'c-1', state }, CROSS_SITE);
    expect((await send('/callback')).location).toBe('/');
    stop();
  });

  it('takes a code from its address too, and nothing that is no code', async () => {
    const { send, exchanged, stop } = await start();
    const first = await send('/callback?code=c-2');
    await send(first.location ?? '');
    expect(exchanged.map(({ code }) => code)).toEqual(['c-2']);
    for (const form of [{}, { code: '' }, { code: 'x'.repeat(4_097) }])
      expect((await send('/callback', form, CROSS_SITE)).status).toBe(400);
    expect(
      (await send('/callback', undefined, { cookie: 'shop-arrival=unknown; shop-browser=b' })).status,
    ).toBe(400);
    stop();
  });

  it('leaves every other form of another site refused', async () => {
    const { send, stop } = await start();
    for (const path of ['/sign-in', '/sign-in/confirm', '/sign-out'])
      expect((await send(path, { answer: 'yes' }, CROSS_SITE)).status).toBe(403);
    stop();
  });
});
