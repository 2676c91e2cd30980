import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { API_FILE, generateApi } from '../../client/generate.ts';

it('the types of the client are those of the OpenAPI document: `npm run client:types` makes them', () => {
  expect(readFileSync(API_FILE, 'utf8')).toBe(generateApi());
});
