import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Demo } from './demo-shop.ts';
import type { Ports } from './ports.ts';

const ROOT = join(import.meta.dirname, '..');

/** Where the example programs are, for people and for the settings. */
export const demoAddresses = ({ shop, procurement }: DemoPorts) => ({
  shopUrl: `http://localhost:${shop}`,
  procurementUrl: `http://127.0.0.1:${procurement}`,
});

type DemoPorts = Pick<Ports, 'shop' | 'procurement'>;

/** Starts the example storefront and procurement system. Resolves to a function that stops them, when both listen. */
export async function startDemoPrograms(
  serviceUrl: string,
  { shop, procurement }: DemoPorts,
  { storefrontKey, issuer, cxml, links }: Demo,
): Promise<() => Promise<void>> {
  const env = { SERVICE_URL: serviceUrl };
  const stopShop = await startProgram('examples/storefront/main.ts', {
    ...env,
    PORT: String(shop),
    ISSUER: issuer,
    STOREFRONT_KEY: storefrontKey,
  });
  if (!links) return stopShop;
  const stopProcurement = await startProgram('examples/procurement-system/main.ts', {
    ...env,
    PORT: String(procurement),
    CATALOGUE_URL: links.catalogue,
    ...(cxml && { CXML_DOMAIN: cxml.domain, CXML_IDENTITY: cxml.identity, CXML_SECRET: cxml.secret }),
  });
  return async () => {
    await Promise.all([stopShop(), stopProcurement()]);
  };
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
