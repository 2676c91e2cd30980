import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { useService } from '../support/fixture.ts';
import { aCode, CALLBACK, unique } from '../support/given.ts';
import { connect, losing } from './real-service.ts';

const service = useService({ settings: { callbackUrl: CALLBACK } });
const admin = connect(service.admin);
const storefront = connect(service.storefront);

beforeEach(() => {
  // Repetitions come at once.
  const random = vi.spyOn(Math, 'random').mockReturnValue(-1);
  onTestFinished(() => random.mockRestore());
});

describe('when the answer is lost', () => {
  test('a redemption is repeated as the same attempt: one success, one use, and somebody is in', async () => {
    const { id, token } = await admin.tokens.create({ maxUses: 2 });
    const client = connect(service.storefront, { fetch: losing(2) });
    const { session } = await client.tokens.redeem({ token });
    expect(session.accessToken).toMatch(/^ey/);
    expect(await admin.tokens.get(id)).toMatchObject({ successfulAttempts: 1, failedAttempts: 0 });
    await storefront.tokens.redeem({ token });
    await expect(storefront.tokens.redeem({ token })).rejects.toMatchObject({ code: 'token_refused' });
  });

  test('an exchange is repeated as the same attempt, and ends no session', async () => {
    const code = await aCode((await admin.tokens.create({})).token);
    const client = connect(service.storefront, { fetch: losing(1) });
    const { session } = await client.sessions.exchange({ code });
    expect(await storefront.sessions.introspect(session.accessToken)).toMatchObject({ active: true });
  });

  test('a creation with an idempotency key makes one token', async () => {
    const { id: userId } = await admin.users.put(unique('u'), { type: 'contact', name: 'Jane Doe' });
    const client = connect(service.admin, { fetch: losing(1) });
    const made = await client.tokens.create({ userId }, { idempotencyKey: unique('key') });
    const { items } = await admin.tokens.list({ userId });
    expect(items.map(({ id }) => id)).toEqual([made.id]);
  });
});

describe('the real service', () => {
  test('does all that an administrator asks for', async () => {
    const userId = unique('a@b:c+d.');
    const user = { type: 'contact', name: 'Jane Doe', email: 'jane@acme.com' } as const;
    expect(await admin.users.put(userId, user)).toMatchObject({ ...user, id: userId, phone: null });
    expect(await admin.users.get(userId)).toMatchObject({ id: userId });
    expect((await admin.users.list({ search: 'jane@acme' })).items).toMatchObject([{ id: userId }]);

    const made = await admin.tokens.create({ userId, expiresIn: 3600, extra: 'OCI - Acme' });
    expect(made).toMatchObject({
      status: 'active',
      version: 1,
      loginUrl: expect.stringContaining(made.token),
    });
    const changed = await admin.tokens.update(made.id, { maxUses: 5 }, { ifMatch: made.version });
    await expect(admin.tokens.update(made.id, {}, { ifMatch: made.version })).rejects.toMatchObject({
      status: 412,
      code: 'version_mismatch',
    });
    expect(await admin.tokens.reveal(made.id)).toEqual({
      token: made.token,
      loginUrl: made.loginUrl,
      callbackUrl: made.callbackUrl,
    });
    const rotated = await admin.tokens.rotate(made.id, {}, { ifMatch: changed.version });
    expect(rotated.token).not.toBe(made.token);
    await admin.tokens.revokeSessions(made.id);
    expect((await admin.tokens.list({ ids: [made.id], status: 'active' })).items).toHaveLength(1);
    await admin.tokens.remove(made.id);
    await expect(admin.tokens.get(made.id)).rejects.toMatchObject({ code: 'token_not_found' });
    expect(await admin.tokens.removeMany([made.id])).toEqual({
      deleted: [],
      notFound: [made.id],
      failed: [],
    });

    const replaced = await admin.users.put(userId, { ...user, name: 'Jane Roe' }, { ifMatch: 1 });
    expect(replaced).toMatchObject({ name: 'Jane Roe', version: 2 });
    const outdated = { status: 412, code: 'version_mismatch' };
    await expect(admin.users.put(userId, user, { ifMatch: 1 })).rejects.toMatchObject(outdated);
    await expect(admin.users.put(userId, user, { ifNoneMatch: '*' })).rejects.toMatchObject(outdated);
    await expect(admin.users.revokeSessions(userId, { ifMatch: 1 })).rejects.toMatchObject(outdated);
    await expect(admin.users.remove(userId, { ifMatch: 1 })).rejects.toMatchObject(outdated);
    await admin.users.revokeSessions(userId, { ifMatch: 2 });
    await admin.users.remove(userId);
    await expect(admin.users.get(userId)).rejects.toMatchObject({ code: 'user_not_found' });

    const key = await admin.keys.create({ name: 'Shop', role: 'storefront' });
    expect((await admin.keys.list({ limit: 100 })).items.map(({ id }) => id)).toContain(key.id);
    expect(await connect(key.key).me()).toMatchObject({ id: `key:${key.id}`, role: 'storefront' });
    await expect(admin.keys.remove(key.id, { ifMatch: key.version + 1 })).rejects.toMatchObject(outdated);
    await admin.keys.remove(key.id, { ifMatch: key.version });

    const { version, updatedAt: _, ...settings } = await admin.settings.get();
    const put = await admin.settings.put({ ...settings, shopName: 'Shop' }, { ifMatch: version });
    expect(put).toMatchObject({ shopName: 'Shop', version: version + 1 });
    expect(await admin.statistics({ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' })).toHaveLength(
      24,
    );
    expect(await admin.events.list({ type: 'token.refused' })).toEqual({ items: [], nextCursor: null });
  });

  test('creates a user whose id was free until then, and replaces none', async () => {
    const userId = unique('u');
    const user = { type: 'contact', name: 'Jane Doe' } as const;
    expect(await admin.users.put(userId, user, { ifNoneMatch: '*' })).toMatchObject({ version: 1 });
    await expect(admin.users.put(userId, user, { ifNoneMatch: '*' })).rejects.toMatchObject({ status: 412 });
  });

  test('lists page by page', async () => {
    const { id: userId } = await admin.users.put(unique('u'), { type: 'customer', name: 'Acme' });
    const made = [];
    for (const _ of Array(5)) made.unshift((await admin.tokens.create({ userId })).id);
    const found = [];
    for await (const { items } of admin.tokens.pages({ userId, limit: 2 }))
      found.push(items.map(({ id }) => id));
    expect(found.flat()).toEqual(made);
  });

  test('says which fields are wrong, and what may not be', async () => {
    await expect(admin.tokens.create({ expiresIn: 0 })).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      errors: [{ pointer: '/expiresIn', detail: expect.stringContaining('whole number') }],
      requestId: expect.stringMatching(/./),
    });
    await expect(storefront.tokens.list()).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await expect(connect('lk_none').me()).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  test('ends a session that a storefront revokes', async () => {
    const { token } = await admin.tokens.create({});
    const { session } = await storefront.tokens.redeem({ token });
    await storefront.sessions.revoke(session.accessToken);
    expect(await storefront.sessions.introspect(session.accessToken)).toEqual({ active: false });
  });
});
