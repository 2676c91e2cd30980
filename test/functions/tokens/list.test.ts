import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { HOUR, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, idsOf, pagesOf, redeem } from '../../support/given.ts';

/** Every list is compared with a plain filter over all that there is, as GET shows it. */

const { admin } = useService({ frozen: true });
type Shown = ReturnType<typeof JSON.parse>;
let all: Shown[];

const list = (query: string) => send('GET', `/tokens?${query}`, { key: admin });
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });
const at = (text: string | null) => (text === null ? Number.POSITIVE_INFINITY : Date.parse(text));

beforeAll(async () => {
  const users: Record<string, unknown>[] = [
    {},
    { userId: await aUser({ type: 'contact' }, 'c-1') },
    { userId: await aUser({ type: 'customer' }, 'c-2') },
    { userId: await aUser({ type: 'mailbox' }, 'c-3') },
    { userId: 'c-1', purpose: 'procurement' },
  ];
  const lives = [{}, { expiresIn: 900 }, { expiresAt: null }, { expiresIn: 90_000 }];
  const uses = [{}, { maxUses: 3 }, { maxUses: null }];
  const ids: string[] = [];
  for (const user of users) {
    for (const life of lives) {
      for (const use of uses) {
        const { id, token } = await aToken({ ...user, ...life, ...use });
        ids.push(id);
        pass(10 * SECOND);
        for (let time = 0; time < ids.length % 4; time++) await redeem(token);
        if (ids.length % 7 === 0) await patch(id, { status: 'disabled' });
        if (ids.length % 5 === 0) await patch(ids[ids.length >> 1] ?? '', { extra: 'changed' });
      }
    }
  }
  for (let made = 0; made < 4; made++) {
    ids.push((await aToken({ userId: 'c-1', purpose: 'impersonation', reason: 'ticket' })).id);
    pass(10 * SECOND);
  }
  pass(8 * MINUTE);
  all = await Promise.all(ids.map(async (id) => (await send('GET', `/tokens/${id}`, { key: admin })).body));
});

type Model = (token: Shown) => boolean;
const LATER = '2031-03-01T12:05:00Z';
const EXPIRY = '2031-03-02T12:03:00Z';
const comparisons = (name: string): Record<string, Model> => ({
  [`${name}=eq:1`]: (token) => token[name] === 1,
  [`${name}=ne:0`]: (token) => token[name] !== 0,
  [`${name}=gt:0`]: (token) => token[name] > 0,
  [`${name}=gte:2`]: (token) => token[name] >= 2,
  [`${name}=lt:2`]: (token) => token[name] < 2,
  [`${name}=lte:0`]: (token) => token[name] <= 0,
});

/** What every filter says, one of each kind. */
const FILTERS: Record<string, Model> = {
  'userId=c-1': ({ user }) => user?.id === 'c-1',
  'userId=nobody': () => false,
  'anonymous=true': ({ user }) => user === null,
  'anonymous=false': ({ user }) => user !== null,
  'type=contact': ({ user }) => user?.type === 'contact',
  'type=customer': ({ user }) => user?.type === 'customer',
  'type=mailbox': ({ user }) => user?.type === 'mailbox',
  [`createdFrom=${LATER}`]: ({ createdAt }) => at(createdAt) >= at(LATER),
  [`createdTo=${LATER}`]: ({ createdAt }) => at(createdAt) < at(LATER),
  [`updatedFrom=${LATER}`]: ({ updatedAt }) => at(updatedAt) >= at(LATER),
  [`updatedTo=${LATER}`]: ({ updatedAt }) => at(updatedAt) < at(LATER),
  [`expiresFrom=${EXPIRY}`]: ({ expiresAt }) => at(expiresAt) >= at(EXPIRY),
  [`expiresTo=${EXPIRY}`]: ({ expiresAt }) => at(expiresAt) < at(EXPIRY),
  ...comparisons('successfulAttempts'),
  ...comparisons('failedAttempts'),
  'oneTimeUse=true': ({ oneTimeUse }) => oneTimeUse,
  'oneTimeUse=false': ({ oneTimeUse }) => !oneTimeUse,
  'neverExpires=true': ({ expiresAt }) => expiresAt === null,
  'neverExpires=false': ({ expiresAt }) => expiresAt !== null,
  'status=active': ({ status }) => status === 'active',
  'status=used': ({ status }) => status === 'used',
  'status=expired': ({ status }) => status === 'expired',
  'status=disabled': ({ status }) => status === 'disabled',
  'purpose=login': ({ purpose }) => purpose === 'login',
  'purpose=impersonation': ({ purpose }) => purpose === 'impersonation',
  'purpose=procurement': ({ purpose }) => purpose === 'procurement',
};

const expected = (models: Model[]) =>
  all.filter((token) => models.every((model) => model(token))).map(({ id }) => id);
const newestFirst = (ids: string[]) => [...ids].sort().reverse();

it('what is listed there has every status and both kinds of attempts, or these tests tell nothing', () => {
  expect(new Set(all.map(({ status }) => status))).toEqual(
    new Set(['active', 'used', 'expired', 'disabled']),
  );
  expect(all.some(({ failedAttempts }) => failedAttempts > 0)).toBe(true);
});

