import { describe, expect, it } from 'vitest';
import { attempts, makeLink, putUser, serviceUrl, shopUrl } from './support/api.ts';
import { follow, mainButton, newcomer, overflows, show, signIn } from './support/browser.ts';

describe('a login link', () => {
  it('leads to the login page, and after one press to the shop, which asks for confirmation when the sign-in did not start there', async () => {
    const jane = await putUser('Jane Doe', { email: 'jane@acme.example' });
    const link = await makeLink({ userId: jane.id });
    const page = await newcomer();
    await page.goto(link.loginUrl);
    expect(await page.title()).toContain('Demo shop');
    await show(page, 'login');
    expect(await attempts(link)).toEqual({ good: 0, bad: 0 });
    await mainButton(page).click();
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in as Jane Doe?');
    expect(await page.locator('main').textContent()).toContain('for Jane Doe, jane@acme.example.');
    await show(page, 'shop-question');
    await page.getByRole('button', { name: 'Yes, continue as Jane Doe' }).click();
    await page.waitForURL(`${shopUrl}/`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Welcome, Jane Doe');
    await show(page, 'shop-home');
    expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
  });

  it.each(['?', '#'])(
    'with its token after %s, pasted in the shop, leads back without a question: the state tells this browser',
    async (mark) => {
      const jane = await putUser('Jane Doe');
      const link = await makeLink({ userId: jane.id });
      const page = await newcomer();
      await page.goto(shopUrl);
      await page.getByRole('link', { name: 'Sign in' }).click();
      await show(page, 'shop-paste');
      await page.getByLabel('Paste the login link').fill(link.loginUrl.replace('?', mark));
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.waitForURL((url) => url.origin === serviceUrl);
      await mainButton(page).click();
      await page.waitForURL(`${shopUrl}/`);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Welcome, Jane Doe');
    },
  );

  it('with a state that this browser does not know needs the confirmation all the same', async () => {
    const { loginUrl } = await makeLink({});
    const page = await newcomer();
    await follow(page, `${loginUrl}&state=somebody-elses`);
    expect(page.url()).toBe(`${shopUrl}/sign-in/confirm`);
  });

  it('to another service is not followed by the shop', async () => {
    const page = await newcomer();
    await page.goto(`${shopUrl}/sign-in`);
    await page.getByLabel('Paste the login link').fill(`https://evil.example/login?token=lt_x`);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('That is not a login link of this shop.');
    expect(page.url()).toBe(`${shopUrl}/sign-in`);
  });

  it('works by keyboard alone', async () => {
    const link = await makeLink({});
    const page = await newcomer();
    await page.goto(link.loginUrl);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    for (let presses = 0; presses < 9 && !(await focused()).startsWith('Yes'); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(`${shopUrl}/`);
    expect(await page.locator('main').textContent()).toContain('You are signed in as a guest.');
    expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
  });

  it('that is pressed twice at once signs in once', async () => {
    const link = await makeLink({});
    const page = await newcomer();
    await page.goto(link.loginUrl);
    await mainButton(page).dblclick();
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
  });

  it('works without JavaScript', async () => {
    const link = await makeLink({});
    const page = await newcomer({ javaScriptEnabled: false });
    await signIn(page, link.loginUrl);
    expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
  });

  it('that is pressed twice at once signs in once without JavaScript too', async () => {
    const link = await makeLink({});
    const page = await newcomer({ javaScriptEnabled: false });
    await page.goto(link.loginUrl);
    await mainButton(page).dblclick();
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
  });

  it('that was used is refused, and says what to do', async () => {
    const link = await makeLink({});
    await signIn(await newcomer(), link.loginUrl);
    const page = await newcomer();
    await page.goto(link.loginUrl);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      mainButton(page).click(),
    ]);
    expect(answer.status()).toBe(401);
    await page.waitForLoadState();
    expect(page.url()).toBe(`${serviceUrl}/login`);
    await show(page, 'refused');
    expect(await page.locator('body').textContent()).toContain('help@demo-shop.example');
    expect(await attempts(link)).toEqual({ good: 1, bad: 1 });
  });

  it('with its token in the fragment sends it to nobody, and leaves it after the press neither in the address nor in the history', async () => {
    const { token, ...link } = await makeLink({});
    const page = await newcomer({}, { unused: true });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(shopUrl);
    await page.goto(`${serviceUrl}/login#token=${token}`);
    await mainButton(page).click();
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    await page.goBack();
    expect(page.url()).toMatch(/\/login#?$/);
    expect(asked.filter((url) => url.includes(token))).toEqual([]);
    expect(await attempts({ token, ...link })).toEqual({ good: 1, bad: 0 });
  });

  it('with state and return_to beside its token in the fragment takes both along', async () => {
    const { token } = await makeLink({});
    const page = await newcomer({}, { unused: true });
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    await page.goto(
      `${serviceUrl}/login#token=${token}&state=ab%2Bc&return_to=${encodeURIComponent('http://evil.example/')}`,
    );
    await page.waitForURL(/state=ab%2Bc/);
    await page.getByRole('heading').first().waitFor();
    expect(await mainButton(page).count()).toBe(0);
    expect(sent.filter((url) => url.includes(token))).toEqual([]);
    await page.goto(`${serviceUrl}/login#token=${token}&state=ab%2Bc`);
    await page.waitForURL(/state=ab%2Bc/);
    expect(await page.locator('[name=state]').inputValue()).toBe('ab+c');
    expect(await page.locator('[name=token]').inputValue()).toBe(token);
  });

  it('with its token in the fragment takes none that a parameter of the query has, nor leads to where that says', async () => {
    const { token } = await makeLink({});
    const { token: other } = await makeLink({});
    const within = `${serviceUrl}/login?token=${other}&HOOK_URL=https://evil.example/`;
    for (const said of [other, `x&token=${other}`, within]) {
      const page = await newcomer({}, { unused: true });
      await page.goto(`${serviceUrl}/login?state=good&utm=${encodeURIComponent(said)}#token=${token}`);
      await mainButton(page).waitFor();
      await expect.poll(() => page.locator('[name=token]').inputValue()).toBe(token);
      expect(await page.locator('[name=state]').inputValue()).toBe('good');
    }
  });

  it('with its token in the query leaves after the press neither token nor code in any address that stays', async () => {
    const { loginUrl, token } = await makeLink({});
    const page = await newcomer({}, { unused: true });
    await page.goto(shopUrl);
    await page.goto(loginUrl);
    await mainButton(page).click();
    await page.waitForURL(`${shopUrl}/sign-in/confirm`);
    await page.goBack();
    expect(page.url()).toMatch(/\/login$/);
    await page.goBack();
    expect(page.url()).toBe(`${shopUrl}/`);
    expect(await page.evaluate('document.referrer')).not.toContain(token);
  });

  it.each(['?', '#'])(
    'with its token after %s can still be pressed after a reload, and in another tab',
    async (mark) => {
      const link = await makeLink({});
      const page = await newcomer({}, { unused: true });
      await page.goto(link.loginUrl.replace('?', mark));
      await page.reload();
      await mainButton(page).waitFor();
      await page.goto(shopUrl);
      await page.goBack();
      await mainButton(page).waitFor();
      const address = page.url();
      expect(address).toContain(link.token);
      await signIn(await newcomer(), address);
      expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
    },
  );

  it('that is gone back to after the press can be pressed again, as the same sign-in', async () => {
    const link = await makeLink({});
    const page = await newcomer({}, { unused: true });
    await follow(page, link.loginUrl);
    await page.goBack();
    expect(page.url()).toBe(`${serviceUrl}/login`);
    await mainButton(page).click();
    await page.waitForURL((url) => url.origin === shopUrl);
    expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
  });

  it.each(['?', '#'])(
    'with a part of its token after %s is called incomplete, and offers no button',
    async (mark) => {
      const link = await makeLink({});
      const page = await newcomer();
      const part = link.loginUrl.replace('?', mark).slice(0, -20);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(part);
        const heading = page.getByRole('heading', { level: 1 });
        expect(await heading.textContent()).toBe('This link is incomplete');
        expect(await page.getByRole('button').count()).toBe(0);
        await show(page, `incomplete-${mark === '?' ? 'query' : 'fragment'}-${colorScheme}`);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await overflows(page)).toBe(false);
      await show(page, `incomplete-${mark === '?' ? 'query' : 'fragment'}-phone`);
      expect(await attempts(link)).toEqual({ good: 0, bad: 0 });
    },
  );

  it('with a damaged address leads to its page, and signs in', async () => {
    const { token } = await makeLink({});
    const page = await newcomer();
    await page.goto(`${serviceUrl}/LOGIN/?token=3D${token.slice(0, 40)}%0D%0A${token.slice(40)}.`);
    expect(new URL(page.url()).pathname).toBe('/login');
    await signIn(page, page.url());
  });

  it('with its token in an encoded fragment of a damaged path signs in', async () => {
    const { token } = await makeLink({});
    await signIn(await newcomer(), `${serviceUrl}//login%23token=${token}`);
  });

  it('with its token in the fragment says without JavaScript that it needs it', async () => {
    const link = await makeLink({});
    const page = await newcomer({ javaScriptEnabled: false });
    await page.goto(`${serviceUrl}/login#token=${link.token}`);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.locator('noscript').textContent()).toMatch(/JavaScript/);
    await show(page, 'login-fragment-without-script');
    expect(await attempts(link)).toEqual({ good: 0, bad: 0 });
  });

  it.each([
    ['de-DE', 'de'],
    ['pt-BR', 'pt-BR'],
    ['nb-NO', 'nb'],
    ['fr-CA', 'fr'],
    ['ja-JP', 'en'],
  ])('opens in the language of a browser that speaks %s', async (locale, lang) => {
    const { loginUrl } = await makeLink({});
    const page = await newcomer({ locale });
    await page.goto(loginUrl);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    await show(page, `login-${lang}`);
  });
});

describe('a mail scanner', () => {
  it('that sends HEAD, opens the link five times, and runs its JavaScript uses no token', async () => {
    const link = await makeLink({});
    expect((await fetch(link.loginUrl, { method: 'HEAD' })).status).toBe(200);
    for (let visits = 0; visits < 5; visits += 1) expect((await fetch(link.loginUrl)).status).toBe(200);
    const page = await newcomer();
    const posted: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()));
    for (const address of [link.loginUrl, `${serviceUrl}/login#token=${link.token}`]) {
      await page.goto(address);
      await page.mouse.move(200, 200);
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(1_000);
    }
    expect(posted).toEqual([]);
    expect(await attempts(link)).toEqual({ good: 0, bad: 0 });
    await follow(page, link.loginUrl);
    expect(await attempts(link)).toEqual({ good: 1, bad: 0 });
  });
});
