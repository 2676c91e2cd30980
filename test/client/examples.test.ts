import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import * as client from '../../client/src/index.ts';
import * as session from '../../client/src/session.ts';
import { typeErrors } from './type-errors.ts';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'client/src');
const FOLDER = join(ROOT, '.build/client-examples');

/** What an example may use without declaring it. */
const PRELUDE = `import { type Client, createClient, Problem, Unreachable } from '../../client/src/index.ts';
import { sessionVerifier } from '../../client/src/session.ts';
declare const [token, code, attemptId, accessToken]: [string, string, string, string];
declare let client: Client;
`;

const comments = readdirSync(SOURCES).flatMap((file) =>
  [...readFileSync(join(SOURCES, file), 'utf8').matchAll(/\/\*\*(.*?)\*\/\s*([^\n]*)/gs)].map(
    ([, text = '', declaration = '']) => ({
      declaration,
      example: text
        .replaceAll(/^\s*\* ?/gm, '')
        .split('@example')[1]
        ?.trim(),
    }),
  ),
);
const examples = comments.flatMap(({ example }) => example ?? []);

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
});

test('every function and class of the package has an example in its docstring', () => {
  const exported = Object.keys({ ...client, ...session });
  const shown = comments.flatMap(({ declaration, example }) => {
    const name = /^export (?:class|function) (\w+)/.exec(declaration)?.[1];
    return name && example ? [name] : [];
  });
  expect(shown.sort()).toEqual(exported.sort());
});

test('every call of the client has an example in its docstring', () => {
  const made = client.createClient({ url: 'https://login.example.com' });
  for (const [area, calls] of Object.entries(made)) {
    const names = typeof calls === 'function' ? [area] : Object.keys(calls).map((name) => `${area}.${name}`);
    for (const name of names)
      expect(
        examples.some((text) => text.includes(`client.${name}(`)),
        name,
      ).toBe(true);
  }
});

test('every example is typed well', () => {
  const files = examples.map((example, at) => {
    writeFileSync(join(FOLDER, `${at}.ts`), `${PRELUDE}{\n${example}\n}\nexport {};\n`);
    return `${at}.ts`;
  });
  const { noUnusedLocals: _, ...options } = JSON.parse(
    readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'),
  ).compilerOptions;
  const errors = typeErrors(FOLDER, files, { ...options, typeRoots: ['../../node_modules/@types'] });
  expect(errors).toEqual([]);
});
