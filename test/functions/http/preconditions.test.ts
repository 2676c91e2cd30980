import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { useService } from '../../support/fixture.ts';
import { aToken, aUser, redeem } from '../../support/given.ts';

/** Entity tags by the letter of RFC 9110, sections 5.6.1, 8.8.3 and 13. */

const { admin: key } = useService();

const put = (id: string, headers: Record<string, string>) =>
  send('PUT', `/users/${id}`, { key, headers, body: { type: 'contact', name: 'Jane' } });

describe('a change', () => {
  it.each([
    ['If-Match', '"1"', 200],
    ['If-Match', '"2"', 412],
    ['If-Match', 'W/"1"', 412],
    ['If-Match', '*', 200],
    ['If-Match', ' * ', 200],
    ['If-Match', '"1",', 200],
    ['If-Match', ',, "0" ,\t"1" , ,', 200],
    ['If-Match', '"0,1"', 412],
    ['If-Match', '"x", W/"x","1"', 200],
    ['If-Match', ',', 400],
    ['If-Match', '1', 400],
    ['If-Match', '"1" "2"', 400],
    ['If-Match', '"1', 400],
    ['If-Match', '"1", *', 400],
    ['If-Match', 'x', 400],
    ['If-None-Match', '*', 412],
    ['If-None-Match', '"1"', 412],
    ['If-None-Match', 'W/"1"', 412],
    ['If-None-Match', '"2", "3",', 200],
    ['If-None-Match', '3', 400],
  ])('of version 1 with %s: %s is %i', async (name, value, status) => {
    const id = await aUser();
    const header = { [name.toLowerCase()]: value };
    expect((await put(id, header)).status).toBe(status);
    expect((await send('GET', `/users/${id}`, { key })).body.version).toBe(status === 200 ? 2 : 1);
  });

  it.each(['PATCH', 'DELETE', 'POST'])(
    'of a token by %s with If-None-Match: * is 412, since there is one',
    async (method) => {
      const { id } = await aToken();
      const path = method === 'POST' ? `/tokens/${id}/rotate` : `/tokens/${id}`;
      const headers = { 'if-none-match': '*' };
      const answer = await send(method, path, {
        key,
        headers,
        ...(method === 'PATCH' && { body: { extra: 'x' } }),
      });
      expect(answer.status).toBe(412);
      expect((await send('GET', `/tokens/${id}`, { key })).body).toMatchObject({ version: 1, extra: null });
    },
  );

  it('that is meant for a deleted user does not hold for the next one of the id, nor does what was read', async () => {
    const id = await aUser();
    await put(id, {});
    const { ETag: old = '' } = (await send('GET', `/users/${id}`, { key })).headers;
    for (const version of [3, 4]) {
      expect((await send('DELETE', `/users/${id}`, { key })).status).toBe(204);
      expect((await put(id, { 'if-match': old })).status).toBe(412);
      expect((await put(id, { 'if-none-match': '*' })).body.version).toBe(version);
      const headers = { 'if-none-match': old };
      expect((await send('GET', `/users/${id}`, { key, headers })).body.version).toBe(version);
      for (const method of ['PUT', 'DELETE']) {
        const body = method === 'PUT' ? { type: 'contact', name: 'Jane' } : undefined;
        const answer = await send(method, `/users/${id}`, { key, headers: { 'if-match': old }, body });
        expect(answer.status).toBe(412);
      }
      const revoke = { key, headers: { 'if-match': old } };
      expect((await send('POST', `/users/${id}/sessions/revoke`, revoke)).status).toBe(412);
    }
  });

  it('by several at once, each of which deletes and makes anew, gives no version twice', async () => {
    const id = await aUser();
    const versions: number[] = [];
    const renew = async () => {
      for (let round = 0; round < 4; round++) {
        await send('DELETE', `/users/${id}`, { key });
        const answer = await put(id, {});
        if (answer.status === 201 || answer.status === 200) versions.push(answer.body.version);
      }
    };
    await Promise.all([renew(), renew(), renew()]);
    expect(versions.length).toBeGreaterThan(4);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('with both headers is held to both', async () => {
    const id = await aUser();
    expect((await put(id, { 'if-match': '"1"', 'if-none-match': '*' })).status).toBe(412);
    expect((await put(id, { 'if-match': '"1"', 'if-none-match': '"7"' })).status).toBe(200);
    expect((await put('new', { 'if-match': '*', 'if-none-match': '*' })).status).toBe(412);
    expect((await put('new', { 'if-none-match': '*' })).status).toBe(201);
  });
});

describe('a caller who has the version of', () => {
  it.each(['/settings', '/tokens/{id}'])(
    'GET %s gets all of it, since it changes without its version, and 412 for another one that it asks for',
    async (path) => {
      const { id } = await aToken();
      const get = (headers: Record<string, string>) =>
        send('GET', path.replace('{id}', id), { key, headers });
      const { headers, text } = await get({});
      const { ETag = '' } = headers;
      for (const tag of [ETag, `W/${ETag}`, `"other", ${ETag}`, '*', 'no tag'])
        expect(await get({ 'if-none-match': tag })).toMatchObject({ status: 200, text, headers: { ETag } });
      expect((await get({ 'if-match': ETag })).status).toBe(200);
      expect((await get({ 'if-match': '"other"' })).status).toBe(412);
    },
  );

  it('a token that was used and refused since is told so', async () => {
    const { id, token } = await aToken({ maxUses: 1 });
    const { ETag = '' } = (await send('GET', `/tokens/${id}`, { key })).headers;
    await redeem(token);
    await redeem(token);
    const { body } = await send('GET', `/tokens/${id}`, { key, headers: { 'if-none-match': ETag } });
    expect(body).toMatchObject({ status: 'used', uses: 1, failedAttempts: 1 });
  });

  it('GET /users/{id} gets 304 and no body', async () => {
    const id = await aUser();
    const get = (headers: Record<string, string>) => send('GET', `/users/${id}`, { key, headers });
    const { ETag = '' } = (await get({})).headers;
    for (const tag of [ETag, `W/${ETag}`, `"other", ${ETag}`, '*']) {
      const answer = await get({ 'if-none-match': tag });
      expect(answer).toMatchObject({ status: 304, text: '' });
      expect(answer.headers.ETag).toBe(ETag);
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get({ 'if-match': ETag })).status).toBe(200);
    expect((await get({ 'if-match': '"other"' })).status).toBe(412);
  });
});
