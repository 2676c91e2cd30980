import { describe, expect, it } from 'vitest';
import { type Route, takesRememberedKey } from '../../functions/http/route.ts';
import { ROUTES } from '../../functions/routes.ts';
import { permits, ROLES, type Role } from '../../shared/principal/role.ts';
import { inScope, intersection, type Scope } from '../../shared/principal/scope.ts';
import { aribaRequest } from '../shared/punchout/documents.ts';
import { type Answer, send } from '../support/api.ts';
import { useService } from '../support/fixture.ts';
import { aToken, aUser, redeem } from '../support/given.ts';
import { makeKey } from '../support/keys.ts';

/**
 * Every route that changes, reveals or uses something, by each role, on a user inside and outside of the caller's domains;
 * and what is made, rotated and revealed in each order, against a plain model of what may hold.
 */

const { admin } = useService();

const HOME = 'acme.com';
const AWAY = 'globex.com';

/** A user with a token and keys, which routes are tried on. */
async function aTarget(domain: string) {
  const userId = await aUser({ email: `jane@${domain}` });
  const token = await aToken({ userId, maxUses: null });
  const body = { name: 'Buyer', role: 'procurement', identity: 'B', domain: 'D', userId };
  const key = (await send('POST', '/keys', { key: admin, body })).body;
  const agent = await makeKey('editor', [domain]);
  return { domain, userId, tokenId: token.id, token: token.token, keyId: key.id, agent: agent.slice(3, 25) };
}
type Target = Awaited<ReturnType<typeof aTarget>>;

const call = (method: string, path: string, key: string, body?: unknown) => send(method, path, { key, body });
const done = ({ status }: Answer) => status < 300;

/** A request of the route on a target, and whether it did what it is for. */
type Row = (target: Target, key: string) => Promise<boolean>;

const ROWS: Record<string, Row> = {
  'POST /tokens': async ({ userId }, key) =>
    done(await call('POST', '/tokens', key, { userId, ...IMPERSONATION })),
  'PATCH /tokens/{id}': async ({ tokenId }, key) =>
    done(await call('PATCH', `/tokens/${tokenId}`, key, { extra: 'x' })),
  'DELETE /tokens/{id}': async ({ tokenId }, key) => done(await call('DELETE', `/tokens/${tokenId}`, key)),
  'POST /tokens/delete': async ({ tokenId }, key) =>
    (await call('POST', '/tokens/delete', key, { ids: [tokenId] })).body.deleted?.length === 1,
  'POST /tokens/{id}/rotate': async ({ tokenId }, key) =>
    done(await call('POST', `/tokens/${tokenId}/rotate`, key)),
  'POST /tokens/{id}/reveal': async ({ tokenId }, key) =>
    done(await call('POST', `/tokens/${tokenId}/reveal`, key)),
  'POST /tokens/{id}/sessions/revoke': async ({ tokenId }, key) =>
    done(await call('POST', `/tokens/${tokenId}/sessions/revoke`, key)),
  'POST /tokens/redeem': async ({ token }, key) => done(await call('POST', '/tokens/redeem', key, { token })),
  'POST /users': async ({ domain }, key) =>
    done(await call('POST', '/users', key, { type: 'contact', name: 'New', email: `new@${domain}` })),
  'PUT /users/{id}': async ({ userId }, key) =>
    done(
      await call('PUT', `/users/${userId}`, key, { type: 'contact', name: 'Taken', email: `taken@${HOME}` }),
    ),
  'DELETE /users/{id}': async ({ userId }, key) => done(await call('DELETE', `/users/${userId}`, key)),
  'POST /users/{id}/sessions/revoke': async ({ userId }, key) =>
    done(await call('POST', `/users/${userId}/sessions/revoke`, key)),
  'POST /keys': async ({ userId, domain }, key) => {
    const buyer = { name: 'New', role: 'procurement', identity: 'B', domain: 'D' };
    const made = await Promise.all([
      call('POST', '/keys', key, { ...buyer, userId }),
      call('POST', '/keys', key, { ...buyer, domains: [domain] }),
    ]);
    expect(new Set(made.map(done)).size).toBe(1);
    return made.every(done);
  },
  'POST /keys/{id}/rotate': async ({ keyId }, key) => done(await call('POST', `/keys/${keyId}/rotate`, key)),
  'DELETE /keys/{id}': async ({ keyId }, key) => done(await call('DELETE', `/keys/${keyId}`, key)),
  'POST /principals/{id}/offboard': async ({ agent }, key) =>
    done(await call('POST', `/principals/key:${agent}/offboard`, key)),
};

/** The least that every role that may create a token at all may create. */
const IMPERSONATION = { purpose: 'impersonation', reason: 'Ticket 1' };

/** What a role may do to what it made itself, and not to these targets, which an administrator made. */
const OWN_ALONE: ReadonlySet<string> = new Set(['support DELETE /tokens/{id}']);

