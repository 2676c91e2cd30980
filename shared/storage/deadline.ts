import { AsyncLocalStorage } from 'node:async_hooks';
import { clock } from '../clock.ts';
import { UnavailableError } from './unavailable.ts';

/** The instant, in epoch milliseconds, after which the request in progress sends nothing more. */
const deadline = new AsyncLocalStorage<number>();

/** Runs a request that may send until `instant` (epoch milliseconds). */
export const withDeadline = <T>(instant: number, run: () => T): T => deadline.run(instant, run);

type Send = <Args, Output>(next: (args: Args) => Promise<Output>) => (args: Args) => Promise<Output>;
type Position = { step: 'finalizeRequest'; priority: 'low'; name: string };
/** A client of the AWS SDK. */
type Client = { middlewareStack: { add(middleware: Send, position: Position): void } };

/**
 * Makes a client refuse to send after the deadline of the request in progress, retries included: a request that was
 * answered with 503 because a service hung must change nothing afterwards. Throws an `UnavailableError` then.
 */
export function keepDeadline<C extends Client>(client: C): C {
  client.middlewareStack.add(
    (next) => async (args) => {
      if (clock() >= (deadline.getStore() ?? Number.POSITIVE_INFINITY))
        throw new UnavailableError('the time of the request is over');
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'keepDeadline' },
  );
  return client;
}
