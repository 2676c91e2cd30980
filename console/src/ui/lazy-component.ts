import { type ComponentType, lazy } from 'react';

/** Milliseconds after which a part that was lost on the way is asked for once more. */
const AGAIN_AFTER = 1_000;

/** Loads a part of the page, and once more when that fails. */
export async function again<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    return load();
  }
}

/** A component that is loaded when it is first shown: what a first look at a page does not need. */
export const lazyComponent = <Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
) => lazy(async () => ({ default: (await again(load))[name] }));
