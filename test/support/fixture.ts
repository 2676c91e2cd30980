import { beforeAll } from 'vitest';
import { captureLog, type Log } from './captured-log.ts';
import { createTestTables } from './database.ts';
import { freezeClock } from './frozen-clock.ts';
import { setSettings } from './given.ts';
import { ADMIN, makeKey, STOREFRONT } from './keys.ts';

type Options = {
  /** Stops the clock, at `START`. */
  frozen?: boolean;
  /** The settings that an administrator has made. */
  settings?: Record<string, unknown>;
};

/** Creates the tables of a test file. Called once, at its top. */
export function useDatabase(): void {
  beforeAll(createTestTables);
}

/**
 * Prepares the service for the tests of a file: tables, two API keys without limits, and settings. Captures the log.
 * Called once, at the top of the file.
 */
export function useService({ frozen = false, settings }: Options = {}): {
  admin: string;
  storefront: string;
  log: Log;
} {
  const log = captureLog();
  if (frozen) freezeClock();
  useDatabase();
  beforeAll(async () => {
    await Promise.all([makeKey('admin', undefined, ADMIN), makeKey('storefront', undefined, STOREFRONT)]);
    if (settings) await setSettings(settings);
  });
  return { admin: ADMIN, storefront: STOREFRONT, log };
}
