import { expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { DAY, inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, CALLBACK, redeem } from '../../support/given.ts';

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