describe('a filter', () => {
  it.each(Object.entries(FILTERS))(
    '%s shows the tokens it speaks of, and no others',
    async (query, model) => {
      const found = (await pagesOf(`/tokens?limit=100&${query}`, admin)).flat();
      expect(newestFirst(found)).toEqual(newestFirst(expected([model])));
    },
  );

  it('may be combined with any others, in any order of the list and pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...Object.entries(FILTERS)), {
          minLength: 0,
          maxLength: 4,
          selector: ([query]) => query.split('=')[0],
        }),
        fc.constantFrom('', '-createdAt', 'createdAt', 'expiresAt', '-expiresAt', 'updatedAt', '-updatedAt'),
        fc.integer({ min: 1, max: 100 }),
        async (filters, sort, limit) => {
          const query = [
            ...filters.map(([text]) => text),
            `limit=${limit}`,
            ...(sort ? [`sort=${sort}`] : []),
          ];
          const found = (await pagesOf(`/tokens?${query.join('&')}`, admin)).flat();
          expect(newestFirst(found)).toEqual(newestFirst(expected(filters.map(([, model]) => model))));
          if (sort) expectSorted(found, sort);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of ids shows those that there are, each once', async () => {
    const [a, b] = [all[3].id, all[17].id];
    const { body } = await list(`ids=${a},${b},${a},${'0'.repeat(22)},short,`);
    expect(body.items.map(({ id }: Shown) => id)).toEqual([b, a]);
    expect(idsOf(await list(`ids=${a},${b}&status=${all[3].status}&createdTo=${all[17].createdAt}`))).toEqual(
      [a],
    );
    expect(idsOf(await list('ids='))).toEqual([]);
  });

  it('of 100 ids comes in pages as any list', async () => {
    const ids = all.map(({ id }) => id);
    const pages = await pagesOf(`/tokens?limit=7&sort=expiresAt&ids=${ids.join(',')}`, admin);
    expect(pages.slice(0, -1).every(({ length }) => length === 7)).toBe(true);
    expect(newestFirst(pages.flat())).toEqual(newestFirst(ids));
    expectSorted(pages.flat(), 'expiresAt');
  });

  it.each([
    [`ids=${Array(101).fill('a').join(',')}`, '/ids'],
    ['userId=', '/userId'],
    ['userId=a%2Fb', '/userId'],
    ['anonymous=yes', '/anonymous'],
    ['anonymous=', '/anonymous'],
    ['type=person', '/type'],
    ['createdFrom=yesterday', '/createdFrom'],
    ['expiresTo=2031-02-30T00:00:00Z', '/expiresTo'],
    ['updatedFrom=2031-01-01T00:00:00+00:00', '/updatedFrom'],
    ['successfulAttempts=3', '/successfulAttempts'],
    ['successfulAttempts=gte:-1', '/successfulAttempts'],
    ['failedAttempts=gte:1.5', '/failedAttempts'],
    ['failedAttempts=over:1', '/failedAttempts'],
    ['oneTimeUse=1', '/oneTimeUse'],
    ['status=deleted', '/status'],
    ['purpose=fun', '/purpose'],
    ['sort=name', '/sort'],
    ['sort=-', '/sort'],
  ])('%s is refused', async (query, pointer) => {
    expectProblem(await list(query), 'invalid_request', [pointer]);
  });
});

describe('ranges', () => {
  it('hold their first instant and not their last, to the second, whatever the offset', async () => {
    const { id, createdAt } = all[20];
    const next = new Date(at(createdAt) + SECOND).toISOString();
    const encode = encodeURIComponent;
    const offset = createdAt.replace('12:', '14:').replace('.000Z', '%2B02:00');
    expect(idsOf(await list(`createdFrom=${offset}&createdTo=${encode(next)}`))).toEqual([id]);
    expect(idsOf(await list(`createdFrom=${createdAt}&createdTo=${createdAt}`))).toEqual([]);
    expect(idsOf(await list(`createdFrom=${next}&createdTo=${createdAt}`))).toEqual([]);
  });

  it('a limited range of expiry or of changes is listed in that order, latest first', async () => {
    expectSorted(idsOf(await list('limit=100&expiresFrom=2031-01-01T00:00:00Z')), '-expiresAt');
    expectSorted(idsOf(await list('limit=100&updatedFrom=2031-01-01T00:00:00Z')), '-updatedAt');
    expectSorted(idsOf(await list('limit=100&expiresFrom=2031-01-01T00:00:00Z&userId=c-1')), '-createdAt');
  });

  it.each(['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '9999-12-31T23:59:59Z'])(
    'reach as far as timestamps do: %s',
    async (time) => {
      for (const name of ['created', 'updated', 'expires']) {
        const [before, after] = [
          await list(`${name}To=${time}&limit=100`),
          await list(`${name}From=${time}&limit=100`),
        ];
        expect(before.status, before.text).toBe(200);
        expect(after.status, after.text).toBe(200);
      }
    },
  );
});

const KEYS = { createdAt: 'createdAt', expiresAt: 'expiresAt', updatedAt: 'updatedAt' } as const;

function expectSorted(ids: string[], sort: string): void {
  const name = sort.replace('-', '') as keyof typeof KEYS;
  const values = ids.map((id) => at(all.find((token) => token.id === id)[KEYS[name]]));
  const ordered = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  expect(values).toEqual(sort.startsWith('-') ? ordered.reverse() : ordered);
}

it('nothing in a list tells a string or its hash', async () => {
  const { text } = await list('limit=100');
  expect(text).not.toMatch(/lt_|secret|sealed|hash/i);
});

it('an expired token is listed as expired until its time to live takes it', async () => {
  const { id } = await aToken({ expiresIn: 1 });
  pass(HOUR);
  expect((await list(`ids=${id}`)).body.items[0].status).toBe('expired');
});
