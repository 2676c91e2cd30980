import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { findChromium, SCREENSHOTS } from './chromium.ts';

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

const START_WITHIN = 90_000;

/** What `npm start -- --demo` prints, and what tests call it. */
const PRINTED = {
  serviceUrl: /^ready (http:\S+)/m,
  adminKey: /administrator key: (lk_\w{61})$/m,
  storefrontKey: /^storefront key: (lk_\w{61})$/m,
  shopUrl: /^demo shop: (http:\S+)$/m,
  procurementUrl: /^procurement system: (http:\S+)$/m,
} as const;

const serviceUrl = (output: string): string => PRINTED.serviceUrl.exec(output)?.[1] ?? '';

/** Starts all that people start with one command, once for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('chromium', findChromium());
  mkdirSync(SCREENSHOTS, { recursive: true });
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['local/start.ts', '--demo', '--in-memory', '--port', '0'], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const deadline = Date.now() + START_WITHIN;
  for (const [name, pattern] of Object.entries(PRINTED) as [keyof typeof PRINTED, RegExp][]) {
    let found = pattern.exec(output)?.[1];
    while (found === undefined) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`npm start does not tell its ${name}: ${output}`);
      await pause(100);
      found = pattern.exec(output)?.[1];
    }
    project.provide(name, found);
  }
  const { oidc } = (await (await fetch(`${serviceUrl(output)}/sign-in`)).json()) as {
    oidc: { issuer: string };
  };
  project.provide('issuer', oidc.issuer);
  return async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
}
