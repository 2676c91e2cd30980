import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds. An idle machine needs ten seconds. */
const START_WITHIN = 20 * 60_000;

/** What `npm start -- --demo` prints, by the names that tests use. */
const PRINTED = {
  serviceUrl: /^ready (http:\S+)/m,
  adminKey: /administrator key: (lk_\w{61})$/m,
  storefrontKey: /^storefront key: (lk_\w{61})$/m,
  shopUrl: /^demo shop: (http:\S+)$/m,
  procurementUrl: /^procurement system: (http:\S+)$/m,
} as const;

export type DemoService = Record<keyof typeof PRINTED, string> & { stop(): Promise<void> };

/** Starts `npm start -- --demo` in memory, on free ports. */
export async function startDemo(): Promise<DemoService> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['local/start.ts', '--demo', '--in-memory', '--port', '0'], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const deadline = Date.now() + START_WITHIN;

  async function told(name: keyof typeof PRINTED): Promise<string> {
    for (;;) {
      const found = PRINTED[name].exec(output)?.[1];
      if (found !== undefined) return found;
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`npm start does not tell its ${name}: ${output}`);
      await pause(100);
    }
  }

  return {
    serviceUrl: await told('serviceUrl'),
    adminKey: await told('adminKey'),
    storefrontKey: await told('storefrontKey'),
    shopUrl: await told('shopUrl'),
    procurementUrl: await told('procurementUrl'),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
