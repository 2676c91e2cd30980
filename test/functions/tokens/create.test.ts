import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { START } from '../../support/frozen-clock.ts';
import { aUser, redeem } from '../../support/given.ts';

const { admin } = useService({ frozen: true });

const create = (body: unknown) => send('POST', '/tokens', { key: admin, body });
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

describe('a token that nothing is said about', () => {
  it('is anonymous, for one login, within 24 hours', async () => {
    const { status, body } = await create({});
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
      status: 'active',
      user: null,
      purpose: 'login',
      expiresAt: at(86_400),
      oneTimeUse: true,
      maxUses: 1,
      uses: 0,
      previousUntil: null,
      extra: null,
      reason: null,
      successfulAttempts: 0,
      failedAttempts: 0,
      lastAccessedAt: null,
      createdAt: at(0),
      updatedAt: at(0),
      createdBy: { id: expect.stringMatching(/^key:/), name: 'admin of a test' },
      limitedTo: null,
      version: 1,
      token: expect.stringMatching(/^lt_[0-9A-Za-z]{61}$/),
      loginUrl: `https://login.example.com/login?token=${body.token}`,
      callbackUrl: null,
    });
    expect(body.token.slice(3, 25)).toBe(body.id);
  });

  it('is told where it is, and its version', async () => {
    const answer = await create({});
    expect(answer.headers.Location).toBe(`/tokens/${answer.body.id}`);
    expect(answer.headers.ETag).toBe('"1"');
    expectConventionalHeaders(answer);
    const found = await send('GET', answer.headers.Location ?? '', { key: admin });
    const { token: _, loginUrl: __, callbackUrl: ___, ...shown } = answer.body;
    expect(found.body).toEqual(shown);
  });
});

