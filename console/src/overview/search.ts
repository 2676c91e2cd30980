import * as v from 'valibot';
import { readerOf } from '../address/by-schema.ts';
import { RANGE_NAMES } from './range.ts';

export const readOverviewSearch = readerOf({ range: v.picklist(RANGE_NAMES) });
export type OverviewSearch = ReturnType<typeof readOverviewSearch>;
