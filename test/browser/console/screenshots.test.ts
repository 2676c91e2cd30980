import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it, onTestFinished } from 'vitest';

const PNG = '89504e470d0a1a0a';

it('one command takes all pictures of the README, and no others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'login-tokens-pictures-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CHROMIUM_PATH: inject('chromium'),
    SERVICE_URL: inject('serviceUrl'),
    ADMIN_KEY: inject('adminKey'),
  };
  await promisify(execFile)('npm', ['run', 'screenshots', '--', folder], { env });
  const shown = readFileSync('README.md', 'utf8').matchAll(/docs\/images\/([\w-]+\.png)/g);
  expect(readdirSync(folder).sort()).toEqual([...shown].map(([, name]) => name).sort());
  for (const name of readdirSync(folder)) {
    const picture = readFileSync(join(folder, name));
    expect(picture.subarray(0, 8).toString('hex')).toBe(PNG);
    // IHDR has width and height: a picture is one screen of 1280 by 800 pixels, not a whole page.
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1280, 800]);
  }
}, 180_000);
