import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aUser, idsOf, redeem, unique } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

const { admin } = useService({ frozen: true });
let key: string;

beforeEach(() => {
  key = unique('creation-');
});

const create = (body: object = {}, options: { idempotencyKey?: string; as?: string } = {}) =>
  send('POST', '/tokens', {
    key: options.as ?? admin,
    body,
    headers: { 'idempotency-key': options.idempotencyKey ?? key },
  });

describe('the same Idempotency-Key', () => {
  it('with the same body gives the same token back, string and all, without making another', async () => {
    const userId = await aUser();
    const first = await create({ userId, extra: 'a' });
    pass(MINUTE);
    const second = await create({ extra: 'a', userId });
    expect(first.status).toBe(201);
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(second.headers.Location).toBe(first.headers.Location);
    expect(second.headers.ETag).toBe(first.headers.ETag);
    expect(idsOf(await send('GET', `/tokens?userId=${userId}`, { key: admin }))).toEqual([first.body.id]);
    expect((await redeem(second.body.token)).status).toBe(200);
  });

  it('knows a body by what it means, not by how it is written', async () => {
    const first = await create({ purpose: 'login', extra: 'a' });
    const raw = ' { "extra" : "\\u0061" } ';
    const second = await send('POST', '/tokens', { key: admin, raw, headers: { 'idempotency-key': key } });
    expect(second.status, second.text).toBe(200);
    expect(second.body.token).toBe(first.body.token);
  });

  it('knows a default from its absence no more than a token does', async () => {
    // Ways to write the same, for each of two kinds of token.
    const spellings = fc.record(
      {
        reason: fc.constant(null),
        purpose: fc.constantFrom('login'),
        oneTimeUse: fc.constant(true),
        maxUses: fc.constant(1),
        expiresIn: fc.constant(DAY / SECOND),
      },
      { requiredKeys: [] },
    );
    const procurement = fc.record(
      {
        reason: fc.constant(null),
        oneTimeUse: fc.constant(false),
        maxUses: fc.constant(null),
        expiresIn: fc.constant((90 * DAY) / SECOND),
      },
      { requiredKeys: [] },
    );
    const pairs = fc.oneof(
      fc.tuple(spellings, spellings),
      fc.tuple(procurement, procurement).map(([one, other]) => [
        { ...one, purpose: 'procurement' },
        { ...other, purpose: 'procurement' },
      ]),
    );
    await fc.assert(
      fc.asyncProperty(pairs, async ([one, other]) => {
        key = unique('creation-');
        const first = await create({ extra: 'x', ...one });
        pass(SECOND);
        const second = await create({ extra: 'x', ...other });
        expect([first.status, second.status], second.text).toEqual([201, 200]);
        expect(second.body.token).toBe(first.body.token);
      }),
      { numRuns: 40 },
    );
  });

  it('tells an instant from a lifetime, which ends later in a repeat', async () => {
    const first = await create({ expiresIn: 60 });
    expectProblem(await create({ expiresAt: first.body.expiresAt }), 'idempotency_conflict');
  });

  it.each([{ extra: 'b' }, { extra: 'a', maxUses: 2 }, {}, { extra: 'a', expiresIn: 60 }])(
    'with another body, %j, is a conflict',
    async (body) => {
      await create({ extra: 'a' });
      expectProblem(await create(body), 'idempotency_conflict');
    },
  );

  it('of another principal makes that one a token of its own', async () => {
    const first = await create();
    const second = await create({}, { as: await makeKey('admin') });
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('gives the token back as long as redeeming is all that happened to it', async () => {
    const { body } = await create();
    await redeem(body.token);
    const again = await create();
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ token: body.token, status: 'used', successfulAttempts: 1 });
  });

  it.each([
    ['changed', (id: string) => send('PATCH', `/tokens/${id}`, { key: admin, body: { extra: 'b' } })],
    [
      'disabled',
      (id: string) => send('PATCH', `/tokens/${id}`, { key: admin, body: { status: 'disabled' } }),
    ],
    ['rotated', (id: string) => send('POST', `/tokens/${id}/rotate`, { key: admin })],
    ['deleted', (id: string) => send('DELETE', `/tokens/${id}`, { key: admin })],
  ])('is a conflict once the token was %s', async (_, change) => {
    const { body } = await create();
    expect((await change(body.id)).status).toBeLessThan(300);
    expectProblem(await create(), 'idempotency_conflict');
  });

  it('is a conflict for who may not see the token any more', async () => {
    const limited = await makeKey('editor', ['acme.com']);
    const userId = await aUser({ email: 'jane@acme.com' });
    expect((await create({ userId }, { as: limited })).status).toBe(201);
    await aUser({ email: 'jane@elsewhere.org' }, userId);
    expectProblem(await create({ userId }, { as: limited }), 'forbidden');
  });

  it('makes a new token 24 hours later, and no second earlier', async () => {
    const first = await create({ expiresAt: null });
    pass(DAY - SECOND);
    expect((await create({ expiresAt: null })).body.token).toBe(first.body.token);
    pass(SECOND);
    const second = await create({ expiresAt: null });
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
    expect((await create({ expiresAt: null })).body.token).toBe(second.body.token);
  });

  it('of 20 creations at once makes one token, and all get its string', async () => {
    const userId = await aUser();
    const made = await Promise.all(Array.from({ length: 20 }, () => create({ userId })));
    expect(made.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(made.map(({ body }) => body.token)).size).toBe(1);
    const listed = await send('GET', `/tokens?userId=${userId}`, { key: admin });
    expect(listed.body.items).toHaveLength(1);
  });
});

it('nothing is remembered of a creation that was refused', async () => {
  expectProblem(await create({ userId: 'nobody' }), 'user_not_found');
  expectProblem(await create({ expiresIn: 0 }), 'invalid_request');
  expect((await create({ extra: 'now it is right' })).status).toBe(201);
});

it.each(['x', 'x'.repeat(64), '~!@#$%^&*()', '__proto__'])(
  '«%s» is an Idempotency-Key',
  async (idempotencyKey) => {
    const first = await create({}, { idempotencyKey });
    expect(first.status).toBe(201);
    expect((await create({}, { idempotencyKey })).body.token).toBe(first.body.token);
  },
);

it.each(['', 'x'.repeat(65), 'two words', 'é', '\u0000'])('%j is none', async (idempotencyKey) => {
  expectProblem(await create({}, { idempotencyKey }), 'invalid_request');
});
