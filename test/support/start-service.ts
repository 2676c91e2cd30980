import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { vi } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

export type StartedService = {
  url: string;
  /** The administrator's key. */
  key: string;
  stop(): void;
};

/** Starts the service as `npm start` does, in memory: where it listens, and the administrator's key that it printed. */
export async function startService(): Promise<StartedService> {
  const child = spawn(process.execPath, ['local/start.ts', '--in-memory', '--port', '0'], {
    cwd: ROOT,
    // Not the APP_URL of the tests.
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  const stop = () => void child.kill('SIGTERM');
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  try {
    return await vi.waitFor(
      () => {
        const ready = /^ready (?<url>http:\S+).*(?<key>lk_[0-9A-Za-z]{61})$/m.exec(output)?.groups;
        if (!ready?.url || !ready.key) throw new Error(`not ready: ${output}`);
        return { url: ready.url, key: ready.key, stop };
      },
      { timeout: 300_000, interval: 100 },
    );
  } catch (error) {
    stop();
    throw error;
  }
}
