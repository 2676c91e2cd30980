import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, inject, it, onTestFinished } from 'vitest';
import { listen } from '../../local/listen.ts';
import { makeLink, putUser, serviceUrl } from './support/api.ts';
import { newcomer, show } from './support/browser.ts';

/** A second shop. The settings allow its callback as a return address. */
async function startShop(frameAncestors: string): Promise<string> {
  const port = inject('secondShopPort');
  const shopUrl = `http://localhost:${port}`;
  const child = spawn(process.execPath, ['examples/storefront/main.ts'], {
    env: {
      PORT: String(port),
      SERVICE_URL: serviceUrl,
      STOREFRONT_KEY: inject('storefrontKey'),
      FRAME_ANCESTORS: frameAncestors,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  await once(child.stdout, 'data');
  return shopUrl;
}

/** A procurement system on another site, which shows the catalogue in a frame and takes the basket. */
async function startProcurement(): Promise<{ url: string; show(address: string): void; baskets: string[] }> {
  let framed = '';
  const baskets: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'POST') baskets.push(request.url ?? '');
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(
      `<!doctype html><link rel="icon" href="data:,"><iframe src="${framed}" width="900" height="600"></iframe>`,
    );
  });
  const port = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => void server.close());
  const show = (address: string) => {
    framed = address.replaceAll('&', '&amp;');
  };
  return { url: `http://127.0.0.1:${port}`, show, baskets };
}

it('a catalogue opens in the frame of a procurement system that the shop has named, and gives it the basket', async () => {
  const procurement = await startProcurement();
  const shopUrl = await startShop(procurement.url);
  const buyer = await putUser('Acme purchasing');
  const { loginUrl } = await makeLink({ userId: buyer.id, purpose: 'procurement' });
  const query = new URLSearchParams({
    HOOK_URL: `${procurement.url}/hook?a=b`,
    return_to: `${shopUrl}/callback`,
  });
  procurement.show(`${loginUrl}&${query}`);
  const page = await newcomer({}, { others: [procurement.url, shopUrl] });
  await page.goto(procurement.url);
  const catalogue = page.frameLocator('iframe');
  expect(await catalogue.locator('main').textContent()).toContain('For Acme purchasing');
  await show(page, 'shop-basket-framed');
  await catalogue.getByRole('button', { name: 'Return the basket' }).click();
  await page.waitForURL(`${procurement.url}/hook?a=b`);
  expect(procurement.baskets).toEqual(['/hook?a=b']);
});
