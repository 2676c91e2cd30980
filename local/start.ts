import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureAdminKey } from './api-key.ts';
import { openCollaborators } from './collaborators.ts';
import { demoAddresses, startStorefront } from './demo-programs.ts';
import { claim } from './directory-lock.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { type Surroundings, setEnvironment } from './environment.ts';
import { DEMO_NAMES } from './identities.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { startLocalKms } from './kms.ts';
import { freePort } from './listen.ts';
import { type Options, readOptions } from './options.ts';
import { startLocalSecrets } from './secrets-manager.ts';
import { consumeStreams, prepareDemo, prepareSigningKeys, prepareTables, serveRoutes } from './service.ts';
import { keepPositions } from './stream-checkpoints.ts';

/** Milliseconds that requests and records under way are given when this is stopped. */
const PATIENCE = 3_000;

/** What stops each thing that was started, in the order of starting. */
const started: (() => Promise<void>)[] = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, leave);
// npm passes signals to its shell, which does not pass them on: what is left is to see it gone.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || leave(), 200).unref();
try {
  await start(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  console.error(`login-tokens: ${error instanceof Error ? error.message || error.name : 'it did not start'}`);
  await stop();
  process.exit(1);
}

function leave(): void {
  void Promise.race([stop(), pause(PATIENCE)]).finally(() => process.exit(0));
}

async function start(options: Options): Promise<void> {
  const directory = options.inMemory ? undefined : join(process.cwd(), '.local');
  const kept = (name: string) => directory && join(directory, name);

  // First, for it takes no time to find out.
  const port = await freePort(options.port);
  const url = `http://localhost:${port}`;
  const demo = options.demo ? await demoAddresses(options.port) : undefined;
  if (directory !== undefined) {
    mkdirSync(directory, { recursive: true });
    started.push(await claim(directory));
  }
  const dynamoDbEndpoint = options.dynamoDbEndpoint ?? (await startDatabase(kept('dynamodb')));
  const kms = await startLocalKms({ keyFile: kept('kms-key') });
  started.push(kms.stop);
  const secrets = await startLocalSecrets({ file: kept('signing-keys') });
  started.push(secrets.stop);
  const identityProvider = await startIdentityProvider(options.port && options.port + 3, {
    consoles: [...new Set([url, options.appUrl ?? url])],
  });
  started.push(identityProvider.stop);
  const surroundings: Surroundings = {
    dynamoDbEndpoint,
    ownDatabase: options.dynamoDbEndpoint === undefined,
    kmsEndpoint: kms.endpoint,
    sealingKeyId: kms.keyId,
    secretsEndpoint: secrets.endpoint,
    signingKeysId: secrets.secretId,
    appUrl: options.appUrl ?? url,
    identityProvider,
  };
  setEnvironment(surroundings);

  const collaborators = openCollaborators(surroundings);
  const { tables } = collaborators.db;
  await prepareTables(dynamoDbEndpoint, tables);
  await prepareSigningKeys(collaborators);
  const adminKey = await ensureAdminKey(collaborators, {
    given: options.adminKey,
    file: kept('admin-key'),
  });
  if (demo) console.log('making example data …');
  // Before the streams: their consumer then finds full batches.
  const prepared = demo && (await prepareDemo(collaborators, demo.shopUrl, kept));
  started.push(await consumeStreams(tables, keepPositions(kept('stream-positions.json'))));
  started.push(await serveRoutes(port, identityProvider.issuer));
  const shop = demo && prepared && (await startStorefront(url, demo, prepared));
  if (shop) started.push(shop.stop);

  console.log(`ready ${url}  administrator key: ${adminKey}`);
  console.log(`console: ${url}/console/  sign in there as one of ${DEMO_NAMES}, or with the key`);
  console.log(`try: curl -H 'Authorization: Bearer ${adminKey}' ${url}/tokens`);
  console.log(
    directory === undefined ? 'nothing is kept; Ctrl-C ends it' : `data: ${directory}; Ctrl-C ends it`,
  );
  if (shop) console.log(shop.told);
}

async function startDatabase(directory: string | undefined): Promise<string> {
  const database = await startDynamoDbLocal({ directory });
  started.push(database.stop);
  return database.endpoint;
}

async function stop(): Promise<void> {
  for (let stopThis = started.pop(); stopThis; stopThis = started.pop()) await stopThis();
}
