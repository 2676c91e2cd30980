import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attempts, type Link, makeLink, procurementUrl, putUser, shopUrl } from './support/api.ts';
import { newcomer, show, signIn } from './support/browser.ts';

/** The return address of the example procurement system. The shop must keep the encoding of its query. */
const HOOK_URL = `${procurementUrl}/basket?buyer=7&step=%C3%A4`;

let link: Link;
beforeAll(async () => {
  const buyer = await putUser('Acme purchasing');
  link = await makeLink({ userId: buyer.id, purpose: 'procurement' });
});

/** The fields that came back with the basket. */
async function returned(page: Page): Promise<Record<string, string>> {
  const rows = await page.locator('tr').all();
  const texts = rows.map(async (row) => [
    await row.locator('th').textContent(),
    await row.locator('td').textContent(),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

const returnBasket = async (page: Page) => {
  await page.getByRole('button', { name: 'Return the basket' }).click();
  await page.waitForURL((url) => url.origin === procurementUrl);
};

describe('a procurement system', () => {
  it.each(['GET', 'POST'])('opens the catalogue by OCI with %s, and gets the basket', async (method) => {
    const page = await newcomer();
    await page.goto(procurementUrl);
    await show(page, 'procurement-system');
    await page.getByRole('button', { name: `by OCI, with ${method}` }).click();
    await page.waitForURL((url) => url.origin === shopUrl);
    expect(page.url()).toMatch(/\/catalogue\/\w{22}$/);
    expect(await page.locator('main').textContent()).toContain('For Acme Industrial Supplies');
    await show(page, 'shop-basket-oci');
    await returnBasket(page);
    expect(page.url()).toBe(HOOK_URL);
    expect(await returned(page)).toMatchObject({
      '~OkCode': 'ADDI',
      '~TARGET': '_top',
      '~CALLER': 'CTLG',
      'NEW_ITEM-DESCRIPTION[1]': 'Hexagon bolt M8 × 50, 100 pieces',
      'NEW_ITEM-QUANTITY[1]': '2.000',
      'NEW_ITEM-UNIT[1]': 'PK',
      'NEW_ITEM-PRICE[1]': '12.500',
      'NEW_ITEM-CURRENCY[1]': 'EUR',
      'NEW_ITEM-VENDORMAT[2]': 'GL-L',
    });
    await show(page, 'procurement-basket-oci');
  });

  it('opens it by cXML, and gets the basket', async () => {
    const page = await newcomer();
    await page.goto(procurementUrl);
    await page.getByRole('button', { name: 'by cXML' }).click();
    await page.waitForURL((url) => url.origin === shopUrl);
    expect(await page.locator('main').textContent()).toContain('For Acme Industrial Supplies');
    await show(page, 'shop-basket-cxml');
    await returnBasket(page);
    expect(page.url()).toBe(HOOK_URL);
    const { 'cxml-urlencoded': message = '' } = await returned(page);
    expect(message).toContain('<BuyerCookie>buyer &amp; cookie &lt;7&gt;</BuyerCookie>');
    expect(message).toContain('<SupplierPartID>M8-50</SupplierPartID>');
    expect(message).toMatch(/<From><Credential domain="NetworkId"><Identity>demo-shop</);
    expect(message).toMatch(/<To><Credential domain="DUNS"><Identity>demo-buyer</);
    await show(page, 'procurement-basket-cxml');
  });

  it('opens it by a link to the login page too, as partners have configured it', async () => {
    const page = await newcomer();
    const query = new URLSearchParams({ token: link.token, HOOK_URL, '~OkCode': 'ADDI' });
    await page.goto(`${new URL(link.loginUrl).origin}/login?${query}`);
    expect(page.url()).toMatch(/\/catalogue\/\w{22}$/);
    await returnBasket(page);
    expect(page.url()).toBe(HOOK_URL);
  });

  it('with the return address SAPEVENT:POST gets a form for it', async () => {
    const page = await newcomer();
    await page.goto(`${link.loginUrl}&HOOK_URL=SAPEVENT:POST`);
    const form = page.locator('form[action="SAPEVENT:POST"]');
    expect(await form.locator('input').count()).toBeGreaterThan(10);
    await show(page, 'shop-basket-sap');
  });

  it('ends no other session: a signed-in user stays signed in, and two catalogues can be open', async () => {
    const jane = await putUser('Jane Doe');
    const page = await newcomer();
    await signIn(page, (await makeLink({ userId: jane.id })).loginUrl);
    const open = async (buyer: string) => {
      const { id } = await putUser(buyer);
      const { loginUrl } = await makeLink({ userId: id, purpose: 'procurement' });
      const tab = await page.context().newPage();
      await tab.goto(`${loginUrl}&HOOK_URL=${encodeURIComponent(HOOK_URL)}`);
      return tab;
    };
    const [acme, globex] = [await open('Acme purchasing'), await open('Globex purchasing')];
    await acme.reload();
    expect(await acme.locator('main').textContent()).toContain('For Acme purchasing');
    expect(await globex.locator('main').textContent()).toContain('For Globex purchasing');
    await page.reload();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Welcome, Jane Doe');
  });

  it('is refused with the token of a person', async () => {
    const person = await makeLink({});
    const page = await newcomer();
    const query = new URLSearchParams({ token: person.token, HOOK_URL });
    const response = await page.goto(`${new URL(person.loginUrl).origin}/punchout/oci?${query}`);
    expect(response?.status()).toBe(401);
    await show(page, 'oci-refused');
    expect((await attempts(person)).good).toBe(0);
  });
});
