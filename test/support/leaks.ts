import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** A login token, an API key, a private JWK, a code or an access token. */
const CREDENTIAL = /l[tk]_[0-9A-Za-z]{61}|"d":"[\w-]{43}"|eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/;

declare global {
  var printedSecrets: string[] | undefined;
}

/** One record for the process: its streams are wrapped once, and each test file loads this module anew. */
globalThis.printedSecrets ??= [];
const printed = globalThis.printedSecrets;

/** Remembers printed text that contains a secret. Called with everything that tests print. */
export function watchPrinted(text: string): void {
  if (CREDENTIAL.test(text)) printed.push(text.replaceAll(new RegExp(CREDENTIAL, 'g'), '[a secret]'));
}

/** Takes the printed text that contained secrets, without the secrets. */
export const takePrintedSecrets = (): string[] => printed.splice(0);

/** The tables and attributes of an access key's database that contain a secret. */
export async function storedSecrets(endpoint: string, accessKeyId: string): Promise<string[]> {
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const found = new Set<string>();
  let last: string | undefined;
  do {
    const { TableNames = [], LastEvaluatedTableName } = await client.send(
      new ListTablesCommand({ ExclusiveStartTableName: last }),
    );
    for (const TableName of TableNames) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
        for (const item of Items) {
          for (const [name, value] of Object.entries(unmarshall(item))) {
            if (CREDENTIAL.test(JSON.stringify(value, withBytes))) found.add(`${TableName}.${name}`);
          }
        }
      }
    }
    last = LastEvaluatedTableName;
  } while (last);
  client.destroy();
  return [...found];
}

const withBytes = (_name: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
