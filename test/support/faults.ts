import type { Database } from '../../shared/storage/database.ts';

type Command = 'UpdateItem' | 'PutItem' | 'GetItem' | 'TransactWriteItems' | 'Query' | 'BatchGetItem';

const connectionReset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

type Losses = {
  times?: number;
  /** Number of requests of the kind that pass before. */
  after?: number;
  /** Runs after a request was carried out, or lost, and before the SDK notices. */
  meanwhile?: () => Promise<unknown>;
};

/** Lets requests of a kind be carried out, and loses their answers on the wire, below the SDK's retries. */
export const loseAnswers = (db: Database, command: Command, losses: Losses = {}) =>
  lose(db, `loseAnswers${command}`, command, losses, async (send) => void (await send()));

/** Loses requests of a kind on the wire before they reach the database, below the SDK's retries. */
export const loseRequests = (db: Database, command: Command, losses: Losses = {}) =>
  lose(db, `loseRequests${command}`, command, losses, async () => undefined);

function lose(
  db: Database,
  name: string,
  command: Command,
  { times = 1, after = 0, meanwhile }: Losses,
  carryOut: (send: () => Promise<unknown>) => Promise<void>,
): { readonly lost: number } {
  const state = { lost: 0 };
  let passed = 0;
  db.client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== `${command}Command` || state.lost === times || passed++ < after)
        return next(args);
      state.lost += 1;
      // A condition that fails is an answer too, and is lost like any other.
      await carryOut(() => next(args)).catch(() => undefined);
      await meanwhile?.();
      throw connectionReset();
    },
    { step: 'finalizeRequest', priority: 'low', name, override: true },
  );
  return state;
}

/** Fails the next `times` requests of a kind before they reach the database. */
export function failRequests(
  db: Database,
  command: Command,
  error: () => Error = connectionReset,
  times = Number.POSITIVE_INFINITY,
): { readonly failed: number } {
  const state = { failed: 0 };
  db.client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== `${command}Command` || state.failed >= times) return next(args);
      state.failed += 1;
      throw error();
    },
    { step: 'finalizeRequest', priority: 'low', name: `failRequests${command}`, override: true },
  );
  return state;
}

/** Undoes `loseAnswers`, `loseRequests` and `failRequests`. */
export function heal(db: Database): void {
  for (const kind of ['loseAnswers', 'loseRequests', 'failRequests']) {
    for (const command of [
      'UpdateItem',
      'PutItem',
      'GetItem',
      'TransactWriteItems',
      'Query',
      'BatchGetItem',
    ]) {
      db.client.middlewareStack.remove(`${kind}${command}`);
    }
  }
}

/** Runs `run` and records its requests to DynamoDB: refused writes too, without retries. `output` is empty after a failure. */
export async function requestsOf<T>(db: Database, run: () => Promise<T>) {
  const requests: { command: string; input: Record<string, unknown>; output: Record<string, unknown> }[] = [];
  db.client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = args.input as Record<string, unknown>;
      const request = { command: String(context.commandName).replace('Command', ''), input, output: {} };
      requests.push(request);
      const answer = await next({ ...args, input: { ...input, ReturnConsumedCapacity: 'INDEXES' } });
      Object.assign(request.output, answer.output);
      return answer;
    },
    { step: 'initialize', name: 'requestsOf', override: true },
  );
  try {
    return { result: await run(), requests };
  } finally {
    db.client.middlewareStack.remove('requestsOf');
  }
}
