import { AsyncLocalStorage } from 'node:async_hooks';
import { accessOf, type Route, type SealingAccess, type TableAction } from '../../functions/http/route.ts';
import type { Worker } from '../../functions/workers/workers.ts';
import type { FunctionAccess } from '../../infra/function-access.ts';
import { MARK_USE } from '../../shared/api-key/api-key-store.ts';
import type { Sealer } from '../../shared/crypto/sealer.ts';
import type { Database } from '../../shared/storage/database.ts';
import { TABLE_NAMES } from '../../shared/tables.ts';

/**
 * Roles in the cloud are made from the declarations of routes and workers; there is no IAM on this machine. Fails a test
 * when a function uses more than it declares, and records uses, to find declarations that no function uses.
 */

export type Role = {
  name: string;
  /** `tokens GetItem`, `sealing key Encrypt token`, `signing keys sign` … */
  allowed: ReadonlySet<string>;
};

/** The uses that functions cache, and that are held at every call. */
export type Cached =
  | 'signing keys sign'
  | 'signing keys verify'
  | 'settings GetItem'
  | 'keys GetItem'
  | 'keys MarkUse';

const roleOf = (name: string, { access, sealingKey = [], signingKeys }: FunctionAccess): Role => ({
  name,
  allowed: new Set([
    ...Object.entries(access).flatMap(([table, actions]) => actions.map((action) => `${table} ${action}`)),
    ...sealingKey.map(({ action, purpose }) => useOfSealingKey(action, purpose)),
    ...(signingKeys === 'sign' || signingKeys === 'verify' ? [`signing keys ${signingKeys}`] : []),
  ]),
});

const useOfSealingKey = (action: SealingAccess['action'], purpose: SealingAccess['purpose']) =>
  `sealing key ${action} ${purpose}`;

export const roleOfRoute = (route: Route): Role =>
  roleOf(`${route.method} ${route.path}`, { ...route, access: accessOf(route) });

export const roleOfWorker = (worker: Worker): Role => roleOf(worker.entry, worker);

/** The role of `$default`, which answers what no route takes. */
export const NO_ROLE: Role = { name: '$default', allowed: new Set() };

const present = new AsyncLocalStorage<{ role: Role; excess: Set<string> }>();
const used = new Set<string>();

/** Runs a function in its role. Throws when it uses more than that allows, even if it handles the refusal. */
export async function within<T>(role: Role, run: () => Promise<T>): Promise<T> {
  const excess = new Set<string>();
  const result = await present.run({ role, excess }, run);
  if (excess.size > 0) throw new Error(`${role.name} does not declare ${[...excess].join(', ')}`);
  return result;
}

/** The uses by each role in this test file. */
export const usedAccess = (): readonly string[] => [...used];

/** The declarations of these roles that are missing in `uses`. */
export const surplusOf = (roles: readonly Role[], uses: ReadonlySet<string>): string[] =>
  roles.flatMap(({ name, allowed }) =>
    [...allowed].map((use) => useOf(name, use)).filter((one) => !uses.has(one)),
  );

const useOf = (name: string, use: string) => `${name}: ${use}`;

function hold(use: string): void {
  const running = present.getStore();
  if (!running) return;
  const { role, excess } = running;
  if (role.allowed.has(use)) {
    used.add(useOf(role.name, use));
    return;
  }
  excess.add(use);
  throw new Error(`${role.name} does not declare ${use}`);
}

export function holdDatabase({ client, tables }: Database): void {
  const tableOf = (name = '') =>
    TABLE_NAMES.find((table) => tables[table] === name) ?? `no table of ours, ${name}`;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const command = String(commandName).replace('Command', '');
        for (const [table, action] of actionsOf(command, args.input as Input))
          hold(`${tableOf(table)} ${action}`);
        return next(args);
      },
    { step: 'initialize', name: 'holdDatabase', override: true },
  );
}

export const heldSealer = ({ seal, unseal }: Sealer): Sealer => ({
  async seal(secret, to) {
    hold(useOfSealingKey('Encrypt', to.purpose));
    return seal(secret, to);
  },
  async unseal(sealed, to) {
    hold(useOfSealingKey('Decrypt', to.purpose));
    return unseal(sealed, to);
  },
});

/** Holds every call of a function that reads something and caches it. */
export const heldReader =
  <Arguments extends unknown[], Result>(use: Cached, read: (...given: Arguments) => Promise<Result>) =>
  async (...given: Arguments): Promise<Result> => {
    hold(use);
    return read(...given);
  };

type Input = {
  TableName?: string;
  IndexName?: string;
  UpdateExpression?: string;
  RequestItems?: Record<string, unknown>;
  TransactItems?: Record<string, { TableName: string }>[];
};

function actionsOf(command: string, input: Input): [table: string | undefined, action: string][] {
  if (input.TransactItems) {
    return input.TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName }]): [string, string] => [TableName, `${kind}Item`]),
    );
  }
  const batch: TableAction = 'BatchGetItem';
  if (input.RequestItems) return Object.keys(input.RequestItems).map((name) => [name, batch]);
  if (input.UpdateExpression === MARK_USE) return [[input.TableName, 'MarkUse' satisfies TableAction]];
  return [[input.TableName, input.IndexName === undefined ? command : 'QueryIndex']];
}
