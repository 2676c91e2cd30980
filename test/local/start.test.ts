import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startDynamoDbLocal } from '../../local/dynamodb-local.ts';
import { freePort, listen } from '../../local/listen.ts';
import { formatCredential, newSecret } from '../../shared/crypto/credential.ts';
import { newId } from '../../shared/crypto/id.ts';

const START = resolve(import.meta.dirname, '../../local/start.ts');
/** Java and other test files share two cores. */
const SLOW = { timeout: 1_200_000 };
const PATIENCE = { timeout: 300_000, interval: 50 };

/** The working directory of the service, another one for each test. */
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'login-tokens-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

type Run = { child: ChildProcess; out(): string; err(): string; firstOutput(): number };

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [START, ...args], { cwd: directory, env: { PATH, HOME, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const begin = performance.now();
  const output = { out: '', err: '', first: Number.POSITIVE_INFINITY };
  child.stdout.on('data', (chunk) => {
    output.first = Math.min(output.first, performance.now() - begin);
    output.out += chunk;
  });
  child.stderr.on('data', (chunk) => (output.err += chunk));
  return { child, out: () => output.out, err: () => output.err, firstOutput: () => output.first };
}

/** Starts the service and waits until it says that it is ready. */
async function startService(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const begin = performance.now();
  const { child, out, err, firstOutput } = run(['--port', '0', ...args], env);
  const READY = /^ready (?<url>http:\/\/localhost:\d+) .*(?<key>lk_[0-9A-Za-z]{61})$/m;
  const { url = '', key = '' } = await vi.waitFor(
    () => {
      expect(child.exitCode, err()).toBeNull();
      expect(out()).toMatch(READY);
      return READY.exec(out())?.groups ?? {};
    },
    { ...PATIENCE, timeout: 300_000 },
  );
  const shareOfFirstOutput = firstOutput() / (performance.now() - begin);
  return { child, out, err, url, key, shareOfFirstOutput, call: caller(url, key) };
}

const caller = (url: string, key: string) => async (method: string, path: string, body?: object) => {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

async function signal(child: ChildProcess, name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(name);
  const [code] = await exited;
  return code;
}

/** Whether the DynamoDB Local with the data of this test runs. */
const databaseRuns = (): boolean =>
  execFileSync('ps', ['-A', '-o', 'args']).includes(join(directory, '.local', 'dynamodb'));

/** The tables that a client with this access key sees in the engine, which listens on every interface. */
async function tablesOf(accessKeyId: string): Promise<string[] | undefined> {
  const line = execFileSync('ps', ['-A', '-o', 'args'])
    .toString()
    .split('\n')
    .find((args) => args.includes(directory));
  const endpoint = `http://127.0.0.1:${/-port (\d+)/.exec(line ?? '')?.[1]}`;
  const credentials = { accessKeyId, secretAccessKey: 'x' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const { TableNames } = await client.send(new ListTablesCommand());
  client.destroy();
  return TableNames;
}

/** Lines that say what is done now. */
const PROGRESS = /^(?:.+ …\n)+$/;

/** Expects one line about what is wrong. `out` is what was printed before. */
async function expectRefusal({ child, ...run }: Run, message: RegExp, out = /^$/): Promise<void> {
  const [code] = await once(child, 'close');
  expect(code).toBeGreaterThan(0);
  expect(run.err()).toMatch(message);
  expect(run.err().trimEnd().split('\n')).toHaveLength(1);
  expect(run.out()).toMatch(out);
}

/** Listens on the port that comes `offset` after a free one, and returns that one. */
async function takePort(offset: number): Promise<number> {
  for (;;) {
    const server = createServer();
    const free = await freePort();
    const taken = await listen(server, free + offset, '127.0.0.1').catch(() => undefined);
    if (taken === undefined) continue;
    onTestFinished(() => void server.close());
    return free;
  }
}

/** What of the data other users of the machine may read or list. The engine names its file by its only credential. */
const readableByOthers = (): string[] =>
  ['.local', ...readdirSync(join(directory, '.local'), { recursive: true, encoding: 'utf8' })].filter(
    (name) => statSync(join(directory, name === '.local' ? '' : '.local', name)).mode & 0o077,
  );

describe('npm start', () => {
  test(
    'serves the real thing, stops at a signal with all it started, and goes on with its data',
    SLOW,
    async () => {
      // One that an earlier version left open.
      mkdirSync(join(directory, '.local'), { mode: 0o755 });
      const first = await startService();
      expect(databaseRuns()).toBe(true);
      expect(readableByOthers()).toEqual([]);
      expect(await tablesOf('local')).toEqual([]);
      expect(
        await tablesOf(readFileSync(join(directory, '.local', 'database-key'), 'utf8').trim()),
      ).toHaveLength(8);
      expect(await first.call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
      const head = await fetch(`${first.url}/health`, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, '15']);
      expect(await first.call('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
      const { status, body: token } = await first.call('POST', '/tokens', {});
      expect(status).toBe(201);
      expect(token.loginUrl).toBe(`${first.url}/login?token=${token.token}`);
      const history = `/tokens/${token.id}/events`;
      await vi.waitFor(async () => {
        const { body } = await first.call('GET', history);
        expect(body.items).toMatchObject([{ type: 'token.created' }]);
      }, PATIENCE);
      expect(await signal(first.child, 'SIGINT')).toBe(0);
      expect(databaseRuns()).toBe(false);

      const second = await startService();
      expect(second.key).toBe(first.key);
      const revealed = await second.call('POST', `/tokens/${token.id}/reveal`);
      expect(revealed).toMatchObject({ status: 200, body: { token: token.token } });
      await vi.waitFor(async () => {
        const { body } = await second.call('GET', history);
        expect(body.items).toMatchObject([{ type: 'token.revealed' }, { type: 'token.created' }]);
      }, PATIENCE);
      expect(readableByOthers()).toEqual([]);

      const { body: last } = await second.call('POST', '/tokens', {});
      await signal(second.child, 'SIGKILL');
      await vi.waitFor(() => expect(databaseRuns()).toBe(false), PATIENCE);
      const third = await startService();
      expect(await third.call('GET', `/tokens/${last.id}`)).toMatchObject({ status: 200 });
      await vi.waitFor(async () => {
        const { body } = await third.call('GET', `/tokens/${last.id}/events`);
        expect(body.items).toMatchObject([{ type: 'token.created' }]);
      }, PATIENCE);

      // Example data has a folder of its own, so it is whole, and can run beside the rest.
      const demo = await startService(['--demo']);
      expect((await demo.call('GET', '/users?limit=100')).body.items).toHaveLength(40);
      expect(await demo.call('GET', `/tokens/${last.id}`)).toMatchObject({ status: 404 });
      expect((await third.call('GET', '/users')).body.items).toEqual([]);
      expect(readableByOthers()).toEqual([]);
      await signal(demo.child, 'SIGINT');
      expect(await signal(third.child, 'SIGTERM')).toBe(0);
      expect(databaseRuns()).toBe(false);
      expect(first.err() + second.err() + third.err() + demo.err()).toBe('');
    },
  );

  test('in memory, with a given key and example data, keeps nothing', SLOW, async () => {
    const adminKey = formatCredential('lk_', { id: newId(Date.now()), secret: newSecret() }).reveal();
    const APP_URL = 'https://shop.example/';
    const { child, call, key, out, url, shareOfFirstOutput } = await startService(['--in-memory', '--demo'], {
      ADMIN_KEY: adminKey,
      APP_URL,
    });
    // A second on an idle machine.
    expect(shareOfFirstOutput).toBeLessThan(1 / 3);
    expect(key).toBe(adminKey);
    expect(existsSync(join(directory, '.local'))).toBe(false);
    const users = await call('GET', '/users?limit=100');
    expect(users.body.items).toHaveLength(40);
    const { body: token } = await call('POST', '/tokens', { userId: users.body.items[0].id });
    expect(token.loginUrl).toBe(`https://shop.example/login?token=${token.token}`);

    const keys = (await call('GET', '/keys')).body.items as { name: string; expiresAt: string | null }[];
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.filter(({ expiresAt }) => expiresAt === null).map(({ name }) => name)).toEqual([
      'Local administrator',
    ]);

    const storefrontKey = /^storefront key: (lk_\w{61})$/m.exec(out())?.[1] ?? '';
    const shop = caller(url, storefrontKey);
    expect(await shop('POST', '/tokens/redeem', { token: token.token })).toMatchObject({ status: 200 });
    expect(await shop('POST', '/tokens/redeem', { token: token.token })).toMatchObject({ status: 401 });

    const from = new Date(Date.now() - 32 * 86_400_000).toISOString();
    await vi.waitFor(async () => {
      const { body } = await call('GET', `/statistics?bucket=day&from=${from}`);
      const sum = (name: string) =>
        body.reduce((total: number, day: Record<string, number>) => total + (day[name] ?? 0), 0);
      // The examples and the leaked one, three links to try, and the one made above.
      expect(sum('created')).toBe(165);
      expect(sum('redeemed') + sum('refused')).toBeGreaterThan(300);
      const busyDays = body.filter(({ redeemed }: { redeemed: number }) => redeemed > 0);
      expect(busyDays.length).toBeGreaterThan(20);
    }, PATIENCE);

    // Log lines leave the summary the last thing in the terminal.
    expect(out()).toMatch(/^(?:.+ …\n)+\nready [^{}]+\nCtrl-C ends it\n$/);
    const logFile = /^log lines: (.+)$/m.exec(out())?.[1] ?? '';
    // A line is written after its answer.
    await vi.waitFor(
      () => expect(readFileSync(logFile, 'utf8')).toMatch(/^\{.*"route":"GET \/statistics","status":200/m),
      PATIENCE,
    );
    expect(await signal(child, 'SIGINT')).toBe(0);
    expect(existsSync(logFile)).toBe(false);
  });

  test('makes example data anew when the start that made it was interrupted', SLOW, async () => {
    const interrupted = run(['--port', '0', '--demo']);
    await vi.waitFor(() => expect(interrupted.out()).toContain('creating example data …\n'), PATIENCE);
    await signal(interrupted.child, 'SIGKILL');
    const second = await startService(['--demo']);
    expect(second.out()).toContain('interrupted is made anew …\n');
    expect((await second.call('GET', '/users?limit=100')).body.items).toHaveLength(40);
    expect(second.out()).not.toContain('example data: of');
    await signal(second.child, 'SIGINT');
    const third = await startService(['--demo']);
    expect(third.out()).not.toContain('made anew …');
    expect(third.out()).toMatch(
      /^example data: of \d{4}-\d\d-\d\d; to have it made anew, delete .*\.local\/demo$/m,
    );
    expect(third.key).toBe(second.key);
  });

  test('names the folder whose data is of another version', SLOW, async () => {
    const folder = join(directory, '.local');
    const accessKeyId = 'a'.repeat(32);
    mkdirSync(folder);
    writeFileSync(join(folder, 'database-key'), accessKeyId);
    const engine = await startDynamoDbLocal({ directory: join(folder, 'dynamodb') });
    const credentials = { accessKeyId, secretAccessKey: 'x' };
    const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
    await client.send(
      new CreateTableCommand({
        TableName: 'login-tokens-tokens',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'old', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'old', KeyType: 'HASH' }],
      }),
    );
    client.destroy();
    await engine.stop();
    const message = new RegExp(
      `^login-tokens: the data in ${folder} cannot be used: .*another version.*remove that data\n$`,
    );
    await expectRefusal(run(['--port', '0']), message, PROGRESS);
  });

  test('shows a shop beside it, which knows who comes from a login link, and keeps its key', {
    timeout: 1_200_000,
  }, async () => {
    const first = await startService(['--demo']);
    const demo = await vi.waitFor(() => {
      const { shop, key, link, oci } =
        /^storefront key: (?<key>lk_\w{61})\ndemo shop: (?<shop>\S+)\nsign in as Jane Doe: (?<link>\S+)\n(?:.*\n)*OCI: (?<oci>\S+)$/m.exec(
          first.out(),
        )?.groups ?? {};
      expect(oci).toMatch(/\/punchout\/oci\?token=\w+&HOOK_URL=http/);
      return { shop: shop ?? '', key: key ?? '', link: link ?? '' };
    }, PATIENCE);
    expect(await (await fetch(demo.shop)).text()).toContain('You are not signed in');
    const { body: settings } = await first.call('GET', '/settings');
    expect(settings).toMatchObject({
      callbackUrl: `${demo.shop}/callback`,
      responseMode: 'form_post',
      shopName: 'Demo shop',
    });

    const token = new URL(demo.link).searchParams.get('token') ?? '';
    const pressed = await fetch(`${first.url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token, attempt: 'a' }),
      redirect: 'manual',
    });
    const code = /name="code" value="([^"]+)"/.exec(await pressed.text())?.[1] ?? '';
    const posted = await fetch(`${demo.shop}/callback`, {
      method: 'POST',
      body: new URLSearchParams({ code }),
      redirect: 'manual',
    });
    const arrival = /shop-arrival=[^;]+/.exec(posted.headers.get('set-cookie') ?? '')?.[0] ?? '';
    const callback = `${demo.shop}/callback?remembered=1`;
    const Cookie = `shop-browser=b; ${arrival}`;
    const entered = await fetch(callback, { headers: { Cookie }, redirect: 'manual' });
    const waiting = /shop-waiting=[^;]+/.exec(entered.headers.get('set-cookie') ?? '')?.[0] ?? '';
    const asked = await fetch(`${demo.shop}/sign-in/confirm`, { headers: { Cookie: waiting } });
    expect(await asked.text()).toContain('Sign in as Jane Doe?');
    for (const secret of ['storefront-key', 'procurement-key']) {
      expect(statSync(join(directory, '.local', 'demo', secret)).mode & 0o777).toBe(0o600);
    }
    const callbackUrl = 'https://shop.example/callback';
    expect(await first.call('PUT', '/settings', { callbackUrl })).toMatchObject({ status: 200 });
    expect(await signal(first.child, 'SIGINT')).toBe(0);
    await expect(fetch(demo.shop)).rejects.toThrow();

    const second = await startService(['--demo']);
    expect(second.out()).toContain(`storefront key: ${demo.key}\n`);
    expect((await second.call('GET', '/settings')).body).toMatchObject({ callbackUrl });
  });

  test.each([
    ['its own', 0, []],
    ['that of the identity provider', 3, []],
    ['that of the shop of a demo', 1, ['--demo']],
  ])('says that a port is taken, %s', async (_, offset, args) => {
    const first = await takePort(offset);
    const message = new RegExp(`^login-tokens: port ${first + offset} is taken: stop .* -- --port N, .*\n$`);
    await expectRefusal(run(['--port', String(first), ...args]), message, PROGRESS);
    expect(existsSync(join(directory, '.local'))).toBe(false);
  });

  test('says that Java is missing', async () => {
    const message = /^login-tokens: .*needs Java.*install/;
    await expectRefusal(run(['--port', '0'], { PATH: directory }), message, PROGRESS);
  });

  test('says that another DynamoDB does not answer', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const refused = run(['--port', '0'], { DYNAMODB_ENDPOINT: endpoint });
    await expectRefusal(refused, new RegExp(endpoint), PROGRESS);
  });

  test.each([
    [['--colour'], {}, /--colour/],
    [['--port', 'x'], {}, /--port/],
    [[], { ADMIN_KEY: 'lk_x' }, /ADMIN_KEY/],
  ])('refuses %j %j', async (args, env, message) => {
    await expectRefusal(run(args, env), message);
  });

  test('with another DynamoDB, makes a new key when the kept one was deleted there', SLOW, async () => {
    const env = { DYNAMODB_ENDPOINT: process.env.AWS_ENDPOINT_URL_DYNAMODB };
    const first = await startService([], env);
    expect(databaseRuns()).toBe(false);
    const { body: me } = await first.call('GET', '/me');
    expect(await first.call('DELETE', `/keys/${me.id.replace('key:', '')}`)).toMatchObject({ status: 204 });
    await signal(first.child, 'SIGINT');
    const second = await startService([], env);
    expect(second.key).not.toBe(first.key);
    expect(await second.call('GET', '/me')).toMatchObject({ status: 200, body: { role: 'admin' } });
    await signal(second.child, 'SIGINT');
    await expectRefusal(
      run(['--port', '0'], { ...env, ADMIN_KEY: first.key }),
      /ADMIN_KEY is a key that was deleted/,
      PROGRESS,
    );
  });
});
