import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../functions/routes.ts';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';

const { admin } = useService();

const concrete = (path: string) => path.replace('{id}', '0'.repeat(22));

describe('query strings', () => {
  const lists = ROUTES.filter(({ method, permission }) => method === 'GET' && permission !== 'public');
  it.each(lists)('$path refuses parameters it does not know, and says which', async ({ path }) => {
    const answer = await send('GET', `${concrete(path)}?nonsense=1`, { key: admin });
    expectProblem(answer, 'invalid_request', ['/nonsense']);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'no list knows the parameter «%s»',
    async (name) => {
      expectProblem(await send('GET', `/tokens?${name}=1`, { key: admin }), 'invalid_request', [`/${name}`]);
    },
  );

  it('every unknown parameter is named', async () => {
    const answer = await send('GET', '/tokens?a=1&b=2&status=lost&a%2Fb%7E=3', { key: admin });
    expectProblem(answer, 'invalid_request', ['/a', '/b', '/status', '/a~1b~0']);
  });

  it.each(['limit=1&limit=1', 'status=active&status=used', 'limit=1&%6Cimit=2', '__proto__=1&__proto__=2'])(
    'a repeated parameter is refused: %s',
    async (query) => {
      const answer = await send('GET', `/tokens?${query}`, { key: admin });
      expectProblem(answer, 'invalid_request', [`/${decodeURIComponent(query.split('=')[0] ?? '')}`]);
    },
  );

  it.each(['0', '101', '-1', '1.5', '1e1', '', '+5', ' 5', '٥', 'all'])('%j is no limit', async (limit) => {
    const answer = await send('GET', `/users?limit=${encodeURIComponent(limit)}`, { key: admin });
    expectProblem(answer, 'invalid_request', ['/limit']);
  });
});

describe('bodies', () => {
  const create = (options: Parameters<typeof send>[2]) => send('POST', '/tokens', { key: admin, ...options });
  const bodyOf = (bytes: number) => {
    const [head, tail] = ['{"nonsense":"', '"}'];
    return head + 'x'.repeat(bytes - head.length - tail.length) + tail;
  };

  it('may have 32 KiB', async () => {
    expectProblem(await create({ raw: bodyOf(32_768) }), 'invalid_request', ['/nonsense']);
  });

  it('of 32 KiB and a byte are too large', async () => {
    expectProblem(await create({ raw: bodyOf(32_769) }), 'payload_too_large');
    expectProblem(await create({ raw: `"${'é'.repeat(16_384)}"` }), 'payload_too_large');
  });

  it('mean the same in base64, as the gateway may send them', async () => {
    const answer = await create({ body: { extra: 'é 😀' }, base64: true });
    expect(answer.body.extra).toBe('é 😀');
    expectProblem(await create({ raw: bodyOf(32_768), base64: true }), 'invalid_request', ['/nonsense']);
    expectProblem(await create({ raw: bodyOf(32_769), base64: true }), 'payload_too_large');
  });

  it('that are no UTF-8 are refused, and not guessed at', async () => {
    const bytes = Buffer.from([...Buffer.from('{"extra":"'), 0xff, ...Buffer.from('"}')]);
    const answer = await create({ raw: bytes.toString('latin1'), base64: 'latin1' });
    expectProblem(answer, 'invalid_request');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/problem+json',
    '',
  ])('of the type «%s» are not supported', async (type) => {
    expectProblem(await create({ body: {}, headers: { 'content-type': type } }), 'unsupported_media_type');
  });

  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json ;charset=utf-8',
  ])('of the type «%s» are read', async (type) => {
    const answer = await create({ body: {}, headers: { 'content-type': type } });
    expect(answer.status, answer.text).toBe(201);
  });

  it.each(['', '{', '{"a":}', "{'a':1}", '{"a":1,}', 'undefined', '{}{}', '\uFEFF{}', '{"a":"\n"}', 'NaN'])(
    '%j is not JSON',
    async (raw) => {
      const answer = await create({ raw, headers: { 'content-type': 'application/json' } });
      expectProblem(answer, 'invalid_request', []);
    },
  );

  it.each(['null', '1', '"text"', 'true', '[]', '[{}]', '[1]'])('%s is not an object', async (raw) => {
    expectProblem(await create({ raw }), 'invalid_request');
  });

  it.each([
    '{"extra":"a","extra":"a"}',
    '{"extra":"a","e\\u0078tra":"b"}',
    '{"extra":{"a":1,"a":2}}',
    '{"extra":[{"a":1,"b":"{","a":2}]}',
    '{"__proto__":1,"__proto__":2}',
  ])('a member that stands twice is refused: %s', async (raw) => {
    const answer = await create({ raw });
    expectProblem(answer, 'invalid_request', []);
    expect(answer.body.detail).toContain('twice');
  });

  it('the same member in two objects, or in a text, does not stand twice', async () => {
    const raw = '{"ids":["\\"a\\":1,\\"a\\":2", "{\\"ids\\":1}"]}';
    const answer = await send('POST', '/tokens/delete', { key: admin, raw });
    expect(answer.status, answer.text).toBe(200);
  });

  it.each(['__proto__', 'constructor', 'toString', 'valueOf', 'nonsense', 'a/b~c', ''])(
    'no body knows the member «%s»',
    async (name) => {
      const raw = `{${JSON.stringify(name)}:{"type":"contact"}}`;
      const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      expectProblem(await create({ raw }), 'invalid_request', [pointer]);
    },
  );

  it('every field that is wrong is named, the unknown ones too', async () => {
    const body = { userId: '', purpose: 'fun', maxUses: 0, extra: 5, expiresAt: 'soon', one: 1, two: 2 };
    expectProblem(await create({ body }), 'invalid_request', [
      ...['/userId', '/purpose', '/maxUses', '/extra', '/expiresAt', '/one', '/two'],
    ]);
  });

  it('a pointer leads into a list', async () => {
    const answer = await send('POST', '/tokens/delete', {
      key: admin,
      body: { ids: ['a', 1, 'b', null] },
    });
    expectProblem(answer, 'invalid_request', ['/ids/1', '/ids/3']);
  });

  it('an empty body stands for {} where there is nothing that must be said', async () => {
    const { body } = await create({ body: {} });
    expect((await send('POST', `/tokens/${body.id}/rotate`, { key: admin })).status).toBe(200);
    expect((await send('POST', `/tokens/${body.id}/reveal`, { key: admin })).status).toBe(200);
  });
});
