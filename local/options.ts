import { parseArgs } from 'node:util';
import { parseCredential } from '../shared/crypto/credential.ts';
import { parseBaseUrl } from '../shared/url.ts';

export type Options = {
  /** 0: any free one. */
  port: number;
  /** No data is kept. */
  inMemory: boolean;
  /** Example data, in a folder of its own, and programs that use the service. */
  demo: boolean;
  /** The string of the administrator's key. One is generated when undefined. */
  adminKey: string | undefined;
  /** DynamoDB Local is started when undefined. */
  dynamoDbEndpoint: string | undefined;
  /** The address of this service when undefined. */
  appUrl: string | undefined;
};

/** What `npm start -- --help` prints. */
export const USAGE = `npm start -- [options]

  --port N      listen on port N (4000 unless given; 0: any free one) and, for what comes with it, on the three after it
  --in-memory   keep no data, which is otherwise in .local
  --demo        with example data, in .local/demo, and an example storefront and procurement system
  --help        print this

Environment: ADMIN_KEY, the string of the administrator's key; APP_URL, the base of login links;
DYNAMODB_ENDPOINT, an engine that runs already.`;

/** The option that asks for `USAGE`. It counts before all others, right or wrong. */
export const asksForHelp = (args: readonly string[]): boolean =>
  args.includes('--help') || args.includes('-h');

/** The last port that leaves room for the storefront, the procurement system and the identity provider after it. */
const LAST_PORT = 65_535 - 3;

/** Reads the command line and the environment. Throws an error whose message is for the terminal. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { port, 'in-memory': inMemory, demo } = readArguments(args);
  return {
    port: readPort(port),
    inMemory,
    demo,
    adminKey: given(env.ADMIN_KEY, readAdminKey),
    dynamoDbEndpoint: given(env.DYNAMODB_ENDPOINT, readEndpoint),
    appUrl: given(env.APP_URL, readAppUrl),
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4000' },
        'in-memory': { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const [problem] = (error instanceof Error ? error.message : '').split(/\. |\n/);
    throw new Error(`${problem} (there are --port N, --in-memory, --demo and --help)`);
  }
}

/** An empty variable counts as an absent one. */
const given = <T>(value: string | undefined, read: (value: string) => T): T | undefined =>
  value ? read(value) : undefined;

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > LAST_PORT)
    throw new Error(
      `--port must be a number from 0 to ${LAST_PORT}, with three ports after it, not «${text}»`,
    );
  return port;
}

function readAdminKey(text: string): string {
  // The message does not show it: it may be a real key with a typing error.
  if (!parseCredential('lk_', text)) {
    throw new Error('ADMIN_KEY is no API key: these have 64 characters, lk_ first and a checksum last');
  }
  return text;
}

function readEndpoint(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw new Error(`DYNAMODB_ENDPOINT must be an address such as http://localhost:8000, not «${text}»`);
  }
  return text;
}

function readAppUrl(text: string): string {
  const url = parseBaseUrl(text);
  if (!url)
    throw new Error(`APP_URL must be an https address, or an http address of localhost, not «${text}»`);
  return url;
}
