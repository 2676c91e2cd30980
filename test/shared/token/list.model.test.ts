import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { updateToken } from '../../../shared/token/change.ts';
import { deleteToken } from '../../../shared/token/delete.ts';
import { type Comparison, SORTS, type TokenFilters } from '../../../shared/token/filter.ts';
import { listTokens } from '../../../shared/token/list.ts';
import { PURPOSES, STATUSES, type Token } from '../../../shared/token/token.ts';
import { USER_TYPES, type User } from '../../../shared/user/user.ts';
import { patientDatabase } from '../../support/database.ts';
import { ADMINISTRATOR, auditOf, makeToken, putUser, RETENTION, tryToken } from '../../support/domain.ts';
import { useDatabase } from '../../support/fixture.ts';

/** Compares lists with a model: filter an array, sort it, take pages of it. */

const db = patientDatabase();
const NOW = Math.floor(Date.now() / 1000);
const HOUR = 3_600;
const administrator = () => ({
  audit: auditOf(ADMINISTRATOR),
  scope: undefined,
  expected: undefined,
  retention: RETENTION,
});

type Listed = { token: Token; user: User | undefined };
let model: Listed[];

/** All tokens, read without a filter, for the model. */
async function all(): Promise<Listed[]> {
  const items: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTokens(db, {}, { limit: 100, cursor, scope: undefined, now: NOW });
    if (page.outcome !== 'listed') throw new Error(page.outcome);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

useDatabase();
beforeAll(async () => {
  for (const [at, type] of USER_TYPES.entries()) {
    await putUser(db, `u-${at}`, { type, email: `u@${at === 0 ? 'acme.com' : 'other.org'}` });
  }
  await Promise.all(
    Array.from({ length: 120 }, async (_, at) => {
      const { id, string } = await makeToken(db, {
        userId: at % 4 === 3 ? undefined : `u-${at % 4}`,
        purpose: PURPOSES[at % 3] ?? 'login',
        expiresAt: at % 5 === 0 ? null : NOW + (at % 7) * HOUR + 60,
        maxUses: [1, 2, null][at % 3] ?? null,
      });
      for (let uses = 0; uses < at % 3; uses++) await tryToken(db, string);
      if (at % 10 === 0) await updateToken(db, id, { disabled: true }, administrator());
    }),
  );
  model = await all();
  expect(model).toHaveLength(120);
});

const time = fc.integer({ min: NOW - 2 * HOUR, max: NOW + 8 * HOUR });
const comparison: fc.Arbitrary<Comparison> = fc.record({
  comparator: fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'),
  number: fc.integer({ min: 0, max: 3 }),
});
const filters = (): fc.Arbitrary<TokenFilters> =>
  fc.record(
    {
      ids: fc
        .uniqueArray(fc.integer({ min: 0, max: 119 }), { maxLength: 20 })
        .map((picks) => picks.map((at) => model[at]?.token.id ?? 'none')),
      userId: fc.constantFrom('u-0', 'u-1', 'nobody'),
      anonymous: fc.boolean(),
      type: fc.constantFrom(...USER_TYPES),
      expiresFrom: time,
      expiresTo: time,
      createdFrom: time,
      createdTo: time,
      updatedFrom: time,
      updatedTo: time,
      successfulAttempts: comparison,
      failedAttempts: comparison,
      oneTimeUse: fc.boolean(),
      neverExpires: fc.boolean(),
      status: fc.constantFrom(...STATUSES),
      purpose: fc.constantFrom(...PURPOSES),
      sort: fc.constantFrom(...SORTS),
    },
    { requiredKeys: [] },
  );

const NEVER = Number.MAX_SAFE_INTEGER;
const holds = (value: number, { comparator, number }: Comparison) =>
  ({
    eq: value === number,
    ne: value !== number,
    gt: value > number,
    gte: value >= number,
    lt: value < number,
    lte: value <= number,
  })[comparator];

/** The model: filters and sorts all tokens. */
function belongs({ token, user }: Listed, f: TokenFilters, now: number): boolean {
  const expiresAt = token.expiresAt ?? NEVER;
  const used = token.maxUses !== null && token.uses >= token.maxUses;
  const status = token.disabled ? 'disabled' : expiresAt <= now ? 'expired' : used ? 'used' : 'active';
  const demands: [unknown, boolean][] = [
    [f.ids, f.ids?.includes(token.id) ?? false],
    [f.userId, token.userId === f.userId],
    [f.anonymous, (token.userId === undefined) === f.anonymous],
    [f.type, user?.type === f.type],
    [f.expiresFrom, expiresAt >= (f.expiresFrom ?? 0)],
    [f.expiresTo, expiresAt < (f.expiresTo ?? 0)],
    [f.createdFrom, token.createdAt >= (f.createdFrom ?? 0)],
    [f.createdTo, token.createdAt < (f.createdTo ?? 0)],
    [f.updatedFrom, token.updatedAt >= (f.updatedFrom ?? 0)],
    [f.updatedTo, token.updatedAt < (f.updatedTo ?? 0)],
    [
      f.successfulAttempts,
      f.successfulAttempts !== undefined && holds(token.successfulAttempts, f.successfulAttempts),
    ],
    [f.failedAttempts, f.failedAttempts !== undefined && holds(token.failedAttempts, f.failedAttempts)],
    [f.oneTimeUse, (token.maxUses === 1) === f.oneTimeUse],
    [f.neverExpires, (token.expiresAt === null) === f.neverExpires],
    [f.status, status === f.status],
    [f.purpose, token.purpose === f.purpose],
  ];
  return demands.every(([demanded, met]) => demanded === undefined || met);
}

async function pages(f: TokenFilters, limit: number, scope?: readonly string[]): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listTokens(db, f, { limit, cursor, scope, now: NOW });
    if (page.outcome !== 'listed') throw new Error(page.outcome);
    found.push(page.items.map(({ token }) => token.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

const sortValue = (token: Token, sort: string) =>
  token[sort.replace('-', '') as 'createdAt' | 'updatedAt' | 'expiresAt'] ?? NEVER;

describe('a list of tokens', () => {
  it('is what the model says for any filters, in any pages, and every page but the last is full', async () => {
    await fc.assert(
      fc.asyncProperty(filters(), fc.integer({ min: 1, max: 60 }), async (f, limit) => {
        const found = await pages(f, limit);
        const wanted = model.filter((one) => belongs(one, f, NOW)).map(({ token }) => token.id);
        expect(found.flat().toSorted()).toEqual(wanted.toSorted());
        for (const page of found.slice(0, -1)) expect(page).toHaveLength(limit);
      }),
      { numRuns: 150 },
    );
  });

  it('is in the order asked for, newest first by default', async () => {
    const byId = new Map(model.map(({ token }) => [token.id, token]));
    for (const sort of SORTS) {
      for (const more of [{}, { userId: 'u-0' }, { ids: model.slice(0, 50).map(({ token }) => token.id) }]) {
        const values = (await pages({ sort, ...more }, 17))
          .flat()
          .map((id) => sortValue(byId.get(id) as Token, sort));
        const sorted = values.toSorted((a, b) => (sort.startsWith('-') ? b - a : a - b));
        expect(values).toEqual(sorted);
      }
    }
    const ids = (await pages({}, 50)).flat();
    expect(ids).toEqual(ids.toSorted().toReversed());
  });

  it('of a principal limited to domains has the tokens of their users and no others', async () => {
    const found = (await pages({}, 10, ['acme.com'])).flat();
    const wanted = model.filter(({ user }) => user?.email === 'u@acme.com').map(({ token }) => token.id);
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });

  it('repeats nothing and skips nothing that stayed, while tokens come and go between its pages', async () => {
    for (const sort of SORTS) {
      const before = new Set((await all()).map(({ token }) => token.id));
      const gone = new Set<string>();
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTokens(db, { sort }, { limit: 20, cursor, scope: undefined, now: NOW });
        if (page.outcome !== 'listed') throw new Error(page.outcome);
        seen.push(...page.items.map(({ token }) => token.id));
        cursor = page.nextCursor ?? undefined;
        // The last of the page, at which the cursor stands, and one that is still to come.
        const coming = [...before].find((id) => !seen.includes(id) && !gone.has(id));
        for (const id of [seen.at(-1), coming]) {
          if (id === undefined || gone.has(id)) continue;
          gone.add(id);
          await deleteToken(db, id, administrator());
          await makeToken(db, { expiresAt: NOW + 2 * HOUR, extra: sort });
        }
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect([...before].filter((id) => !gone.has(id) && !seen.includes(id))).toEqual([]);
    }
  });
});
