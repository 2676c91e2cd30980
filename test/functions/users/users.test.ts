import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectConventionalHeaders, expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { inFuture, MINUTE, pass, SECOND } from '../../support/frozen-clock.ts';
import { aToken, aUser, redeem, unique } from '../../support/given.ts';

const { admin } = useService({ frozen: true });

const put = (id: string, body: unknown) => send('PUT', `/users/${id}`, { key: admin, body });
const get = (id: string) => send('GET', `/users/${id}`, { key: admin });
const remove = (id: string) => send('DELETE', `/users/${id}`, { key: admin });
const JANE = { type: 'contact', name: 'Jane Doe' };

describe('putting a user', () => {
  it('takes null for what it shows as null, so that what was read can be sent back', async () => {
    const body = { type: 'contact', name: 'Jane', email: null, phone: null, locale: null };
    const answer = await send('PUT', '/users/u-null', { key: admin, body });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject(body);
  });

  it('makes one, 201, as it will be shown', async () => {
    const id = unique();
    const whole = {
      ...JANE,
      email: 'Jane@Acme.com',
      phone: '+31 (0)20 123-45.67',
      locale: 'nl_NL',
      disabled: true,
    };
    const answer = await put(id, whole);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toEqual({
      id,
      ...whole,
      createdAt: inFuture(0),
      updatedAt: inFuture(0),
      version: 1,
    });
    expectConventionalHeaders(answer);
    expect((await get(id)).body).toEqual(answer.body);
  });

  it('replaces one, 200: what is not said is gone', async () => {
    const id = unique();
    const made = await put(id, { ...JANE, email: 'jane@acme.com', phone: '+31201234567', locale: 'nl' });
    pass(MINUTE);
    const answer = await put(id, { type: 'customer', name: 'J. Doe' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...made.body,
      ...{ type: 'customer', name: 'J. Doe', email: null, phone: null, locale: null },
      updatedAt: inFuture(0),
      version: 2,
    });
    expect((await get(id)).body).toEqual(answer.body);
  });

  it('leaves a disabled user disabled unless it says otherwise', async () => {
    const id = unique();
    await put(id, { ...JANE, disabled: true });
    expect((await put(id, JANE)).body.disabled).toBe(true);
    expect((await put(id, { ...JANE, disabled: false })).body.disabled).toBe(false);
    expect((await put(id, JANE)).body.disabled).toBe(false);
  });

  it('at once by several makes one, and leaves it as one of them said', async () => {
    const id = unique();
    const names = ['Ann', 'Bob', 'Cid'];
    const answers = await Promise.all(names.map((name) => put(id, { ...JANE, name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const { name } = (await get(id)).body;
    expect(names).toContain(name);
    for (const one of names) {
      const found = await send('GET', `/users?search=${one}`, { key: admin });
      expect(found.body.items.length).toBe(one === name ? 1 : 0);
    }
  });

  it.each([
    ...['x'.repeat(128), 'A-z.0_9:a@b+c', 'constructor', '__proto__', '...', '.a', '0', 'é'.repeat(64), '*'],
    ...['auth0|5f7c8ec7c33c6c004bbafe82', '{9D41C7A0-3E62-4B85-A1F4-6C0E2B9D5F17}', 'CN=Jane,OU=Sales'],
    ...['Müller', 'Mu\u0308ller', '日本', '😀'.repeat(32), "a'b(c)!~;$&", 'a"<b>`^[c]'],
  ])('takes the id %s, and keeps it as it is', async (id) => {
    expect((await put(encodeURIComponent(id), JANE)).status).toBe(201);
    expect((await get(encodeURIComponent(id))).body.id).toBe(id);
    const { token } = await aToken({ userId: id });
    expect((await redeem(token)).body.user.id).toBe(id);
    const list = await send('GET', `/tokens?${new URLSearchParams({ userId: id })}`, { key: admin });
    expect(list.body.items).toHaveLength(1);
    expect((await remove(encodeURIComponent(id))).status).toBe(204);
  });

  it.each([
    ...['x'.repeat(129), 'é'.repeat(65), '😀'.repeat(33), '.', '..', 'anonymous:x', '\ufffd', '\ufeffa'],
    ...['a b', 'a\u00a0b', 'a\u3000b', 'a#b', 'a?b', 'a%b', 'a\\b', 'a\0', 'a\n', 'a\u0085'],
    ...[
      'a\u200bb',
      'a\u202eb',
      'a\u00adb',
      'a\u200db',
      'a\u2060',
      '\u3164',
      'a\u{e0061}',
      'a\ufe0f',
      'a\u2028b',
    ],
    ...['\u2800', 'a\u2800b'],
  ])('refuses the id %j', async (id) => {
    expectProblem(await put(encodeURIComponent(id), JANE), 'invalid_request', ['/id']);
    expectProblem(await get(encodeURIComponent(id)), 'user_not_found');
    expectProblem(await remove(encodeURIComponent(id)), 'user_not_found');
    const token = await send('POST', '/tokens', { key: admin, body: { userId: id } });
    expectProblem(token, 'invalid_request', ['/userId']);
  });

  it.each(['', ' ', '\u3000', '\u2800', ' \u2800\u00a0'])(
    'refuses a name that is blank: %j',
    async (name) => {
      expectProblem(await put(unique(), { ...JANE, name }), 'invalid_request', ['/name']);
      const address = { ...JANE, email: `jane${name}@acme.com` };
      if (name !== '') expectProblem(await put(unique(), address), 'invalid_request', ['/email']);
    },
  );

  it.each([
    'jane1\ufe0f@acme.com',
    'jane@acme1\ufe0f.com',
    '1\ufe0f\u20e3@acme.com',
    'م\u200cم@acme.com',
    '葛\u{e0100}@acme.com',
  ])('refuses an address with an invisible character, which looks like another one: %j', async (email) => {
    expectProblem(await put(unique(), { ...JANE, email }), 'invalid_request', ['/email']);
  });

  it.each(['Jane 1\ufe0f', '#\ufe0f1', '1\ufe0fa'])('refuses a sign that nothing needs: %j', async (name) => {
    expectProblem(await put(unique(), { ...JANE, name }), 'invalid_request', ['/name']);
  });

  it('takes a name in Braille, with its blank', async () => {
    const { status, body } = await put(unique(), { ...JANE, name: '⠚⠁⠝⠑⠀⠙⠕⠑' });
    expect([status, body.name]).toEqual([201, '⠚⠁⠝⠑⠀⠙⠕⠑']);
  });

  it.each([
    ...[
      'Jane\u202e Doe',
      'Jane\u200b',
      'Jane\u2028Doe',
      'Jane\u2029Doe',
      '\u2066Jane',
      'J\u00adane',
      'Ja\u200dne',
      'Jane\ufe0f',
      '\u3164',
      'a\u{e0061}b',
    ],
  ])('refuses what text may hide, in names, addresses and reasons: %j', async (text) => {
    expectProblem(await put(unique(), { ...JANE, name: text }), 'invalid_request', ['/name']);
    expectProblem(
      await put(unique(), { ...JANE, email: `${text.replace(' ', '')}@acme.com` }),
      'invalid_request',
      ['/email'],
    );
    for (const member of ['extra', 'reason']) {
      const answer = await send('POST', '/tokens', { key: admin, body: { [member]: text } });
      expectProblem(answer, 'invalid_request', [`/${member}`]);
    }
  });

  it.each([
    'می\u200cخواهم',
    'क्\u200dष',
    '👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3',
    '葛\u{e0100}飾',
    'שלום',
    'O’Brien-Ñandú',
  ])('takes the joiners and selectors that scripts need: %s', async (name) => {
    const id = unique();
    expect((await put(id, { ...JANE, name })).status).toBe(201);
    expect((await get(id)).body.name).toBe(name);
  });

  it.each([
    ['(020) 123 45 67', '(020) 123 45 67'],
    ['(+31) 20 123 45 67', '(+31) 20 123 45 67'],
    ['+31 (0)20 123-45.67', '+31 (0)20 123-45.67'],
    ['020/1234567', '020/1234567'],
    ['+1 (555) 123-4567 ext. 12', '+1 (555) 123-4567 ext. 12'],
    ['555 1234 x12', '555 1234 x12'],
    ['112', '112'],
    [' +31\u00a020\u2011123\u201345 ', '+31 20-123-45'],
    ['\u202a+31 20 1234567\u202c', '+31 20 1234567'],
    ['\uff0b\uff13\uff11 \uff12\uff10', '+31 20'],
  ])('takes the phone number «%s», as people write and copy it', async (phone, shown) => {
    const answer = await put(unique(), { ...JANE, phone });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body.phone).toBe(shown);
  });

  it.each(['call me', '+', '()', '1', '020 call 12', '1234567 ext', '-1234567 +2', 'x12', '=1+1'])(
    'refuses «%s», which is no phone number',
    async (phone) => expectProblem(await put(unique(), { ...JANE, phone }), 'invalid_request', ['/phone']),
  );

  it.each([
    [{ name: 'Jane' }, ['/type']],
    [{ type: 'contact' }, ['/name']],
    [{}, ['/name', '/type']],
    [{ ...JANE, type: 'person' }, ['/type']],
    [{ ...JANE, name: '' }, ['/name']],
    [{ ...JANE, name: 'x'.repeat(201) }, ['/name']],
    [{ ...JANE, name: 'a\nb' }, ['/name']],
    [{ ...JANE, name: '\ud800' }, ['/name']],
    [{ ...JANE, name: 5 }, ['/name']],
    [{ ...JANE, email: 'jane' }, ['/email']],
    [{ ...JANE, email: 'a@b@c' }, ['/email']],
    [{ ...JANE, email: 'a b@c' }, ['/email']],
    [{ ...JANE, email: `${'x'.repeat(250)}@b.co` }, ['/email']],
    [{ ...JANE, phone: 'call me' }, ['/phone']],
    [{ ...JANE, locale: 'not a locale' }, ['/locale']],
    [{ ...JANE, disabled: 'yes' }, ['/disabled']],
    [{ ...JANE, id: 'c-42' }, ['/id']],
    [{ ...JANE, createdAt: inFuture(0), password: 'x' }, ['/createdAt', '/password']],
  ])('refuses %j, pointing at %j, and stores nothing', async (body, pointers) => {
    const id = unique();
    expectProblem(await put(id, body), 'invalid_request', pointers);
    expectProblem(await get(id), 'user_not_found');
  });

  it.each([
    ['Hangul, which decomposes to three times its length', '한'.repeat(200)],
    ['squared katakana, which decompose to six letters each', '㌀'.repeat(200)],
    ['letters outside the basic plane', '𠮷'.repeat(200)],
    ['Arabic ligatures', 'ﷺ'.repeat(200)],
    ['nothing that is a word', '*'.repeat(200)],
  ])('takes 200 characters of any script as a name: %s', async (_, name) => {
    const id = unique();
    const answer = await put(id, { ...JANE, name });
    expect(answer.status, answer.text).toBe(201);
    expect((await get(id)).body.name).toBe(name);
    expect((await remove(id)).status).toBe(204);
  });

  it.each([`${'x'.repeat(246)}@acme.eu`, `${'한'.repeat(240)}@acme.eu`, `${'😀'.repeat(246)}@acme.eu`])(
    'takes 254 characters of any script as an e-mail address: %s',
    async (email) => {
      const id = unique('u'.repeat(120));
      expect((await put(id, { ...JANE, email })).status).toBe(201);
      const found = await send('GET', `/users?search=${encodeURIComponent(email)}`, { key: admin });
      expect(found.status, found.text).toBe(200);
      expect(found.body.items.map((user: { id: string }) => user.id)).toEqual([id]);
    },
  );
});

describe('disabling a user', () => {
  it('refuses all their tokens at once, and enabling admits them again', async () => {
    const userId = await aUser();
    const { token } = await aToken({ userId, maxUses: null });
    await aUser({ disabled: true }, userId);
    expectProblem(await redeem(token), 'token_refused');
    await aUser({ disabled: false }, userId);
    pass(SECOND);
    expect((await redeem(token)).status).toBe(200);
  });
});

describe('deleting a user', () => {
  it('is 204, and 404 from then on', async () => {
    const id = await aUser();
    const answer = await remove(id);
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expectConventionalHeaders(answer);
    expectProblem(await get(id), 'user_not_found');
    expectProblem(await remove(id), 'user_not_found');
    expectProblem(await send('POST', '/tokens', { key: admin, body: { userId: id } }), 'user_not_found');
  });

  it('refuses all their tokens for good: who gets the id later is somebody else', async () => {
    const userId = await aUser({ name: 'Jane Doe' });
    const { id, token } = await aToken({ userId, maxUses: null });
    expect((await redeem(token)).status).toBe(200);
    await remove(userId);
    expectProblem(await redeem(token), 'token_refused');
    const again = await put(userId, { ...JANE, name: 'Jane Roe' });
    expect(again.status).toBe(201);
    expectProblem(await redeem(token), 'token_refused');
    expect((await send('GET', `/tokens/${id}`, { key: admin })).body.user.name).toBeNull();
    const own = await aToken({ userId });
    expect((await redeem(own.token)).body.user.name).toBe('Jane Roe');
  });

  it('forgets that the user was disabled: the next of the id starts anew', async () => {
    const id = await aUser({ disabled: true });
    await remove(id);
    pass(MINUTE);
    const { body } = await put(id, JANE);
    expect(body).toMatchObject({ disabled: false, createdAt: inFuture(0) });
  });

  it('at once by several is done by one', async () => {
    const id = await aUser();
    const answers = await Promise.all([1, 2, 3].map(() => remove(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
  });
});
