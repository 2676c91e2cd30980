import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { buildConsole } from '../console/build.ts';
import { methodsOf } from '../functions/http/route.ts';
import type { HttpHandler } from '../functions/http/stack.ts';
import { ROUTES, UNMATCHED } from '../functions/routes.ts';
import { RECORD_HISTORY } from '../functions/workers/workers.ts';
import { clock, toSeconds } from '../shared/clock.ts';
import { rotateSigningKeys } from '../shared/signing-key/rotate.ts';
import type { TableNames } from '../shared/storage/database.ts';
import { EVENT_TABLES } from '../shared/tables.ts';
import type { Collaborators } from './collaborators.ts';
import { consoleFiles } from './console.ts';
import { createTables } from './create-tables.ts';
import { makeExamples } from './demo.ts';
import { createLinks, type Demo, type Examples, setUpCustomer, setUpShop } from './demo-shop.ts';
import { examplesSince, type Folder, noteExamples } from './folder.ts';
import { type Consumer, followStream } from './follow-stream.ts';
import { startGateway } from './gateway.ts';
import type { Checkpoints } from './stream-checkpoints.ts';

/** Creates the tables that are not there. `directory` has the data of the engine, if it is one of this service. */
export async function prepareTables(
  { endpoint, directory }: { endpoint: string; directory: string | undefined },
  tables: TableNames,
): Promise<void> {
  const client = new DynamoDBClient();
  try {
    await createTables(client, tables);
  } catch (error) {
    const reason = error instanceof Error ? ('code' in error ? error.code : error.message) : 'it fails';
    const place = directory === undefined ? `the DynamoDB at ${endpoint}` : `the data in ${directory}`;
    throw new Error(`${place} cannot be used: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

/** Creates the first signing keys, or a new one when it is due. A deployment has a schedule for it. */
export async function prepareSigningKeys({ keySecrets }: Collaborators): Promise<void> {
  await rotateSigningKeys(keySecrets, toSeconds(clock()));
}

/** Creates example data if the tables are empty, and the keys and links that the demo shop needs. */
export async function prepareDemo(
  collaborators: Collaborators,
  shopUrl: string,
  folder: Folder,
): Promise<Demo> {
  const time = clock();
  const { pathOf } = folder;
  const shop = await setUpShop(collaborators, { shopUrl, file: pathOf('storefront-key'), time });
  return {
    examples: await prepareExamples(collaborators, folder, { shop: shop.principal, time }),
    storefrontKey: shop.string,
    issuer: collaborators.settingsDefaults.appUrl,
    cxml: await setUpCustomer(collaborators, { file: pathOf('procurement-key'), time }),
    links: await createLinks(collaborators, time),
  };
}

async function prepareExamples(
  collaborators: Collaborators,
  folder: Folder,
  how: Parameters<typeof makeExamples>[1],
): Promise<Examples> {
  if (await makeExamples(collaborators, how)) {
    noteExamples(folder, how.time);
    return { outcome: 'made' };
  }
  const since = examplesSince(folder);
  return since === undefined ? { outcome: 'none' } : { outcome: 'kept', since };
}

/** Serves every route and the console's files. Returns a function that stops it. */
export async function serveRoutes(
  port: number,
  { issuer, url }: { issuer: string; url: string },
): Promise<() => Promise<void>> {
  const files = consoleFiles(buildConsole(), { connect: [new URL(issuer).origin] });
  const routes = await Promise.all(
    ROUTES.flatMap((route) =>
      methodsOf(route).map(async (method) => ({
        method,
        path: route.path,
        handler: await load<HttpHandler>(route.entry),
      })),
    ),
  );
  return startGateway({ routes, unmatched: await load<HttpHandler>(UNMATCHED.entry), files, url }, port);
}

/** Feeds the streams of the tables to their consumer. Returns a function that stops it. */
export async function consumeStreams(
  tables: TableNames,
  checkpoints: Checkpoints,
): Promise<() => Promise<void>> {
  const consumer = await load<Consumer>(RECORD_HISTORY.entry);
  const database = new DynamoDBClient();
  const client = new DynamoDBStreamsClient();
  const stopping = new AbortController();
  const { signal } = stopping;
  const streamArns = await Promise.all(
    EVENT_TABLES.map(async (table) => {
      const TableName = tables[table];
      const { Table } = await database.send(new DescribeTableCommand({ TableName }));
      if (Table?.LatestStreamArn === undefined) throw new Error(`the table ${TableName} has no stream`);
      return Table.LatestStreamArn;
    }),
  );
  const following = streamArns.map((streamArn) =>
    followStream({ client, streamArn, consumer, checkpoints, signal }),
  );
  return async () => {
    stopping.abort();
    await Promise.all(following);
  };
}

/** Loads a handler by its entry file, as Lambda does: it reads the environment then. */
async function load<Handler>(entry: string): Promise<Handler> {
  const { handler } = await import(new URL(`../${entry}`, import.meta.url).href);
  return handler;
}
