import { AsyncLocalStorage } from 'node:async_hooks';
import type { Access, TableAction } from '../../functions/http/route.ts';
import { config } from '../../functions/runtime/config.ts';
import type { Database } from '../../shared/storage/database.ts';
import { TABLE_NAMES, type TableName } from '../../shared/tables.ts';

/**
 * Roles in the cloud are made from what routes declare, and there is no IAM on this machine: so whatever a handler asks
 * of the database in a test is held against its declaration. A call that its role would not allow fails the test.
 */

const declared = new AsyncLocalStorage<{ who: string; access: Access }>();

export const within = <T>(who: string, access: Access, run: () => Promise<T>): Promise<T> =>
  declared.run({ who, access }, run);

export function holdToDeclaration(db: Database): void {
  db.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const role = declared.getStore();
        if (role) {
          for (const [table, action] of actionsOf(String(commandName), args.input as Input)) {
            if (!role.access[table]?.includes(action))
              throw new Error(`${role.who} does not declare ${action} on ${table}`);
          }
        }
        return next(args);
      },
    { step: 'initialize', name: 'holdToDeclaration', override: true },
  );
}

type Input = {
  TableName?: string;
  IndexName?: string;
  RequestItems?: Record<string, unknown>;
  TransactItems?: Record<string, { TableName: string }>[];
};

function actionsOf(command: string, input: Input): [TableName, TableAction][] {
  if (input.TransactItems) {
    return input.TransactItems.flatMap((item) =>
      Object.entries(item).map(
        ([kind, { TableName }]) => [tableOf(TableName), `${kind}Item` as TableAction] as const,
      ),
    ).map(([table, action]) => [table, action]);
  }
  if (input.RequestItems)
    return Object.keys(input.RequestItems).map((name) => [tableOf(name), 'BatchGetItem']);
  const action = input.IndexName === undefined ? command.replace('Command', '') : 'QueryIndex';
  return [[tableOf(input.TableName ?? ''), action as TableAction]];
}

function tableOf(name: string): TableName {
  const table = TABLE_NAMES.find((one) => config.tables[one] === name);
  if (!table) throw new Error(`${name} is no table of ours`);
  return table;
}
