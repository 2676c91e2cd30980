import { omitUndefined, oneOf } from '../address/search-params.ts';
import { RANGE_NAMES } from './range.ts';

export type OverviewSearch = ReturnType<typeof readOverviewSearch>;

export const readOverviewSearch = (search: Record<string, unknown>) =>
  omitUndefined({ range: oneOf(RANGE_NAMES, search.range) });
