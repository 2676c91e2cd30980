import { describe, expect, it, vi } from 'vitest';
import { ROUTES } from '../../../functions/routes.ts';
import { send } from '../../support/api.ts';
import { makeToken } from '../../support/domain.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';

const SECRET = 'what-the-distribution-brings-along';
vi.hoisted(() => {
  process.env.ORIGIN_SECRET = 'what-the-distribution-brings-along';
});

const { admin, log } = useService();

const concrete = (path: string) => path.replace('{id}', '0'.repeat(22));
const through = { 'x-origin-secret': SECRET };

describe('where something stands in front of the API', () => {
  it.each(ROUTES)('$method $path is not there for whoever passes it by', async ({ method, path }) => {
    const answer = await send(method, concrete(path), { headers: { 'x-viewer-address': '203.0.113.9' } });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain(SECRET);
  });

  it.each(['', 'wrong', `${SECRET}x`, SECRET.slice(1), SECRET.toUpperCase()])(
    'the secret «%s» is as none',
    async (secret) => {
      expectProblem(await send('GET', '/health', { headers: { 'x-origin-secret': secret } }), 'forbidden');
      expect(log.last()).toMatchObject({
        credential: 'origin_secret',
        refusal: secret === '' ? 'missing' : 'wrong_secret',
        ip: '192.0.2.1',
        refusedCredentials: 1,
      });
    },
  );

  it('a path that is none is not told from others to whoever passes it by', async () => {
    expectProblem(await send('GET', '/nowhere'), 'forbidden');
    expectProblem(await send('GET', '/nowhere', { headers: through }), 'not_found');
  });

  it('what came through it is answered as ever', async () => {
    expect((await send('GET', '/health', { headers: through })).status).toBe(200);
    expectProblem(await send('GET', '/me', { headers: through }), 'unauthenticated');
  });

  it('the address that it names is the one of the history', async () => {
    const { db } = await import('../../../functions/runtime/database.ts');
    const { getToken } = await import('../../../shared/token/token-store.ts');
    const { id } = await makeToken(db);
    const revealed = (headers: Record<string, string>) =>
      send('POST', `/tokens/${id}/reveal`, {
        key: admin,
        headers: { ...through, ...headers },
        ip: '192.0.2.1',
      });
    await revealed({ 'x-viewer-address': '2001:db8::7' });
    expect((await getToken(db, id))?.lastEvent.ip).toBe('2001:db8::7');
    await revealed({ 'x-viewer-address': 'nonsense' });
    expect((await getToken(db, id))?.lastEvent.ip).toBe('192.0.2.1');
  });

  it('the secret is in no log line', () => {
    expect(JSON.stringify(log.lines())).not.toContain(SECRET);
  });
});
