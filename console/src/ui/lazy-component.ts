import { type ComponentType, lazy } from 'react';

/** Milliseconds. */
const RETRY_DELAY = 1_000;

/** Imports a chunk, and retries once. */
export async function retryImport<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
    return load();
  }
}

/** A component in a chunk of its own, which is not part of the first load of a page. */
export const lazyComponent = <Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
) => lazy(async () => ({ default: (await retryImport(load))[name] }));
