import { beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';
import { aToken, aUser, idsOf } from '../../support/given.ts';

const { admin } = useService({ frozen: true });

const FORMS = ['münchen.de', 'xn--mnchen-3ya.de', 'MÜNCHEN.DE'];
const OTHERS = ['munchen.de', 'muenchen.de', 'xn--mnchen-3ya.de.evil.example'];

let inside: string[];
let outside: string[];

beforeAll(async () => {
  const make = (domains: readonly string[]) =>
    Promise.all(domains.map((domain, at) => aUser({ email: `person-${at}@${domain}` })));
  inside = await make(FORMS);
  outside = await make(OTHERS);
});

async function keyFor(role: string, domain: string): Promise<string> {
  const body = { name: 'Limited', role, domains: [domain] };
  const { status, body: made } = await send('POST', '/keys', { key: admin, body });
  expect([status, made.domains]).toEqual([201, ['xn--mnchen-3ya.de']]);
  return made.key;
}

describe.each(FORMS)('a key that is limited to %s', (domain) => {
  it('sees the users of every form of the domain, and no others', async () => {
    const key = await keyFor('viewer', domain);
    for (const id of inside) expect((await send('GET', `/users/${id}`, { key })).status).toBe(200);
    for (const id of outside) expectProblem(await send('GET', `/users/${id}`, { key }), 'user_not_found');
    expect(idsOf(await send('GET', '/users?limit=100', { key })).sort()).toEqual([...inside].sort());
  });

  it('keeps users of every form, and no others', async () => {
    const key = await keyFor('editor', domain);
    const put = (id: string, email: string) =>
      send('PUT', `/users/${id}`, { key, body: { type: 'contact', name: 'Jane Doe', email } });
    for (const [at, form] of FORMS.entries())
      expect((await put(inside[at] ?? '', `person-${at}@${form}`)).status).toBe(200);
    for (const other of OTHERS) expectProblem(await put(inside[0] ?? '', `x@${other}`), 'forbidden');
  });

  it('lets in the users of every form, and no others', async () => {
    const key = await keyFor('storefront', domain);
    const redeem = async (userId: string) => {
      const { token } = await aToken({ userId });
      return send('POST', '/tokens/redeem', { key, body: { token } });
    };
    for (const id of inside) expect((await redeem(id)).status).toBe(200);
    for (const id of outside) expectProblem(await redeem(id), 'token_refused');
  });
});

it.each(FORMS)('users are found by %s, whichever form their address has', async (domain) => {
  for (const [at, id] of inside.entries()) {
    const search = encodeURIComponent(`person-${at}@${domain}`);
    expect(idsOf(await send('GET', `/users?search=${search}`, { key: admin }))).toContain(id);
  }
});

it.each(['+', '+31', '+31612', '+31612345678@'])(
  'a user is found by «%s», how the address begins',
  async (prefix) => {
    const id = await aUser({ name: 'By Phone', email: '+31612345678@sms.example' });
    const search = encodeURIComponent(prefix);
    expect(idsOf(await send('GET', `/users?search=${search}&limit=100`, { key: admin }))).toContain(id);
  },
);
