import type { TestProject } from 'vitest/node';
import { findChromium } from '../../../console/chromium.ts';
import { startDemo } from '../../../console/start-demo.ts';
import { freePort } from '../../../local/listen.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string;
    serviceUrl: string;
    adminKey: string;
    storefrontKey: string;
    shopUrl: string;
    procurementUrl: string;
    issuer: string;
    /** The port of a second shop, which one test starts. The settings allow its return address. */
    secondShopPort: number;
  }
}

/** Starts `npm start -- --demo` once for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('chromium', findChromium());
  const { stop, ...service } = await startDemo();
  for (const [name, value] of Object.entries(service) as [keyof typeof service, string][])
    project.provide(name, value);
  const answer = await fetch(`${service.serviceUrl}/sign-in`);
  const { oidc } = (await answer.json()) as { oidc: { issuer: string } };
  project.provide('issuer', oidc.issuer);
  project.provide('secondShopPort', await allowSecondShop(service));
  return stop;
}

/** Before all tests, because a test that saves settings saves all of them, as it has read them. */
async function allowSecondShop({ serviceUrl, adminKey }: { serviceUrl: string; adminKey: string }) {
  const port = await freePort();
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const read = await fetch(`${serviceUrl}/settings`, { headers });
  const { callbackUrl, shopName, supportEmail } = (await read.json()) as Record<string, string>;
  const allowedReturnUrls = [`http://localhost:${port}/callback`];
  const body = JSON.stringify({ callbackUrl, shopName, supportEmail, allowedReturnUrls });
  const saved = await fetch(`${serviceUrl}/settings`, { method: 'PUT', headers, body });
  if (!saved.ok) throw new Error(`the settings are not saved: ${await saved.text()}`);
  return port;
}
