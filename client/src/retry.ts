import { Problem, Unreachable } from './problem.ts';

/** Milliseconds before the first retry. Each further retry waits twice as long. */
const FIRST_DELAY = 250;
/** Milliseconds. A call whose `Retry-After` is longer fails at once. */
const LONGEST_DELAY = 10_000;

/** Throttling, and answers of a gateway for a service that is unavailable. */
const TRANSIENT = [429, 502, 503, 504];

/** Milliseconds until the retry of a call that failed `failures` times before. Undefined: a retry would fail too. */
export function retryDelay(error: unknown, failures: number): number | undefined {
  const transient =
    error instanceof Unreachable || (error instanceof Problem && TRANSIENT.includes(error.status));
  if (!transient) return undefined;
  // Jitter spreads clients that failed at the same time.
  const own = FIRST_DELAY * 2 ** failures * (1 + Math.random());
  const asked = error instanceof Problem ? (error.retryAfter ?? 0) * 1000 : 0;
  return asked > LONGEST_DELAY ? undefined : Math.min(Math.max(own, asked), LONGEST_DELAY);
}

/** Waits. Rejects with the reason of `signal` when it is aborted. */
export function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
