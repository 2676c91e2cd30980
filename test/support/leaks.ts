import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** The string of a login token or of an API key, a code or an access token, wherever it stands. */
const CREDENTIAL = /l[tk]_[0-9A-Za-z]{61}|"d":"[\w-]{43}"|eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/;

const printed: string[] = [];

/** Remembers a text that was printed with a secret in it. Everything that tests print comes by here. */
export function watchPrinted(text: string): void {
  if (CREDENTIAL.test(text)) printed.push(text.replaceAll(new RegExp(CREDENTIAL, 'g'), '[a secret]'));
}

/** What was printed with a secret in it by the tests of this file, the secrets left out. */
export const printedSecrets = (): readonly string[] => printed;

/** Where anything stored under an access key holds the string of a secret: the table, and the attribute. */
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
