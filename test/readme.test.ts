import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startService } from './support/start-service.ts';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The blocks that the README marks as ones to be run against `npm start`, in their order. */
const blocks = [...README.matchAll(/<!-- run: local -->\n```sh\n(.*?)```/gs)].map(([, block = '']) => block);

it('what the README shows by curl works, command by command: created, redeemed, refused, told, signed in and out', {
  timeout: 1_200_000,
}, async () => {
  expect(blocks.length).toBeGreaterThanOrEqual(4);
  const { url, key, stop } = await startService();
  onTestFinished(stop);
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
