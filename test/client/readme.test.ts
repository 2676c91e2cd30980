import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { useService } from '../support/fixture.ts';
import { aCode, aUser, CALLBACK } from '../support/given.ts';
import { connect, handlersFetch } from './real-service.ts';
import { typeErrors } from './type-errors.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.build/client-readme');
const README = readFileSync(join(ROOT, 'client/README.md'), 'utf8');

/** The programs of the README, by the names in their first lines. */
const programs = [...README.matchAll(/```ts\n\/\/ ([\w-]+\.ts)\n(.*?)```/gs)].map(
  ([, name = '', text = '']) => ({
    name,
    text,
  }),
);

const service = useService({ settings: { callbackUrl: CALLBACK } });

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, text } of programs) {
    const source = text
      .replaceAll("'@login-tokens/client'", "'../../client/src/index.ts'")
      .replaceAll("'@login-tokens/client/session'", "'../../client/src/session.ts'");
    writeFileSync(join(FOLDER, name), source);
  }
  vi.stubEnv('STOREFRONT_KEY', service.storefront);
  vi.stubEnv('STOREFRONT_KEY_ID', (await connect(service.storefront).me()).id);
  vi.stubEnv('EDITOR_KEY', service.admin);
  vi.stubGlobal('fetch', handlersFetch);
  vi.spyOn(console, 'log').mockReturnValue();
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

const load = (name: string) => import(join(FOLDER, name));
const admin = connect(service.admin);

test('every piece of code in the README is a program with a name', () => {
  expect(programs.length).toBe(README.match(/^```ts$/gm)?.length);
  expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
});

test('every piece of code in the README is typed well', () => {
  const files = programs.map(({ name }) => name);
  expect(typeErrors(FOLDER, files, COMPILER_OPTIONS)).toEqual([]);
});

const COMPILER_OPTIONS = {
  ...JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')).compilerOptions,
  typeRoots: ['../../node_modules/@types'],
};

test('every call is named in the README', () => {
  for (const [area, calls] of Object.entries(admin)) {
    const names = typeof calls === 'function' ? [area] : Object.keys(calls);
    const row = typeof calls === 'function' ? 'client' : `client.${area}`;
    const line = README.split('\n').find((text) => text.startsWith(`| \`${row}\``)) ?? '';
    for (const name of names) expect(line).toContain(`\`${name}\``);
  }
});

describe('what the README shows works:', () => {
  test('redeeming, verifying, asking and signing out', async () => {
    const [{ signIn }, { userOf }, { isActive, signOut }] = await Promise.all(
      ['redeem.ts', 'verify.ts', 'introspect.ts'].map(load),
    );
    const userId = await aUser();
    const { token } = await admin.tokens.create({ userId });
    const accessToken = await signIn(token, '192.0.2.7');
    expect(await userOf(accessToken)).toBe(userId);
    expect(await isActive(accessToken)).toBe(true);
    await signOut(accessToken);
    expect(await isActive(accessToken)).toBe(false);
    expect(await signIn(token)).toBeUndefined();
    expect(await userOf(token)).toBe('not signed in');
  });

  test('impersonation', async () => {
    const [{ signIn }, { userOf }] = await Promise.all(['redeem.ts', 'verify.ts'].map(load));
    const userId = await aUser();
    const { token } = await admin.tokens.create({
      userId,
      purpose: 'impersonation',
      reason: 'T 1',
    });
    expect(await userOf(await signIn(token))).toBe(`admin of a test, impersonating ${userId}`);
  });

  test('exchanging a code, twice in one browser and never in another', async () => {
    const { exchange } = await load('exchange.ts');
    const code = await aCode((await admin.tokens.create({})).token);
    const { session } = await exchange(code, 'this browser');
    expect((await exchange(code, 'this browser')).session.id).toBe(session.id);
    await expect(exchange(code, 'another')).rejects.toMatchObject({ code: 'code_refused' });
  });

  test('managing tokens and users', async () => {
    const { linkForJane, rename, disableTokensOf } = await load('administer.ts');
    const link = await linkForJane('7');
    expect(link).toMatch(/^https:.*token=lt_/);
    expect(await linkForJane('7')).toBe(link);
    expect(await disableTokensOf('c-42')).toBe(1);
    expect(await disableTokensOf('c-42')).toBe(0);
    const renamed = await rename('c-42', 'Jane Roe');
    expect(await rename('c-42', 'Jane Doe')).toBe(renamed + 1);
  });

  test('errors, and options', async () => {
    const { renew } = await load('errors.ts');
    const { id } = await admin.tokens.create({});
    expect(await renew(id, '2999-01-01T00:00:00Z')).toBe('active');
    expect(await renew(id, '2000-01-01T00:00:00Z')).toBe('/expiresAt must be in the future');
    expect(await renew('none', '2999-01-01T00:00:00Z')).toMatch(/^token_not_found: /);
    const { client } = await load('options.ts');
    await expect(client.me()).rejects.toMatchObject({ status: 401 });
  });
});
