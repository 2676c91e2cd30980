import { Problem, Unreachable } from './problem.ts';

/** Milliseconds before the first repetition; each one after waits twice as long. */
const FIRST_PAUSE = 250;
/** Milliseconds: who is told to wait longer is told so at once. */
const LONGEST_PAUSE = 10_000;

/** What a gateway answers for a service that does not (502, 504), and a service that asks for patience. */
const PASSING = [429, 502, 503, 504];

/** Milliseconds until a call may be repeated that failed `failures` times before; undefined: it would fail again. */
export function pauseAfter(error: unknown, failures: number): number | undefined {
  const passing =
    error instanceof Unreachable || (error instanceof Problem && PASSING.includes(error.status));
  if (!passing) return undefined;
  // Spread, or all who were refused at once would come back at once.
  const own = FIRST_PAUSE * 2 ** failures * (1 + Math.random());
  const asked = error instanceof Problem ? (error.retryAfter ?? 0) * 1000 : 0;
  return asked > LONGEST_PAUSE ? undefined : Math.min(Math.max(own, asked), LONGEST_PAUSE);
}

/** Rejects with the reason of `signal` as soon as that is aborted. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
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
