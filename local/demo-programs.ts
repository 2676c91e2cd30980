import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Demo } from './demo-shop.ts';
import { freePort } from './listen.ts';

const ROOT = join(import.meta.dirname, '..');

type Ports = { shop: number; procurement: number };
export type DemoAddresses = Ports & { shopUrl: string };

/** The two ports after the service's, or free ones if its port is 0. Throws when one is taken. */
export async function demoAddresses(servicePort: number): Promise<DemoAddresses> {
  const shop = await freePort(servicePort && servicePort + 1);
  const procurement = await freePort(servicePort && servicePort + 2);
  return { shop, procurement, shopUrl: `http://localhost:${shop}` };
}

/** `summary` lists addresses and links, one a line. */
type Running = { stop(): Promise<void>; summary: string };

/** Starts the example storefront and procurement system. Resolves when both listen. */
export async function startDemoPrograms(
  serviceUrl: string,
  { shop, procurement, shopUrl }: DemoAddresses,
  { storefrontKey, issuer, cxml, links }: Demo,
): Promise<Running> {
  const env = { SERVICE_URL: serviceUrl };
  const stopShop = await startProgram('examples/storefront/main.ts', {
    ...env,
    PORT: String(shop),
    ISSUER: issuer,
    STOREFRONT_KEY: storefrontKey,
  });
  const summary = [`storefront key: ${storefrontKey}`, `demo shop: ${shopUrl}`];
  if (!links) return { stop: stopShop, summary: summary.join('\n') };
  const { catalogue, login, impersonation } = links;
  const stopProcurement = await startProgram('examples/procurement-system/main.ts', {
    ...env,
    PORT: String(procurement),
    CATALOGUE_URL: catalogue,
    ...(cxml && { CXML_DOMAIN: cxml.domain, CXML_IDENTITY: cxml.identity, CXML_SECRET: cxml.secret }),
  });
  const procurementUrl = `http://127.0.0.1:${procurement}`;
  summary.push(
    `sign in as Jane Doe: ${login}`,
    `act as Jane Doe: ${impersonation}`,
    `procurement system: ${procurementUrl}`,
    `OCI: ${catalogue}&HOOK_URL=${encodeURIComponent(`${procurementUrl}/basket`)}`,
  );
  const stop = async () => {
    await Promise.all([stopShop(), stopProcurement()]);
  };
  return { stop, summary: summary.join('\n') };
}

/** Starts a process with `env` as its whole environment. It ends with this process at the latest. */
async function startProgram(file: string, env: Record<string, string>): Promise<() => Promise<void>> {
  const program = join(ROOT, file);
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'run-while-open.ts'), process.execPath, program],
    // Its own process group: Ctrl-C reaches this process alone, which stops the programs in order.
    { env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  await firstLine(child, file);
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.stdin?.end();
    await exited;
  };
}

async function firstLine(
  child: ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> },
  file: string,
): Promise<void> {
  for await (const _ of createInterface(child.stdout)) return;
  throw new Error(`${file} did not start`);
}
