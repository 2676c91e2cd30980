import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../functions/openapi/document.ts';
import { ROUTES } from '../functions/routes.ts';
import { apiTypes, type Document } from './api-types.ts';

/** The generated types of the API. */
export const API_FILE = join(import.meta.dirname, 'src/api.ts');

/** Generates the types of the API from the OpenAPI document, formatted by Biome. */
export function generateApi(): string {
  const types = apiTypes(openApiDocument(ROUTES, '') as Document);
  const header = '/** Made from the schemas of the routes by `npm run client:types`; change those. */\n\n';
  return execFileSync(
    process.execPath,
    [
      join(import.meta.dirname, '../node_modules/@biomejs/biome/bin/biome'),
      'format',
      `--stdin-file-path=${API_FILE}`,
    ],
    { input: header + types, encoding: 'utf8' },
  );
}

if (import.meta.main) writeFileSync(API_FILE, generateApi());
