import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { buildConsole } from '../console/build.ts';
import type { HttpHandler } from '../functions/http/stack.ts';
import { ROUTES } from '../functions/routes.ts';
import { config } from '../functions/runtime/config.ts';
import { db } from '../functions/runtime/database.ts';
import { provider } from '../functions/runtime/identity-provider.ts';
import { sealer } from '../functions/runtime/sealer.ts';
import { keySecret } from '../functions/runtime/signing-key-secret.ts';
import { RECORD_EVENTS, UNMATCHED } from '../functions/workers/workers.ts';
import { clock, toSeconds } from '../shared/clock.ts';
import { rotateSecret } from '../shared/signing-key/rotate.ts';
import { ensureAdminKey } from './admin-key.ts';
import { consoleFiles } from './console.ts';
import { createTables } from './create-tables.ts';
import { makeExamples } from './demo.ts';
import { type Demo, makeLinks, setUpCustomer, setUpShop } from './demo-shop.ts';
import { type Consumer, followStream } from './follow-stream.ts';
import { startGateway } from './gateway.ts';
import type { Positions } from './positions.ts';

/**
 * What reads the environment, and so is loaded once that is set: the tables, the real handlers and the
 * streams.
 */

export async function prepareTables(endpoint: string): Promise<void> {
  const client = new DynamoDBClient();
  try {
    await createTables(client, config.tables);
  } catch (error) {
    const reason = error instanceof Error ? ('code' in error ? error.code : error.message) : 'it fails';
    throw new Error(`the DynamoDB at ${endpoint} cannot be used: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

/** The first keys that sign sessions, or new ones when it is time: what is a schedule where this is deployed. */
export async function prepareSigningKeys(): Promise<void> {
  await rotateSecret(keySecret, toSeconds(clock()));
}

/** Example data if the tables are empty, and what the demo shop needs. */
export async function prepareDemo(
  shopUrl: string,
  kept: (name: string) => string | undefined,
): Promise<Demo> {
  const time = clock();
  const shop = await setUpShop(db, { shopUrl, file: kept('storefront-key'), time });
  await makeExamples({ db, sealer }, { shop: shop.principal, time });
  return {
    storefrontKey: shop.string,
    issuer: config.appUrl,
    cxml: await setUpCustomer(db, { file: kept('procurement-key'), time }),
    links: await makeLinks({ db, sealer }, time),
  };
}

export const prepareAdminKey = (options: Parameters<typeof ensureAdminKey>[1]): Promise<string> =>
  ensureAdminKey(db, options);

/** Serves every route, and the files of the console. Returns what stops it. */
export async function serveRoutes(port: number): Promise<() => Promise<void>> {
  const files = consoleFiles(buildConsole(), {
    connect: provider ? [new URL(provider.issuer).origin] : [],
  });
  const routes = await Promise.all(
    ROUTES.map(async ({ method, path, entry }) => ({
      method,
      path,
      handler: await load<HttpHandler>(entry),
    })),
  );
  return startGateway({ routes, unmatched: await load<HttpHandler>(UNMATCHED.entry), files }, port);
}

/** Feeds the streams of the tables to their consumer. Returns what stops it. */
export async function consumeStreams(positions: Positions): Promise<() => Promise<void>> {
  const consumer = await load<Consumer>(RECORD_EVENTS.entry);
  const tables = new DynamoDBClient();
  const client = new DynamoDBStreamsClient();
  const stopping = new AbortController();
  const { signal } = stopping;
  const streamArns = await Promise.all(
    RECORD_EVENTS.streams.map(async (table) => {
      const { Table } = await tables.send(new DescribeTableCommand({ TableName: config.tables[table] }));
      if (Table?.LatestStreamArn === undefined)
        throw new Error(`the table ${config.tables[table]} has no stream`);
      return Table.LatestStreamArn;
    }),
  );
  const following = streamArns.map((streamArn) =>
    followStream({ client, streamArn, consumer, positions, signal }),
  );
  return async () => {
    stopping.abort();
    await Promise.all(following);
  };
}

async function load<Handler>(entry: string): Promise<Handler> {
  const { handler } = await import(new URL(`../${entry}`, import.meta.url).href);
  return handler;
}
