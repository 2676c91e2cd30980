import { randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBAdapter } from '@auth/dynamodb-adapter';
import {
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument, type UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { config } from '../functions/runtime/config.ts';
import { db, historyRetention } from '../functions/runtime/database.ts';
import { publishedKeys } from '../functions/runtime/published-keys.ts';
import { handler } from '../functions/tokens/redeem.ts';
import { createApiKey } from '../shared/api-key/create.ts';
import { unlimited as unlimitedKeys } from '../shared/api-key/key-limits.ts';
import { clock } from '../shared/clock.ts';
import { newEvent } from '../shared/event/event.ts';
import type { Database } from '../shared/storage/database.ts';
import { unbound } from '../shared/token/conditions.ts';
import { createToken } from '../shared/token/create.ts';
import { toTokenItem } from '../shared/token/token-item.ts';
import { getToken, storeToken } from '../shared/token/token-store.ts';
import { useToken } from '../shared/token/token-use-store.ts';
import { putUser } from '../shared/user/put.ts';
import { inTurn, type Row, row } from './measure.ts';
import { createPeerTable } from './peer-table.ts';
import { report } from './scenario.ts';

/** The redeem handler against its two SDK calls alone, and against a well-known library. */

const audit = { time: Date.now(), by: { id: 'bench', name: 'Bench' } };
const RETENTION = 90 * 86_400;
const unlimited = { audit, scope: undefined, expected: undefined };
const sealer = { seal: async () => Buffer.alloc(185), unseal: () => Promise.reject(new Error('not here')) };

await putUser(
  db,
  'c-1',
  {
    type: 'contact',
    name: 'Jane Doe',
    email: 'jane@acme.com',
    phone: undefined,
    locale: undefined,
    disabled: undefined,
  },
  unlimited,
);
const request = {
  userId: 'c-1',
  purpose: 'login',
  expiresAt: null,
  maxUses: null,
  extra: 'Ticket 42',
  reason: null,
} as const;
const creation = await createToken({ db, sealer }, request, {
  ...unlimited,
  idempotency: undefined,
  retention: RETENTION,
});
if (creation.outcome !== 'created') throw new Error(creation.outcome);
const key = await createApiKey(
  db,
  { name: 'Shop', role: 'storefront', domains: undefined },
  { audit, limits: unlimitedKeys(31_536_000), historyRetention },
);
if (key.outcome !== 'created') throw new Error(key.outcome);

// The bare calls write to another item of the same size.
const twin = await getToken(db, creation.token.id);
if (!twin) throw new Error('the token is gone');
const { secretHash, sealedSecret } = twin;
const twinId = creation.token.id.slice(0, -1) + (creation.token.id.endsWith('0') ? '1' : '0');
await storeToken(
  db,
  toTokenItem({ ...creation.token, id: twinId }, { secretHash, sealedSecret, retention: RETENTION }),
);

const authorization = `Bearer ${key.string.reveal()}`;
const token = creation.string.reveal();
const redeem = async () => {
  const event = {
    headers: { authorization, 'content-type': 'application/json' },
    rawQueryString: '',
    body: JSON.stringify({ token, ip: '192.0.2.1', userAgent: 'Mozilla/5.0' }),
    requestContext: { requestId: randomUUID(), http: { sourceIp: '192.0.2.9', userAgent: 'Shop/1.0' } },
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, body = '' } = await handler(event, {
    getRemainingTimeInMillis: () => 29_000,
  } as Context);
  if (statusCode !== 200) throw new Error(`redeeming answered ${statusCode}`);
  return JSON.parse(body).session.accessToken as string;
};

const { publicKeys } = await publishedKeys(clock());
const jwks = createLocalJWKSet({ keys: [...publicKeys] });
const expected = { issuer: config.appUrl, audience: key.key.id, algorithms: ['ES256'], typ: 'JWT' };
const redeemAndVerify = async () => jwtVerify(await redeem(), jwks, expected);

const client = new DynamoDBClient({});
const bareUpdate = await capturedUpdate();
const bareCalls = async () => {
  // Each call is a new attempt, as each redemption is.
  const digest = { B: randomBytes(16) };
  const values = bareUpdate.ExpressionAttributeValues ?? {};
  const use = { M: { ...values[':use']?.M, digest } };
  await client.send(
    new UpdateItemCommand({
      ...bareUpdate,
      ExpressionAttributeValues: { ...values, ':digest': digest, ':use': use },
    }),
  );
  await client.send(
    new GetItemCommand({ TableName: config.tables.users, Key: { id: { S: 'c-1' } }, ConsistentRead: true }),
  );
};

/** Captures the update that redeeming sends, for the other item, in the format of the low-level client. */
async function capturedUpdate(): Promise<UpdateItemCommandInput> {
  let input: UpdateCommandInput | undefined;
  const client = {
    send: async (command: UpdateCommand) => {
      input = command.input;
      return { Attributes: twin };
    },
  } as unknown as Database['client'];
  const event = newEvent('redeemed', { ...audit, ip: '192.0.2.1', userAgent: 'Mozilla/5.0' });
  await useToken(
    { ...db, client },
    {
      id: twinId,
      secretHash,
      attemptDigest: new Uint8Array(16),
      at: clock(),
      accepts: [unbound],
      event,
    },
  );
  if (!input) throw new Error('redeeming sent no update');
  const { Key, ExpressionAttributeValues, ...rest } = input;
  const plain = (values: object = {}) => marshall(values, { removeUndefinedValues: true });
  return {
    ...rest,
    Key: plain(Key),
    ExpressionAttributeValues: plain(ExpressionAttributeValues),
  } as UpdateItemCommandInput;
}

const TableName = await createPeerTable(client);
const adapter = DynamoDBAdapter(DynamoDBDocument.from(client), { tableName: TableName });
let unused: { identifier: string; token: string }[] = [];
const peer = async () => {
  const verification = unused.pop();
  if (!verification || !(await adapter.useVerificationToken?.(verification)))
    throw new Error('the peer refused');
};
const TURNS = 2_000;
const WARM_UP = 1_000;
for (let made = 0; made < TURNS + WARM_UP; made++) {
  const verification = { identifier: `user-${made}@acme.com`, token: randomUUID() };
  await adapter.createVerificationToken?.({ ...verification, expires: new Date(Date.now() + 3_600_000) });
  unused = [...unused.slice(-TURNS - WARM_UP), verification];
}

const names = {
  handler: 'redeem handler, with user and session',
  verified: 'the same, and its access token verified as a storefront does',
  bare: 'the same two bare SDK calls',
  peer: '`useVerificationToken` of `@auth/dynamodb-adapter`',
};
const taken = await inTurn(
  [
    { name: names.handler, run: redeem },
    { name: names.verified, run: redeemAndVerify },
    { name: names.bare, run: bareCalls },
    { name: names.peer, run: peer },
  ],
  { turns: TURNS, warmUp: WARM_UP },
);
const sample = (name: string) => taken[name] ?? { p50: Number.NaN, p95: Number.NaN };
const rows: Row[] = [
  row(names.bare, sample(names.bare), 'itself', sample(names.bare)),
  row(names.handler, sample(names.handler), names.bare, sample(names.bare)),
  row(names.verified, sample(names.verified), names.bare, sample(names.bare), 'at most 1.35'),
  row(names.peer, sample(names.peer), names.bare, sample(names.bare)),
];
report(rows);
