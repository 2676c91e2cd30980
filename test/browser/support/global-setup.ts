import type { TestProject } from 'vitest/node';
import { findChromium } from '../../../console/chromium.ts';
import { startDemo } from '../../../console/start-demo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string;
    serviceUrl: string;
    adminKey: string;
    storefrontKey: string;
    shopUrl: string;
    procurementUrl: string;
    issuer: string;
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
  return stop;
}
