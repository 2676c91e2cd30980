import { afterEach, describe, expect, it } from 'vitest';
import { db } from '../../../functions/runtime/database.ts';
import { handler as recordEvents } from '../../../functions/workers/record-history.ts';
import { send } from '../../support/api.ts';
import { heal, loseAnswers } from '../../support/faults.ts';
import { useService } from '../../support/fixture.ts';
import { aToken, aUser, unique } from '../../support/given.ts';
import { deliver, streamRecords } from '../../support/history.ts';
import { makeKey } from '../../support/keys.ts';

/** What an administrator does is one line of the history, though its answer was lost and somebody else was faster then. */

const { admin } = useService();
afterEach(() => heal(db));

type Request = [method: string, target: string, body?: object];
type Act = { act: Request; meanwhile: Request };
type Write = 'UpdateItem' | 'TransactWriteItems' | 'PutItem';

const JANE = { type: 'contact', name: 'Jane Doe' };
const onToken =
  (of: (target: string) => Request, token: object = {}) =>
  async (): Promise<Act> => {
    const { id } = await aToken({ maxUses: null, ...token });
    return { act: of(`/tokens/${id}`), meanwhile: ['PATCH', `/tokens/${id}`, { extra: unique('other') }] };
  };
const onUser =
  (of: (target: string) => Request, user?: Record<string, unknown>) => async (): Promise<Act> => {
    const target = `/users/${user ? await aUser(user) : unique('new-')}`;
    return { act: of(target), meanwhile: ['PUT', target, { ...JANE, name: unique('Other ') }] };
  };
const onKey = (of: (target: string) => Request) => async (): Promise<Act> => {
  const { body } = await send('POST', '/keys', { key: admin, body: { name: 'Key', role: 'viewer' } });
  return { act: of(`/keys/${body.id}`), meanwhile: ['POST', `/keys/${body.id}/rotate`, {}] };
};

describe('an act whose answer was lost, with another change since, is one event', () => {
  it.each<[type: string, Write, domains: string[] | undefined, prepare: () => Promise<Act>]>([
    ['token.updated', 'UpdateItem', undefined, onToken((at) => ['PATCH', at, { extra: 'mine' }])],
    ['token.disabled', 'UpdateItem', undefined, onToken((at) => ['PATCH', at, { status: 'disabled' }])],
    ['token.rotated', 'UpdateItem', undefined, onToken((at) => ['POST', `${at}/rotate`, {}])],
    ['token.revealed', 'UpdateItem', undefined, onToken((at) => ['POST', `${at}/reveal`])],
    ['token.sessions_revoked', 'UpdateItem', undefined, onToken((at) => ['POST', `${at}/sessions/revoke`])],
    [
      'token.revealed',
      'UpdateItem',
      ['acme.com'],
      async () => onToken((at) => ['POST', `${at}/reveal`], { userId: await aUser() })(),
    ],
    ['user.created', 'TransactWriteItems', undefined, onUser((at) => ['PUT', at, JANE])],
    ['user.updated', 'TransactWriteItems', undefined, onUser((at) => ['PUT', at, JANE], {})],
    [
      'user.disabled',
      'TransactWriteItems',
      undefined,
      onUser((at) => ['PUT', at, { ...JANE, disabled: true }], {}),
    ],
    [
      'user.sessions_revoked',
      'TransactWriteItems',
      undefined,
      onUser((at) => ['POST', `${at}/sessions/revoke`], {}),
    ],
    ['key.rotated', 'UpdateItem', undefined, onKey((at) => ['POST', `${at}/rotate`, {}])],
    [
      'settings.updated',
      'PutItem',
      undefined,
      async () => ({
        act: ['PUT', '/settings', {}],
        meanwhile: ['PUT', '/settings', { sessionLifetime: 7200 }],
      }),
    ],
  ])('%s by %s, limited to %s', async (type, write, domains, prepare) => {
    const key = await makeKey('admin', domains);
    const { act, meanwhile } = await prepare();
    const as = (who: string, [method, target, body]: Request) => send(method, target, { key: who, body });
    // The first use of a day marks the key, by a write of its own.
    for (const who of [key, admin]) await send('GET', '/me', { key: who });
    const between: number[] = [];
    const answers = loseAnswers(db, write, {
      meanwhile: async () => between.push((await as(admin, meanwhile)).status),
    });
    const { status, text } = await as(key, act);
    expect(status, text).toBeLessThan(300);
    expect(answers.lost).toBe(1);
    for (const one of between) expect(one).toBeLessThan(300);

    for (const table of ['tokens', 'users', 'keys', 'settings'] as const)
      await deliver(recordEvents, await streamRecords(table));
    const { items } = (await send('GET', `/events?by=key:${key.slice(3, 25)}`, { key: admin })).body;
    expect(items.map((event: { type: string }) => event.type)).toEqual([type]);
  });
});
