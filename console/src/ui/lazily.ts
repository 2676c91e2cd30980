import { type ComponentType, lazy } from 'react';

/** A component that is loaded when it is first shown: what a first look at a page does not need. */
export const lazily = <Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
) => lazy(async () => ({ default: (await load())[name] }));
