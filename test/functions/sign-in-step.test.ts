import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StepRule } from '../../shared/sign-in/step.ts';
import { aribaRequest } from '../shared/punchout/documents.ts';
import { type Answer, send } from '../support/api.ts';
import { expectPage } from '../support/expect-page.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { useService } from '../support/fixture.ts';
import { aToken, aUser, CALLBACK, pressContinue, redeem, unique } from '../support/given.ts';
import { ADMIN } from '../support/keys.ts';

/** While no door can ask for a further step, a use that needs one signs nobody in. */

vi.mock('../../functions/runtime/sign-in.ts', async () => {
  const { db } = await import('../../functions/runtime/database.ts');
  const stepRules: readonly StepRule[] = [() => 'second_factor'];
  return { signInCollaborators: { db, stepRules } };
});

afterAll(() => vi.doUnmock('../../functions/runtime/sign-in.ts'));

const { log } = useService({ frozen: true, settings: { callbackUrl: CALLBACK } });

const aTokenOfUser = async (purpose: string) => aToken({ userId: await aUser(), purpose });

/** The start page of a cXML punch-out: its path with the query, and the token's id. */
async function aStartPage(): Promise<{ id: string; target: string }> {
  const body = {
    name: unique('System '),
    role: 'procurement',
    identity: 'AN01000000087',
    domain: 'NetworkId',
    userId: await aUser(),
  };
  const { body: key } = await send('POST', '/keys', { key: ADMIN, body });
  const answer = await send('POST', '/punchout/cxml', {
    raw: aribaRequest({ secret: key.key }),
    headers: { 'content-type': 'text/xml' },
  });
  const [, target = '', token = ''] = /(\/punchout\/cxml\?token=(lt_\w+))/.exec(answer.text) ?? [];
  expect(token, answer.text).not.toBe('');
  return { id: token.slice(3, 25), target };
}

type Use = { id: string; use: () => Promise<Answer> };

/** Every way to use a token. The doors of browsers refuse with a page, the API with a problem document. */
const DOORS: readonly [string, string, () => Promise<Use>][] = [
  [
    'POST /login',
    'page',
    async () => {
      const { id, token } = await aTokenOfUser('login');
      return { id, use: () => pressContinue(token) };
    },
  ],
  [
    'GET /punchout/oci',
    'page',
    async () => {
      const { id, token } = await aToken({ userId: await aUser(), purpose: 'procurement', maxUses: 1 });
      const query = new URLSearchParams({ token, HOOK_URL: 'https://srm.partner.example/hook' });
      return { id, use: () => send('GET', `/punchout/oci?${query}`) };
    },
  ],
  [
    'GET /punchout/cxml',
    'page',
    async () => {
      const { id, target } = await aStartPage();
      return { id, use: () => send('GET', target) };
    },
  ],
  [
    'POST /tokens/redeem',
    'problem',
    async () => {
      const { id, token } = await aTokenOfUser('login');
      return { id, use: () => redeem(token) };
    },
  ],
];

describe.each(DOORS)('a use at %s that needs a further step', (route, format, given) => {
  let id: string;
  let answer: Answer;
  let line: ReturnType<typeof log.last>;

  beforeAll(async () => {
    const attempt = await given();
    id = attempt.id;
    answer = await attempt.use();
    line = log.last();
  });

  it('is refused, and yields neither a code nor a session', () => {
    if (format === 'page') expectPage(answer, 401);
    else expectProblem(answer, 'token_refused');
    expect(answer.headers.Location).toBeUndefined();
    expect(answer.text).not.toMatch(/eyJ|accessToken|code=/);
  });

  it('has spent the token', async () => {
    const { body } = await send('GET', `/tokens/${id}`, { key: ADMIN });
    expect(body).toMatchObject({ status: 'used', uses: 1, successfulAttempts: 1, failedAttempts: 0 });
  });

  it('is logged as refused, with the step as the reason', () => {
    expect(line).toMatchObject({
      route,
      status: 401,
      tokenId: id,
      outcome: 'refused',
      reason: 'step_required',
    });
    expect(line.sessionId).toBeUndefined();
  });
});
