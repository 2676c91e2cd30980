import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { HOUR, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import {
  aCode,
  aToken,
  aUser,
  CALLBACK,
  exchange,
  introspect,
  redeem,
  setSettings,
} from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

/** Impersonation: storefronts and the history learn the actor and the user. */

const { admin } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });
let userId: string;

beforeAll(async () => {
  userId = await aUser();
});

const REASON = 'Ticket 4711';
const request = (members: object = {}) => ({ purpose: 'impersonation', userId, reason: REASON, ...members });
const anImpersonation = (members: object = {}) => aToken(request(members));
const patch = (id: string, body: object) => send('PATCH', `/tokens/${id}`, { key: admin, body });
const actorOf = (key: string, name: string) => ({ id: `key:${key.slice(3, 25)}`, name });

describe('who impersonates', () => {
  it('is the one who made it: in the access token, at introspection, and for the banner', async () => {
    const { token } = await anImpersonation();
    const { body } = await redeem(token);
    const actor = actorOf(admin, 'admin of a test');
    expect(decodeJwt(body.session.accessToken)).toMatchObject({
      sub: userId,
      purpose: 'impersonation',
      act: { sub: actor.id, name: actor.name },
    });
    expect(body.impersonation).toEqual({ actor, reason: REASON });
    expect((await introspect(body.session.accessToken)).body).toMatchObject({
      active: true,
      sub: userId,
      act: { sub: actor.id, name: actor.name },
    });
  });

  it('is told to the storefront that exchanges a code, too', async () => {
    const { token } = await anImpersonation();
    const { body } = await exchange(await aCode(token));
    const actor = actorOf(admin, 'admin of a test');
    expect(body.impersonation).toEqual({ actor, reason: REASON });
    expect(decodeJwt(body.session.accessToken).act).toEqual({ sub: actor.id, name: actor.name });
  });

  it('is the one who rotated it since: that one has the link', async () => {
    const { id } = await anImpersonation();
    const editor = await makeKey('editor');
    const { body } = await send('POST', `/tokens/${id}/rotate`, { key: editor });
    const actor = actorOf(editor, 'editor of a test');
    const redeemed = (await redeem(body.token)).body;
    expect(redeemed.impersonation).toEqual({ actor, reason: REASON });
    expect(decodeJwt(redeemed.session.accessToken).act).toEqual({ sub: actor.id, name: actor.name });
    expect(redeemed.token.createdBy).toEqual(actorOf(admin, 'admin of a test'));
  });

  it('is nobody else by accident: a code of before is refused once another one has rotated the token', async () => {
    const { id, token } = await anImpersonation();
    const code = await aCode(token);
    await send('POST', `/tokens/${id}/rotate`, { key: await makeKey('editor') });
    expectProblem(await exchange(code), 'code_refused');
  });

  it('is not the one who rotated a token for other purposes: a code of before is good', async () => {
    const { id, token } = await aToken({ userId });
    const code = await aCode(token);
    await send('POST', `/tokens/${id}/rotate`, { key: await makeKey('editor') });
    expect((await exchange(code)).status).toBe(200);
  });

  it('stays the same for a session of before, whoever rotates it then', async () => {
    const { id, token } = await anImpersonation();
    const { body } = await redeem(token);
    await send('POST', `/tokens/${id}/rotate`, { key: await makeKey('editor') });
    const { act } = (await introspect(body.session.accessToken)).body;
    expect(act.sub).toBe(`key:${admin.slice(3, 25)}`);
  });

  it('is nobody for other purposes, with a reason and after a rotation too', async () => {
    for (const purpose of ['login', 'procurement']) {
      const { id } = await aToken({ userId, purpose, reason: REASON });
      const { token } = (await send('POST', `/tokens/${id}/rotate`, { key: admin })).body;
      const { body } = await redeem(token);
      expect(body).not.toHaveProperty('impersonation');
      expect(decodeJwt(body.session.accessToken)).not.toHaveProperty('act');
    }
  });
});

describe('the session of an impersonation', () => {
  const lifetimeOf = async (settings: object) => {
    await setSettings({ callbackUrl: CALLBACK, ...settings });
    const { token } = await anImpersonation();
    const { body } = await redeem(token);
    await setSettings({ callbackUrl: CALLBACK });
    return (Date.parse(body.session.expiresAt) - Date.now()) / 1_000;
  };

  it.each([
    [{}, 3_600],
    [{ sessionLifetime: 2_592_000 }, 3_600],
    [{ impersonationLifetime: 600 }, 600],
    [{ sessionLifetime: 300, impersonationLifetime: 600 }, 300],
  ])('with the settings %j lives for %i seconds', async (settings, seconds) => {
    expect(await lifetimeOf(settings)).toBe(seconds);
  });

  it('is over with its hour', async () => {
    const { token } = await anImpersonation();
    const { body } = await redeem(token);
    pass(HOUR - SECOND);
    expect((await introspect(body.session.accessToken)).body.active).toBe(true);
    pass(SECOND);
    expect((await introspect(body.session.accessToken)).body).toEqual({ active: false });
  });

  it('is over when the token is disabled, and when the user is', async () => {
    const [one, other] = [await anImpersonation(), await anImpersonation()];
    const sessions = [(await redeem(one.token)).body.session, (await redeem(other.token)).body.session];
    await patch(one.id, { status: 'disabled' });
    expect((await introspect(sessions[0].accessToken)).body.active).toBe(false);
    expect((await introspect(sessions[1].accessToken)).body.active).toBe(true);
    await aUser({ disabled: true }, userId);
    expect((await introspect(sessions[1].accessToken)).body.active).toBe(false);
    await aUser({ disabled: false }, userId);
    pass(SECOND);
  });

  it('opens nothing on the administrative API, though an administrator made it', async () => {
    const { token } = await anImpersonation();
    const key = (await redeem(token)).body.session.accessToken;
    for (const path of ['/me', '/tokens', `/users/${userId}`])
      expectProblem(await send('GET', path, { key }), 'unauthenticated');
  });
});

describe('the history', () => {
  const historyOf = async (id: string) => {
    await deliver(recordEvents, await streamRecords());
    return (await send('GET', `/tokens/${id}/events`, { key: admin })).body.items;
  };

  it('tells who impersonated whom, and why, with the use', async () => {
    const { id, token } = await anImpersonation();
    pass(MINUTE);
    await aCode(token);
    const [used, made] = await historyOf(id);
    expect(used).toMatchObject({
      type: 'token.redeemed',
      userId,
      by: { id: 'door:login', name: 'Login page' },
      actor: actorOf(admin, 'admin of a test'),
      reason: REASON,
    });
    expect(made).toMatchObject({ type: 'token.created', reason: REASON, actor: null });
  });

  it('tells who rotated it, and names that one with the use', async () => {
    const { id } = await anImpersonation();
    const editor = await makeKey('editor');
    pass(SECOND);
    const { body } = await send('POST', `/tokens/${id}/rotate`, { key: editor });
    pass(SECOND);
    await redeem(body.token);
    const [used, rotated] = await historyOf(id);
    const actor = actorOf(editor, 'editor of a test');
    expect(rotated).toMatchObject({ type: 'token.rotated', by: actor });
    expect(used).toMatchObject({ type: 'token.redeemed', actor });
  });

  it('tells a refusal as one, with its own reason and no actor', async () => {
    const { id, token } = await anImpersonation();
    await redeem(token);
    pass(SECOND);
    await redeem(token);
    const [refused] = await historyOf(id);
    expect(refused).toMatchObject({ type: 'token.refused', reason: 'used', actor: null });
  });
});
