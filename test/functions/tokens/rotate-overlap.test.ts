import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, CALLBACK, introspect, redeem } from '../../support/given.ts';
import { makeKey } from '../../support/keys.ts';

const { admin } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const rotate = (id: string, body: unknown) => send('POST', `/tokens/${id}/rotate`, { key: admin, body });
const get = async (id: string) => (await send('GET', `/tokens/${id}`, { key: admin })).body;
const status = async (token: string) => (await redeem(token)).status;
const openLink = (token: string) =>
  send('GET', `/punchout/oci?token=${token}&HOOK_URL=${encodeURIComponent('https://buyer.example/hook')}`);
const procurement = async (more = {}) => aToken({ userId: await aUser(), purpose: 'procurement', ...more });

it('the link of a procurement system works until the overlap ends, to the second, and the token says until when', async () => {
  const { id, token } = await procurement();
  const rotated = await rotate(id, { overlap: 60 });
  expect(rotated.body).toMatchObject({ previousUntil: inFuture(MINUTE), uses: 0, version: 2 });
  pass(MINUTE - SECOND);
  expect([(await openLink(token)).status, (await openLink(rotated.body.token)).status]).toEqual([303, 303]);
  expect((await get(id)).previousUntil).toBe(inFuture(SECOND));
  pass(SECOND);
  expect([await status(token), await status(rotated.body.token)]).toEqual([401, 200]);
  expect((await get(id)).previousUntil).toBeNull();
});

it('30 days are the longest; both strings end with the token', async () => {
  const { id, token } = await procurement({ expiresAt: inFuture(31 * DAY) });
  expectProblem(await rotate(id, { overlap: 2_592_001 }), 'invalid_request', ['/overlap']);
  const rotated = (await rotate(id, { overlap: 2_592_000 })).body;
  await send('PATCH', `/tokens/${id}`, { key: admin, body: { expiresAt: inFuture(MINUTE) } });
  expect(await status(token)).toBe(200);
  pass(MINUTE);
  expect([await status(token), await status(rotated.token)]).toEqual([401, 401]);
});

it('both end when the token is deleted', async () => {
  const { id, token } = await procurement();
  const rotated = (await rotate(id, { overlap: 60 })).body;
  await send('DELETE', `/tokens/${id}`, { key: admin });
  expect([await status(token), await status(rotated.token)]).toEqual([401, 401]);
});

it('what is revealed is the present string', async () => {
  const { id } = await procurement();
  const rotated = (await rotate(id, { overlap: 60 })).body;
  const { body } = await send('POST', `/tokens/${id}/reveal`, { key: admin });
  expect(body.token).toBe(rotated.token);
});

describe('the limits of a link that a limited principal made, and one without limit rotated with an overlap', () => {
  const overlapped = async () => {
    const key = await makeKey('editor', ['acme.com']);
    const userId = await aUser({ email: 'jane@acme.com' });
    const { id, token } = (await send('POST', '/tokens', { key, body: { userId, purpose: 'procurement' } }))
      .body;
    const next: string = (await rotate(id, { overlap: 60 })).body.token;
    return { key, userId, id, token, next };
  };
  const sessionOf = async (token: string) => (await redeem(token)).body.session.accessToken as string;
  const isActive = async (accessToken: string) => (await introspect(accessToken)).body.active;
  const move = (userId: string) => aUser({ email: 'jane@elsewhere.org' }, userId);

  it('are those of both while both work, in the sessions of that time for good; then those of the new one', async () => {
    const { userId, id, token, next } = await overlapped();
    const begun = await sessionOf(next);
    pass(MINUTE - SECOND);
    expect((await get(id)).limitedTo).toEqual(['acme.com']);
    await move(userId);
    expect([await status(token), await status(next)]).toEqual([401, 401]);
    pass(SECOND);
    expect((await get(id)).limitedTo).toBeNull();
    expect([await status(token), await status(next)]).toEqual([401, 200]);
    expect([await isActive(begun), await isActive(await sessionOf(next))]).toEqual([false, true]);
  });

  it('are those of a limited principal that reveals it meanwhile, after the overlap too', async () => {
    const { key, userId, id, next } = await overlapped();
    expect((await send('POST', `/tokens/${id}/reveal`, { key })).body.token).toBe(next);
    pass(MINUTE);
    expect((await get(id)).limitedTo).toEqual(['acme.com']);
    await move(userId);
    expect(await status(next)).toBe(401);
  });

  it('bind no later rotation: not with an overlap, once the first has ended, and not without', async () => {
    const { userId, id, next } = await overlapped();
    pass(MINUTE);
    await move(userId);
    const third = (await rotate(id, { overlap: 60 })).body;
    expect(third.limitedTo).toBeNull();
    pass(SECOND);
    expect([await status(next), await status(third.token)]).toEqual([200, 200]);
    expect((await rotate(id, {})).body.limitedTo).toBeNull();
  });

  it('are those of the new one alone when the token is disabled and enabled again', async () => {
    const { userId, id, token, next } = await overlapped();
    const begun = await sessionOf(next);
    await send('PATCH', `/tokens/${id}`, { key: admin, body: { status: 'disabled' } });
    await send('PATCH', `/tokens/${id}`, { key: admin, body: { status: 'active' } });
    await move(userId);
    pass(SECOND);
    expect((await get(id)).limitedTo).toBeNull();
    expect([await status(token), await status(next), await isActive(begun)]).toEqual([401, 200, false]);
  });

  it('end with the string: of two rotations with an overlap neither string has them', async () => {
    const { userId, id, token, next } = await overlapped();
    const begun = await sessionOf(next);
    pass(SECOND);
    const third = (await rotate(id, { overlap: 60 })).body;
    expect(third.limitedTo).toBeNull();
    pass(SECOND);
    await move(userId);
    expect([await status(token), await status(next), await status(third.token)]).toEqual([401, 200, 200]);
    expect(await isActive(begun)).toBe(false);
  });

  it('do not let an old string come back: of a user who has left them, no overlap is kept', async () => {
    const { userId, id, next } = await overlapped();
    await move(userId);
    await rotate(id, { overlap: 60 });
    expect(await status(next)).toBe(401);
  });
});

it.each([
  ['login', {}],
  ['impersonation', { reason: 'Ticket 1' }],
])('a token for %s has no overlap: it is told why, and keeps its string', async (purpose, more) => {
  const { id, token } = await aToken({ userId: await aUser(), purpose, ...more });
  const answer = await rotate(id, { overlap: 1 });
  expectProblem(answer, 'invalid_request', ['/overlap']);
  expect(answer.text).toContain('procurement');
  expect((await get(id)).version).toBe(1);
  expect(await status(token)).toBe(200);
  expect((await rotate(id, { overlap: 0 })).status).toBe(200);
});

it('the old string never logs in another user: an overlap does not go with a userId', async () => {
  const { id, token } = await procurement();
  const userId = await aUser();
  expectProblem(await rotate(id, { userId, overlap: 60 }), 'invalid_request', ['/overlap']);
  expect((await rotate(id, { userId })).status).toBe(200);
  expect(await status(token)).toBe(401);
});

it.each([[-1], [0.5], ['60'], [null]])('an overlap of %j is refused', async (overlap) => {
  const { id } = await procurement();
  expectProblem(await rotate(id, { overlap }), 'invalid_request', ['/overlap']);
});