/** Routes that reach no user, token or key of somebody by an id. */
const ELSEWHERE: Record<string, string> = {
  'POST /sessions/exchange': 'takes a code of a use: the orders below end in uses',
  'POST /sessions/introspect': 'asks about a session of its caller',
  'POST /sessions/revoke': 'ends a session of its caller',
};

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
/** Only a principal without limit may call the others. */
const WRITING = ROUTES.filter(
  (route) =>
    route.permission !== 'public' &&
    !route.unlimitedOnly &&
    (!takesRememberedKey(route) || route.rememberedKey) &&
    !(nameOf(route) in ELSEWHERE),
);

it('every route that changes, reveals or uses something has a row here', () => {
  expect(WRITING.map(nameOf).sort()).toEqual(Object.keys(ROWS).sort());
});

describe.each(ROLES)('the role %s, limited to its domains', (role: Role) => {
  it.each(WRITING.map(nameOf))('%s: inside when permitted, and never outside', async (name) => {
    const route = WRITING.find((one) => nameOf(one) === name);
    const row = ROWS[name];
    if (!route || !row) throw new Error('the row was listed');
    const key = await makeKey(role, [HOME]);
    const permitted =
      permits(role, route.permission as Parameters<typeof permits>[1]) && !OWN_ALONE.has(`${role} ${name}`);
    expect(await row(await aTarget(HOME), key)).toBe(permitted);
    const outside = await aTarget(AWAY);
    const before = await stateOf(outside);
    expect(await row(outside, key)).toBe(false);
    expect(await stateOf(outside)).toEqual(before);
  });
});

/** What an administrator sees of a target; a refused attempt is counted, and changes nothing else. */
async function stateOf({ userId, tokenId, keyId }: Target) {
  const [user, token, keys] = await Promise.all([
    call('GET', `/users/${userId}`, admin),
    call('GET', `/tokens/${tokenId}`, admin),
    call('GET', '/keys?limit=100', admin),
  ]);
  const key = keys.body.items.find(({ id }: { id: string }) => id === keyId);
  const tokens = (await call('GET', `/tokens?userId=${userId}`, admin)).body.items.length;
  return { user: user.body, token: { ...token.body, failedAttempts: 0 }, key, tokens };
}

/** Administrators by their domains. */
const SCOPES: Record<string, Scope> = {
  unlimited: undefined,
  home: [HOME],
  both: [HOME, AWAY],
};
const MAKERS = Object.keys(SCOPES);
const DOMAINS = [HOME, AWAY, 'elsewhere.org'];
const pairs = <A, B>(one: readonly A[], other: readonly B[]) =>
  one.flatMap((a) => other.map((b) => [a, b] as const));

describe('a string', () => {
  const SECOND = [...pairs(['rotate', 'reveal'] as const, MAKERS)];
  const ORDERS = pairs(MAKERS, pairs([HOME, AWAY], SECOND)).map(
    ([maker, [domain, [action, other]]]) => [maker, domain, action, other] as const,
  );

  it.each(ORDERS)(
    'made by %s, with its user in %s then, and %sd by %s',
    async (maker, domain, action, other) => {
      const [made, second] = await Promise.all(
        [maker, other].map((name) => makeKey('admin', SCOPES[name] as string[] | undefined)),
      );
      if (!made || !second) throw new Error('two keys were made');
      const userId = await aUser({ email: `jane@${HOME}` });
      const move = (to: string) => aUser({ email: `jane@${to}` }, userId);
      const token = await call('POST', '/tokens', made, { userId, expiresAt: null, maxUses: null });
      let limits = SCOPES[maker];
      let string = token.body.token;

      await move(domain);
      const answer = await call('POST', `/tokens/${token.body.id}/${action}`, second);
      const allowed = inScope(SCOPES[other], { email: `jane@${domain}` });
      expect(answer.status).toBe(allowed ? 200 : 404);
      if (allowed) {
        string = answer.body.token;
        limits = action === 'rotate' ? SCOPES[other] : intersection(limits, SCOPES[other]);
      }
      for (const to of DOMAINS) {
        await move(to);
        expect((await redeem(string)).status, to).toBe(inScope(limits, { email: `jane@${to}` }) ? 200 : 401);
      }
    },
  );
});

describe('a procurement key for one user', () => {
  it.each(pairs(MAKERS, MAKERS))('made by %s and rotated by %s', async (maker, other) => {
    const [made, second] = await Promise.all(
      [maker, other].map((name) => makeKey('admin', SCOPES[name] as string[] | undefined)),
    );
    if (!made || !second) throw new Error('two keys were made');
    const userId = await aUser({ email: `jane@${HOME}` });
    const body = {
      name: 'Buyer',
      role: 'procurement',
      identity: 'AN01000000087',
      domain: 'NetworkId',
      userId,
    };
    const created = await call('POST', '/keys', made, body);
    const rotated = await call('POST', `/keys/${created.body.id}/rotate`, second);
    const limits = intersection(SCOPES[maker], SCOPES[other]);
    for (const to of DOMAINS) {
      await aUser({ email: `jane@${to}` }, userId);
      const { text } = await send('POST', '/punchout/cxml', {
        raw: aribaRequest({ secret: rotated.body.key }),
        headers: { 'content-type': 'text/xml' },
        base64: true,
      });
      expect(text.includes('StartPage'), to).toBe(inScope(limits, { email: `jane@${to}` }));
    }
  });
});
