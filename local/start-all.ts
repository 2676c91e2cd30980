import { ensureAdminKey } from './api-key.ts';
import { openCollaborators } from './collaborators.ts';
import { databaseKey } from './database-key.ts';
import { demoAddresses, startDemoPrograms } from './demo-programs.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { type LocalServices, setEnvironment } from './environment.ts';
import { clearIncompleteDemo, openFolder } from './folder.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { startLocalKms } from './kms.ts';
import type { Options } from './options.ts';
import { findPorts } from './ports.ts';
import { startLocalSecrets } from './secrets-manager.ts';
import { consumeStreams, prepareDemo, prepareSigningKeys, prepareTables, serveRoutes } from './service.ts';
import { openCheckpoints } from './stream-checkpoints.ts';
import { summaryOf } from './summary.ts';
import { keepLogLines, print } from './terminal.ts';

/** Starts everything, and adds a function that stops it to `started`, one for each part. Resolves when all of it answers. */
export async function startAll(options: Options, started: (() => Promise<void>)[]): Promise<void> {
  const ports = await findPorts(options);
  const url = `http://localhost:${ports.service}`;
  const addresses = options.demo ? demoAddresses(ports) : undefined;
  const folder = await openFolder(options);
  started.push(folder.close);
  const { directory, pathOf } = folder;
  const ownEngine = options.dynamoDbEndpoint === undefined;
  if (options.demo && ownEngine && clearIncompleteDemo(folder))
    print('the example data of a start that was interrupted is made anew …');
  started.push(keepLogLines(folder.logFile));

  const dynamoDbEndpoint = options.dynamoDbEndpoint ?? (await startDatabase(pathOf('dynamodb'), started));
  const kms = await startLocalKms({ keyFile: pathOf('kms-key') });
  started.push(kms.stop);
  const secrets = await startLocalSecrets({ directory });
  started.push(secrets.stop);
  const identityProvider = await startIdentityProvider(ports.identityProvider, {
    consoles: [...new Set([url, options.appUrl ?? url])],
  });
  started.push(identityProvider.stop);
  const services: LocalServices = {
    dynamoDbEndpoint,
    databaseKey: ownEngine ? databaseKey(pathOf('database-key')) : undefined,
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
  print('opening the tables …');
  await prepareTables({ endpoint: dynamoDbEndpoint, directory: ownEngine ? directory : undefined }, tables);
  await prepareSigningKeys(collaborators);
  const adminKey = await ensureAdminKey(collaborators, {
    given: options.adminKey,
    file: pathOf('admin-key'),
  });
  if (addresses) print('creating example data …');
  // Before the streams, so that their consumer gets full batches.
  const prepared = addresses && (await prepareDemo(collaborators, addresses.shopUrl, folder));
  started.push(await consumeStreams(tables, openCheckpoints(pathOf('stream-checkpoints.json'))));
  print('building the console …');
  started.push(await serveRoutes(ports.service, { issuer: identityProvider.issuer, url: services.appUrl }));
  if (prepared) started.push(await startDemoPrograms(url, ports, prepared));
  print(
    summaryOf({
      url,
      adminKey,
      directory,
      otherEngine: options.dynamoDbEndpoint,
      logFile: folder.logFile,
      demo: prepared && { ...prepared, addresses },
    }),
  );
}

async function startDatabase(
  directory: string | undefined,
  started: (() => Promise<void>)[],
): Promise<string> {
  print('starting the database engine …');
  const database = await startDynamoDbLocal({
    directory,
    onWait: (seconds) =>
      print(`the machine is busy: waiting for the database engine since ${seconds} seconds …`),
  });
  started.push(database.stop);
  return database.endpoint;
}
