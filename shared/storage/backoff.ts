import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits before attempt `attempt + 1`: a random time up to `base` · 2^attempt, and up to `longest`, in milliseconds. The
 * time is random so that requests that collided do not collide again.
 */
export const backOff = (
  attempt: number,
  { base, longest = Number.POSITIVE_INFINITY }: { base: number; longest?: number },
): Promise<void> => pause(Math.random() * Math.min(base * 2 ** attempt, longest));
