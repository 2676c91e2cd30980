import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalQuery, formatCursor } from '../../../shared/storage/cursor.ts';
import { send } from '../../support/api.ts';
import { testDatabase } from '../../support/database.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, idsOf, pagesOf } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

const { admin } = useService({ frozen: true });
let ids: string[];

beforeAll(async () => {
  await aUser({}, 'c-1');
  ids = [];
  for (let made = 0; made < 30; made++) {
    ids.unshift((await aToken(made % 2 ? { userId: 'c-1' } : {})).id);
    pass(SECOND);
  }
});

const list = (query: string, key = admin) => send('GET', `/tokens?${query}`, { key });
const SORTS = ['-createdAt', 'createdAt', '-expiresAt', 'expiresAt', '-updatedAt', 'updatedAt'];

describe('pages', () => {
  it('have 25 tokens, newest first, when nobody says', async () => {
    const { body } = await list('');
    expect(idsOf({ body })).toEqual(ids.slice(0, 25));
    expect(idsOf(await list(`cursor=${body.nextCursor}`))).toEqual(ids.slice(25));
  });

  it.each([1, 2, 7, 29, 30, 31, 100])(
    'of %i hold every token once, in order, each page full',
    async (limit) => {
      const pages = await pagesOf(`/tokens?limit=${limit}`, admin);
      expect(pages.flat()).toEqual(ids);
      expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
      expect(pages).toHaveLength(Math.ceil(30 / limit));
    },
  );

  it('of a filter are full while there are matches', async () => {
    const pages = await pagesOf('/tokens?limit=4&anonymous=false', admin);
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 4, 3]);
  });

  it('may change their size on the way', async () => {
    const { body } = await list('limit=3');
    expect(idsOf(await list(`limit=5&cursor=${body.nextCursor}`))).toEqual(ids.slice(3, 8));
  });

  it.each(SORTS)(
    'by %s neither repeat nor skip what stayed, whatever comes and goes meanwhile',
    async (sort) => {
      await aUser({}, `u-${sort}`);
      const kept: string[] = [];
      const going: string[] = [];
      for (let made = 0; made < 12; made++) {
        const { id } = await aToken({ userId: `u-${sort}`, expiresIn: 1_000 + made });
        (made % 3 ? kept : going).push(id);
        pass(SECOND);
      }
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await list(
          `userId=u-${sort}&sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...idsOf({ body }));
        cursor = body.nextCursor;
        const gone = going.pop();
        if (gone) await send('DELETE', `/tokens/${gone}`, { key: admin });
        if (seen.length < 8)
          await aToken({ userId: `u-${sort}`, expiresIn: 500 + 1_000 * (seen.length % 2) });
        pass(SECOND);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => kept.includes(id)).sort()).toEqual([...kept].sort());
    },
  );

  it('go on after the item at which they stopped was deleted', async () => {
    const [a, b, c] = [
      await aToken({ extra: 'a' }),
      await aToken({ extra: 'b' }),
      await aToken({ extra: 'c' }),
    ];
    const query = `ids=${[a.id, b.id, c.id].join(',')}&limit=1`;
    const { body } = await list(query);
    const [shown] = idsOf({ body });
    await send('DELETE', `/tokens/${shown}`, { key: admin });
    const { body: next } = await list(`${query}&cursor=${body.nextCursor}`);
    expect(next.items).toHaveLength(1);
    expect(idsOf({ body: next })).not.toContain(shown);
  });
});

describe('a cursor', () => {
  it('that was damaged is refused, wherever it was', async () => {
    const { body } = await list('limit=5');
    const cursor: string = body.nextCursor;
    for (let at = 0; at < cursor.length; at++) {
      const damaged = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
      expectProblem(await list(`limit=5&cursor=${damaged}`), 'invalid_cursor');
    }
    for (const damaged of [
      cursor.slice(1),
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}%3D`,
      `${cursor}%20`,
    ]) {
      expectProblem(await list(`cursor=${damaged}`), 'invalid_cursor');
    }
  });

  it.each(['', 'x', 'null', '0'.repeat(22), '%00', 'A'.repeat(1_000)])('is not «%s»', async (cursor) => {
    expectProblem(await list(`cursor=${cursor}`), 'invalid_cursor');
  });

  it('has 1,000 characters at most', async () => {
    expectProblem(await list(`cursor=${'A'.repeat(1_001)}`), 'invalid_request', ['/cursor']);
  });

  it.each([
    'status=active',
    'sort=createdAt',
    'userId=c-1',
    'sort=-createdAt',
    'createdFrom=2031-01-01T00:00:00Z',
  ])('of another query is refused: %s', async (query) => {
    const { body } = await list('limit=5');
    expectProblem(await list(`${query}&cursor=${body.nextCursor}`), 'invalid_cursor');
  });

  it('of the users is none of the tokens', async () => {
    for (const id of ['d-1', 'd-2']) await aUser({}, id);
    const { body } = await send('GET', '/users?limit=1&type=contact', { key: admin });
    expectProblem(await list(`cursor=${body.nextCursor}&status=active`), 'invalid_cursor');
  });

  it('shows nobody more than they may see', async () => {
    const limited = await makeKey('viewer', ['acme.com']);
    const { body } = await list('limit=1');
    const page = await list(`limit=100&cursor=${body.nextCursor}`, limited);
    expect(page.status).toBe(200);
    expect(
      page.body.items.every(({ user }: { user: { email: string } }) => user.email.endsWith('@acme.com')),
    ).toBe(true);
  });

  it.each(['', '~', '\u0000', '\uffff', '{}', 'x'.repeat(700), '999999999999#x'])(
    'made up by somebody who knows how, at the position %j, is an answer and no failure',
    async (position) => {
      for (const [query, filters] of [
        ['', {}],
        ['sort=expiresAt', { sort: 'expiresAt' }],
        ['sort=-updatedAt', { sort: '-updatedAt' }],
        ['userId=c-1', { userId: 'c-1' }],
      ] as const) {
        const cursor = formatCursor(testDatabase(), canonicalQuery('tokens', filters), position);
        const answer = await list(`${query}&cursor=${cursor}`);
        expect([200, 400], answer.text).toContain(answer.status);
      }
    },
  );
});
