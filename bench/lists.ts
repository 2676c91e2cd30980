import { db } from '../functions/runtime/database.ts';
import type { TokenFilters } from '../shared/token/filter.ts';
import { listTokens } from '../shared/token/list.ts';
import { loadTokens, START } from './many-tokens.ts';
import { inTurn, type Row, row, type Sample } from './measure.ts';
import { report } from './scenario.ts';

/** The first page of 25 tokens as the tables grow: latency should stay flat. */

const SIZES = [1_000, 10_000, 100_000];
const expiresFrom = Math.floor(START / 1000) + 600;
const LISTS: [string, TokenFilters][] = [
  ['default list', {}],
  ['by user', { userId: 'c-3' }],
  ['by expiry range', { expiresFrom, expiresTo: expiresFrom + 6_000 }],
];

const rows: Row[] = [];
const first = new Map<string, Sample>();
let loaded = 0;
for (const size of SIZES) {
  await loadTokens(db, loaded, size);
  loaded = size;
  const contenders = LISTS.map(([name, filters]) => ({
    name,
    run: async () => {
      const page = await listTokens(db, filters, {
        limit: 25,
        scope: undefined,
        now: Math.floor(START / 1000),
      });
      if (page.outcome !== 'listed' || page.items.length !== 25 || !page.items.every(({ user }) => user))
        throw new Error(`${name} did not fill a page of tokens with users`);
    },
  }));
  const taken = await inTurn(contenders, { turns: 300, warmUp: 200 });
  for (const [name] of LISTS) {
    const sample = taken[name];
    if (!sample) continue;
    const base = first.get(name) ?? sample;
    first.set(name, base);
    const goal = size === SIZES.at(-1) ? 'at most 1.25' : '–';
    rows.push(
      row(
        `page of 25, ${name}, ${size.toLocaleString('en')} tokens`,
        sample,
        'the same at 1,000',
        base,
        goal,
      ),
    );
  }
}
report(rows);
