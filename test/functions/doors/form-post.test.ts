import { describe, expect, it } from 'vitest';
import { type Answer, send } from '../../support/api.ts';
import { expectPage } from '../../support/expect-page.ts';
import { useService } from '../../support/fixture.ts';
import { aToken, aUser, CALLBACK, exchange, pressContinue } from '../../support/given.ts';
import { directive, elementsOf, fieldsOf } from '../pages/page-parts.ts';

/** The response mode `form_post`: the code is in the body of a form, and in no address. */

const APP = 'com.example.app:/callback';
const SETTINGS = {
  callbackUrl: `${CALLBACK}?shop=1&x`,
  allowedReturnUrls: [APP],
  responseMode: 'form_post',
  shopName: 'Acme',
  frameAncestors: ['https://procurement.example'],
};
const { admin, log } = useService({ frozen: true, settings: SETTINGS });

const policyOf = ({ headers }: Answer) => headers['Content-Security-Policy'] ?? '';

describe('a press', () => {
  it('is answered with a page that posts the code to the callback', async () => {
    const userId = await aUser();
    const { id, token } = await aToken({ userId });
    const answer = await pressContinue(token);
    expectPage(answer, 200);
    expect(elementsOf(answer.text, 'form')).toEqual([
      `<form method="post" action="${CALLBACK}?shop=1&amp;x" autocomplete="off">`,
    ]);
    expect(elementsOf(answer.text, 'button')).toEqual(['<button>']);
    const fields = fieldsOf(answer.text);
    expect(Object.keys(fields)).toEqual(['code']);
    const session = await exchange(fields.code ?? '');
    expect([session.status, session.body.user.id]).toEqual([200, userId]);
    expect((await send('GET', `/tokens/${id}`, { key: admin })).body.successfulAttempts).toBe(1);
  });

  it('has the code in no header and no log line', async () => {
    const answer = await pressContinue((await aToken()).token);
    const { code = '' } = fieldsOf(answer.text);
    expect(code.length).toBeGreaterThan(100);
    expect(JSON.stringify(answer.headers) + log.text()).not.toContain(code.split('.')[2]);
    expect(answer.headers.Location).toBeUndefined();
    expect(answer.headers['Referrer-Policy']).toBe('no-referrer');
    expect(answer.headers['Cache-Control']).toBe('no-store');
  });

  it.each(['xyz', 'a"\'<b>&amp;+ %', '😀 é \u202e', ' '])(
    'brings the state to the letter: %j',
    async (state) => {
      const answer = await pressContinue((await aToken()).token, { state });
      expect(fieldsOf(answer.text).state).toBe(state);
    },
  );

  it('lets the page run one script, and the form lead to where a storefront may', async () => {
    const policy = policyOf(await pressContinue((await aToken()).token));
    expect(directive(policy, 'default-src')).toBe("'none'");
    expect(directive(policy, 'script-src')).toMatch(/^'sha256-[^ ]+'$/);
    expect(directive(policy, 'form-action')).toBe("'self' https: com.example.app:");
    expect(directive(policy, 'frame-ancestors')).toBe('https://procurement.example');
  });

  it('is in the language of the page', async () => {
    const { text } = await pressContinue((await aToken()).token, { locale: 'sv' });
    expect(text).toContain('<html lang="sv"');
    expect(text).toContain('Tryck på Fortsätt en gång till');
  });

  it('that leads to an app is a redirect: an app takes no form', async () => {
    const answer = await pressContinue((await aToken()).token, { return_to: APP, state: 'x' });
    expect(answer.status).toBe(303);
    expect(answer.headers.Location).toMatch(/^com\.example\.app:\/callback\?code=[\w.-]+&state=x$/);
  });

  it('that is repeated is the same sign-in', async () => {
    const { id, token } = await aToken();
    const codes = await Promise.all(
      [1, 2].map(async () => fieldsOf((await pressContinue(token, { attempt: 'one' })).text).code ?? ''),
    );
    const sessions = await Promise.all(codes.map(async (code) => (await exchange(code)).body.session.id));
    expect(sessions[0]).toBe(sessions[1]);
    expect((await send('GET', `/tokens/${id}`, { key: admin })).body.successfulAttempts).toBe(1);
  });

  it('that is refused is answered as ever', async () => {
    const { token } = await aToken();
    await pressContinue(token);
    expectPage(await pressContinue(token), 401);
    expectPage(await pressContinue('x'), 400);
  });
});

it('the doors of procurement answer so too, in any frame', async () => {
  const { token } = await aToken({ userId: await aUser(), purpose: 'procurement', maxUses: 2 });
  const query = new URLSearchParams({ token, HOOK_URL: 'https://erp.example/back' });
  for (const method of ['GET', 'POST']) {
    const answer = await send(
      method,
      `/punchout/oci?${query}`,
      method === 'POST' ? { form: { x: '1' } } : {},
    );
    expectPage(answer, 200);
    expect(directive(policyOf(answer), 'frame-ancestors')).toBe('https: http:');
    const { body } = await exchange(fieldsOf(answer.text).code ?? '');
    expect(body.procurement.hookUrl).toBe('https://erp.example/back');
  }
});
