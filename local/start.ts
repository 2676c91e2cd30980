import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureAdminKey } from './api-key.ts';
import { openCollaborators } from './collaborators.ts';
import { databaseKey } from './database-key.ts';
import { demoAddresses, startDemoPrograms } from './demo-programs.ts';
import { lockDirectory } from './directory-lock.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { type LocalServices, setEnvironment } from './environment.ts';
import { DEMO_NAMES } from './identities.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { startLocalKms } from './kms.ts';
import { freePort } from './listen.ts';
import { asksForHelp, type Options, readOptions, USAGE } from './options.ts';
import { startLocalSecrets } from './secrets-manager.ts';
import { consumeStreams, prepareDemo, prepareSigningKeys, prepareTables, serveRoutes } from './service.ts';
import { openCheckpoints } from './stream-checkpoints.ts';

/** Milliseconds for open requests and records after a signal. */
const SHUTDOWN_TIMEOUT = 3_000;

/** Stop functions, in the order of starting. */
const started: (() => Promise<void>)[] = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, shutDown);
// npm's shell does not pass signals on, so the end of the parent process is the signal.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || shutDown(), 200).unref();
if (asksForHelp(process.argv.slice(2))) {
  console.log(USAGE);
  process.exit(0);
}
try {
  await start(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  console.error(`login-tokens: ${error instanceof Error ? error.message || error.name : 'it did not start'}`);
  await stop();
  process.exit(1);
}

function shutDown(): void {
  void Promise.race([stop(), pause(SHUTDOWN_TIMEOUT)]).finally(() => process.exit(0));
}

async function start(options: Options): Promise<void> {
  const directory = options.inMemory ? undefined : join(process.cwd(), '.local');
  const pathOf = (name: string) => directory && join(directory, name);

  const port = await freePort(options.port);
  const url = `http://localhost:${port}`;
  const demo = options.demo ? await demoAddresses(options.port) : undefined;
  if (directory !== undefined) {
    mkdirSync(directory, { recursive: true });
    started.push(await lockDirectory(directory));
  }
  const dynamoDbEndpoint = options.dynamoDbEndpoint ?? (await startDatabase(pathOf('dynamodb')));
  const kms = await startLocalKms({ keyFile: pathOf('kms-key') });
  started.push(kms.stop);
  const secrets = await startLocalSecrets({ directory });
  started.push(secrets.stop);
  const identityProvider = await startIdentityProvider(options.port && options.port + 3, {
    consoles: [...new Set([url, options.appUrl ?? url])],
  });
  started.push(identityProvider.stop);
  const services: LocalServices = {
    dynamoDbEndpoint,
    databaseKey: options.dynamoDbEndpoint === undefined ? databaseKey(pathOf('database-key')) : undefined,
    kmsEndpoint: kms.endpoint,
    sealingKeyId: kms.keyId,
    secretsEndpoint: secrets.endpoint,
    keySecretIds: secrets.secretIds,
    appUrl: options.appUrl ?? url,
    identityProvider,
  };
  setEnvironment(services);

  const collaborators = openCollaborators(services);
  const { tables } = collaborators.db;
  await prepareTables(dynamoDbEndpoint, tables);
  await prepareSigningKeys(collaborators);
  const adminKey = await ensureAdminKey(collaborators, {
    given: options.adminKey,
    file: pathOf('admin-key'),
  });
  if (demo) console.log('creating example data …');
  // Before the streams, so that their consumer gets full batches.
  const prepared = demo && (await prepareDemo(collaborators, demo.shopUrl, pathOf));
  started.push(await consumeStreams(tables, openCheckpoints(pathOf('stream-checkpoints.json'))));
  started.push(await serveRoutes(port, { issuer: identityProvider.issuer, url: services.appUrl }));
  const demoPrograms = demo && prepared && (await startDemoPrograms(url, demo, prepared));
  if (demoPrograms) started.push(demoPrograms.stop);

  console.log(`ready ${url}  administrator key: ${adminKey}`);
  console.log(`console: ${url}/console/  sign in there as one of ${DEMO_NAMES}, or with the key`);
  console.log(`try: curl -H 'Authorization: Bearer ${adminKey}' ${url}/tokens`);
  console.log(
    directory === undefined ? 'nothing is kept; Ctrl-C ends it' : `data: ${directory}; Ctrl-C ends it`,
  );
  if (demoPrograms) console.log(demoPrograms.summary);
}

async function startDatabase(directory: string | undefined): Promise<string> {
  const database = await startDynamoDbLocal({
    directory,
    onWait: (seconds) =>
      console.log(`the machine is busy: waiting for the database engine since ${seconds} seconds …`),
  });
  started.push(database.stop);
  return database.endpoint;
}

async function stop(): Promise<void> {
  for (let stopThis = started.pop(); stopThis; stopThis = started.pop()) await stopThis();
}
