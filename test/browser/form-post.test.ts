import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callbackPage } from '../../functions/pages/callback-page.ts';
import { listen } from '../../local/listen.ts';
import { makeLink, press, putUser, shopUrl } from './support/api.ts';
import { mainButton, newcomer, show } from './support/browser.ts';

/** The page that posts a code, shown by another site than the shop's: browsers keep its cookies back from such a form. */

async function host(code: string, state?: string): Promise<string> {
  const { html, contentSecurityPolicy } = callbackPage({
    locale: 'en',
    shop: { shopName: 'Demo shop', helpUrl: null, supportEmail: null, frameAncestors: [] },
    url: `${shopUrl}/callback`,
    fields: { code, state },
    targets: ['https:', 'http:'],
  });
  const server = createServer((_, response) => {
    response
      .writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': contentSecurityPolicy,
        'Referrer-Policy': 'no-referrer',
      })
      .end(html);
  });
  const port = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${port}`;
}

const codeOf = (address: string) => new URL(address).searchParams.get('code') ?? '';

describe('a code that is posted', () => {
  it('signs in by itself, with the cookies of the shop, and is in no address and in no history', async () => {
    const jane = await putUser('Jane Doe');
    const code = codeOf(await press(await makeLink({ userId: jane.id })));
    const login = await host(code);
    const page = await newcomer({}, { others: [login], unused: true });
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''));
    await page.goto(shopUrl);
    await page.goto(login);
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    await page.getByRole('button', { name: 'Yes, continue as Jane Doe' }).click();
    await page.waitForURL(`${shopUrl}/`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Welcome, Jane Doe');
    expect(addresses.filter((address) => address.includes(code.split('.')[2] ?? code))).toEqual([]);
  });

  it('signs in by a press without JavaScript', async () => {
    const login = await host(codeOf(await press(await makeLink({}))));
    const page = await newcomer({ javaScriptEnabled: false }, { others: [login] });
    await page.goto(login);
    await show(page, 'callback-without-script');
    await mainButton(page).click();
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
  });

  it('that is another person’s needs the confirmation, whatever state is posted with it', async () => {
    const login = await host(codeOf(await press(await makeLink({}))), 'of-somebody-else');
    const page = await newcomer({}, { others: [login] });
    await page.goto(login);
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
  });
});