describe('the expiry', () => {
  it.each([
    ['2031-03-01T12:00:01Z', at(1)],
    ['2031-03-01T14:00:01+02:00', at(1)],
    ['2031-03-01T07:00:01.999-05:00', at(1)],
    ['2032-02-29t00:00:00z', '2032-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('%s is kept as %s: in UTC and whole seconds, never later than was said', async (expiresAt, shown) => {
    const { status, body, text } = await create({ expiresAt });
    expect(status, text).toBe(201);
    expect(body.expiresAt).toBe(shown);
  });

  it('may be a number of seconds from now', async () => {
    expect((await create({ expiresIn: 1 })).body.expiresAt).toBe(at(1));
    expect((await create({ expiresIn: 315_360_000 })).body.expiresAt).toBe(at(315_360_000));
  });

  it('is never when that is said', async () => {
    const { body } = await create({ expiresAt: null });
    expect(body).toMatchObject({ expiresAt: null, status: 'active' });
  });

  it.each([
    '2031-03-01T12:00:00Z',
    '2031-03-01T11:59:59Z',
    '2031-03-01T12:00:00.999Z',
    '2031-03-01T13:00:00+01:00',
    '1970-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
  ])('%s is not in the future', async (expiresAt) => {
    const answer = await create({ expiresAt });
    expectProblem(answer, 'invalid_request', ['/expiresAt']);
    expect(answer.body.errors[0].detail).toBe('must be in the future');
  });

  it.each([
    ...['99999-01-01T00:00:00Z', '+099999-01-01T00:00:00Z', '-1', '-001-01-01T00:00:00Z', ''],
    ...['2032-02-30T00:00:00Z', '2033-02-29T00:00:00Z', '2032-13-01T00:00:00Z', '2032-01-01T24:00:00Z'],
    ...['2032-01-01', '2032-01-01T00:00:00', '2032-01-01 00:00:00Z', '2032-01-01T00:00:00+0100', 'tomorrow'],
    ...[-1, 1_956_528_000, true, {}, []],
  ])('%j is no timestamp', async (expiresAt) => {
    const answer = await create({ expiresAt });
    expectProblem(answer, 'invalid_request', ['/expiresAt']);
    expect(answer.body.errors[0].detail).toContain('RFC 3339');
  });

  it.each(['9999-12-31T23:59:59-00:01', '9999-12-31T12:00:00-23:59'])(
    '%s lies in the year 10000, which no answer could name',
    async (expiresAt) => {
      expectProblem(await create({ expiresAt }), 'invalid_request', ['/expiresAt']);
    },
  );

  it.each([0, -1, 315_360_001, 1.5, '60', null, true])('%j is no number of seconds', async (expiresIn) => {
    const answer = await create({ expiresIn });
    expectProblem(answer, 'invalid_request', ['/expiresIn']);
    expect(answer.body.errors[0].detail).toBe('must be a whole number from 1 to 315360000');
  });

  it.each([at(60), null])('is said in one way, not two: expiresAt %j', async (expiresAt) => {
    expectProblem(await create({ expiresAt, expiresIn: 60 }), 'invalid_request', ['/expiresIn']);
  });
});

describe('the uses', () => {
  it.each([
    [{ oneTimeUse: true }, { oneTimeUse: true, maxUses: 1 }],
    [{ oneTimeUse: false }, { oneTimeUse: false, maxUses: null }],
    [{ maxUses: 1 }, { oneTimeUse: true, maxUses: 1 }],
    [{ maxUses: 3 }, { oneTimeUse: false, maxUses: 3 }],
    [{ maxUses: null }, { oneTimeUse: false, maxUses: null }],
    [
      { oneTimeUse: true, maxUses: 1 },
      { oneTimeUse: true, maxUses: 1 },
    ],
    [
      { oneTimeUse: false, maxUses: 2 },
      { oneTimeUse: false, maxUses: 2 },
    ],
    [
      { oneTimeUse: false, maxUses: null },
      { oneTimeUse: false, maxUses: null },
    ],
  ])('%j makes %j', async (asked, made) => {
    expect((await create(asked)).body).toMatchObject(made);
  });

  it.each([
    { oneTimeUse: true, maxUses: 2 },
    { oneTimeUse: true, maxUses: null },
    { oneTimeUse: false, maxUses: 1 },
  ])('%j contradicts itself', async (body) => {
    expectProblem(await create(body), 'invalid_request', ['/maxUses']);
  });

  it.each([0, -1, 1.5, 1_000_000_001, '3', true, []])('%j is no number of uses', async (maxUses) => {
    expectProblem(await create({ maxUses }), 'invalid_request', ['/maxUses']);
  });
});

describe('the user', () => {
  it('is shown as the list shows it', async () => {
    const userId = await aUser({ type: 'mailbox', name: 'Sales', email: 'Sales@Acme.com' });
    const { body } = await create({ userId });
    expect(body.user).toEqual({ id: userId, type: 'mailbox', name: 'Sales', email: 'Sales@Acme.com' });
  });

  it('needs no e-mail address', async () => {
    const userId = await aUser({ email: undefined });
    expect((await create({ userId })).body.user.email).toBeNull();
  });

  it('must exist', async () => {
    expectProblem(await create({ userId: 'nobody' }), 'user_not_found');
  });

  it('must not be disabled', async () => {
    const userId = await aUser({ disabled: true });
    expectProblem(await create({ userId }), 'user_disabled');
  });

  it.each(['', 'a/b', 'a b', '..', 'é'.repeat(65), 'x'.repeat(129), 'a#b', '\ud800', 'a\n', 42, null])(
    '%j is no user id',
    async (userId) => {
      expectProblem(await create({ userId }), 'invalid_request', ['/userId']);
    },
  );

  it.each(['x'.repeat(128), 'A-z.0_9:a@b+c', 'constructor', '__proto__'])('may be called %s', async (id) => {
    await aUser({ email: 'jane@acme.com' }, id);
    expect((await create({ userId: id })).body.user.id).toBe(id);
  });
});

describe('impersonation', () => {
  it('is of somebody, for a reason', async () => {
    const userId = await aUser();
    const { status, body } = await create({ purpose: 'impersonation', userId, reason: 'ticket 17' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ purpose: 'impersonation', reason: 'ticket 17', user: { id: userId } });
  });

  it.each([
    [{}, ['/reason', '/userId']],
    [{ userId: 'c-42' }, ['/reason']],
    [{ userId: 'c-42', reason: null }, ['/reason']],
    [{ userId: 'c-42', reason: ' ' }, ['/reason']],
    [{ reason: 'ticket 17' }, ['/userId']],
  ])('of %j lacks %j', async (body, pointers) => {
    expectProblem(await create({ purpose: 'impersonation', ...body }), 'invalid_request', pointers);
  });
});

describe('free text', () => {
  it.each(['x'.repeat(1_000), '😀'.repeat(1_000), 'OCI - Acme', '"quoted" <b> \\ € 漢字'])(
    '%j is kept as it is',
    async (extra) => {
      const { status, body } = await create({ extra });
      expect(status).toBe(201);
      expect((await send('GET', `/tokens/${body.id}`, { key: admin })).body.extra).toBe(extra);
    },
  );

  it.each([
    'x'.repeat(1_001),
    '😀'.repeat(1_001),
    '',
    ' ',
    'a\nb',
    'a\u0000',
    '\u0085',
    '\u007f',
    '\ud83d',
    '\udc00x',
    5,
    {},
  ])('%j is no text', async (extra) => {
    expectProblem(await create({ extra }), 'invalid_request', ['/extra']);
    expectProblem(await create({ reason: extra }), 'invalid_request', ['/reason']);
  });
});

it('nothing that was refused is stored', async () => {
  const userId = await aUser();
  await create({ userId, expiresIn: 0 });
  await create({ userId, nonsense: 1 });
  await create({ userId, maxUses: 2, oneTimeUse: true });
  const { body } = await send('GET', `/tokens?userId=${userId}`, { key: admin });
  expect(body.items).toEqual([]);
});

it('of 50 tokens made at once every string is another one, and each opens its own token', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => create({})));
  expect(new Set(made.map(({ body }) => body.token)).size).toBe(50);
  for (const { body } of made) expect((await redeem(body.token)).body.token.id).toBe(body.id);
});
