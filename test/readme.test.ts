import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished, vi } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The blocks that the README marks as ones to be run against `npm start`, in their order. */
const blocks = [...README.matchAll(/<!-- run: local -->\n```sh\n(.*?)```/gs)].map(([, block = '']) => block);

/** Starts the service as `npm start` does, in memory: where it listens, and the administrator's key that it printed. */
async function startService(): Promise<{ url: string; key: string }> {
  const child = spawn(process.execPath, ['local/start.ts', '--in-memory', '--port', '0'], {
    cwd: ROOT,
    // Not the APP_URL of the tests.
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  onTestFinished(() => void child.kill('SIGTERM'));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return vi.waitFor(
    () => {
      const ready = /^ready (?<url>http:\S+).*(?<key>lk_[0-9A-Za-z]{61})$/m.exec(output)?.groups;
      if (!ready?.url || !ready.key) throw new Error(`not ready: ${output}`);
      return { url: ready.url, key: ready.key };
    },
    { timeout: 300_000, interval: 100 },
  );
}

it('what the README shows by curl works, command by command: created, redeemed, refused, told, signed in and out', {
  timeout: 1_200_000,
}, async () => {
  expect(blocks.length).toBeGreaterThanOrEqual(4);
  const { url, key } = await startService();
  const script = blocks.join('\n').replaceAll('http://localhost:4000', url);
  const { PATH } = process.env;
  const env = { PATH, ADMIN_KEY: key };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env });
  expect(stdout).toContain('"loginUrl":');
  expect(stdout).toMatch(/"token":\{.*"successfulAttempts":1.*\n200\n/);
  expect(stdout).toMatch(/"code":"token_refused".*\n401\n/);
  expect(stdout).toMatch(
    /"type":"token.refused".*"reason":"used".*"type":"token.redeemed".*"type":"token.created"/,
  );
  expect(stdout).toMatch(/"successfulAttempts":0.*\/callback\?code=.*{"active":true.*{"active":false}/s);
});

it('every npm script that the README names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = [...README.matchAll(/npm (?:run )?(?<name>[a-z][\w:-]*)/g)].map(
    ({ groups }) => groups?.name ?? '',
  );
  const own = named.filter((name) => !['install'].includes(name));
  expect(own).toContain('start');
  for (const name of own) expect(Object.keys(scripts)).toContain(name);
});
