import { randomBytes } from 'node:crypto';
import { afterAll, expect, inject } from 'vitest';
import { TABLE_NAMES, tableVariable } from '../../shared/tables.ts';
import { printedSecrets, watchPrinted } from './leaks.ts';

/** Before a test file loads anything of the product: what a deployed function finds in its environment. */
const prefix = `t${randomBytes(5).toString('hex')}`;

Object.assign(process.env, {
  AWS_ENDPOINT_URL_DYNAMODB: inject('dynamoDbEndpoint'),
  AWS_ENDPOINT_URL_KMS: inject('kmsEndpoint'),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: inject('secretsEndpoint'),
  AWS_ENDPOINT_URL_DYNAMODB_STREAMS: inject('dynamoDbEndpoint'),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  APP_URL: 'https://login.example.com',
  SEALING_KEY_ID: inject('kmsKeyId'),
  SIGNING_KEYS_ID: inject('signingKeysId'),
  TOKEN_RETENTION_DAYS: '90',
  HISTORY_RETENTION_DAYS: '400',
  ...Object.fromEntries(TABLE_NAMES.map((table) => [tableVariable(table), `${prefix}-${table}`])),
});

for (const stream of [process.stdout, process.stderr]) {
  const print = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (...args: unknown[]) => {
    watchPrinted(String(args[0]));
    return print(...args);
  };
}
afterAll(() => {
  expect(printedSecrets(), 'no log line holds a secret').toEqual([]);
});
