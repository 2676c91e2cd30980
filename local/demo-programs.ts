import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Demo } from './demo-shop.ts';
import { freePort } from './listen.ts';

const ROOT = join(import.meta.dirname, '..');

/** Where the example programs listen. */
type Ports = { shop: number; procurement: number };
export type DemoAddresses = Ports & { shopUrl: string };

/** The ports after the service's, or any that are free when that is any. */
export async function demoAddresses(wanted: number): Promise<DemoAddresses> {
  const shop = await freePort(wanted && wanted + 1);
  const procurement = await freePort(wanted && wanted + 2);
  return { shop, procurement, shopUrl: `http://localhost:${shop}` };
}

/** Programs that run, and what there is to tell of them: where they are, and links to try. */
type Running = { stop(): Promise<void>; told: string };

/** Starts the example storefront and a pretend procurement system, and resolves when both answer. */
export async function startStorefront(
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
  const told = [`storefront key: ${storefrontKey}`, `demo shop: ${shopUrl}`];
  if (!links) return { stop: stopShop, told: told.join('\n') };
  const { catalogue, login, impersonation } = links;
  const stopProcurement = await startProgram('examples/procurement-system/main.ts', {
    ...env,
    PORT: String(procurement),
    CATALOGUE_URL: catalogue,
    ...(cxml && { CXML_DOMAIN: cxml.domain, CXML_IDENTITY: cxml.identity, CXML_SECRET: cxml.secret }),
  });
  const procurementUrl = `http://127.0.0.1:${procurement}`;
  told.push(
    `sign in as Jane Doe: ${login}`,
    `act as Jane Doe: ${impersonation}`,
    `procurement system: ${procurementUrl}`,
    `OCI: ${catalogue}&HOOK_URL=${encodeURIComponent(`${procurementUrl}/basket`)}`,
  );
  const stop = async () => {
    await Promise.all([stopShop(), stopProcurement()]);
  };
  return { stop, told: told.join('\n') };
}

/** A process of its own, with its own environment and nothing of ours. It ends with this process at the latest. */
async function startProgram(file: string, env: Record<string, string>): Promise<() => Promise<void>> {
  const program = join(ROOT, file);
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'run-while-open.ts'), process.execPath, program],
    // A process group of its own: Ctrl-C is for this process, which then stops things in order.
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
