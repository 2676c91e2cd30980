import { newId } from '../../shared/crypto/id.ts';
import { attemptMark } from '../../shared/sign-in/attempt.ts';
import { exchangeCode } from '../../shared/sign-in/exchange.ts';
import { readCode } from '../../shared/sign-in/login-code.ts';
import { Problem } from '../http/problem.ts';
import { serve } from '../http/serve.ts';
import { config } from '../runtime/config.ts';
import { db } from '../runtime/database.ts';
import { settings } from '../runtime/settings.ts';
import { signingKeys } from '../runtime/signing-keys.ts';
import { signInAnswer } from '../views/sign-in.ts';
import { audienceOf } from './audience.ts';
import { exchange as route } from './routes.ts';

/** The caller learns that the code was refused. Why is between us and the log. */
export const handler = serve(route, async ({ body, principal, origin: { time }, log }) => {
  const [keys, present] = await Promise.all([signingKeys(time), settings(time)]);
  const code = await readCode(body.code, { issuer: config.appUrl, keys, time });
  if (!code) {
    log({ exchange: 'refused', reason: 'invalid' });
    throw refused();
  }
  log({ tokenId: code.tokenId, sessionId: code.sessionId });
  const attempt = attemptMark(principal.id, body.attemptId ?? newId(time));
  const exchange = await exchangeCode(db, code, { attempt, scope: principal.scope, time });
  if (exchange.outcome === 'refused') {
    log({ exchange: exchange.outcome, reason: exchange.reason });
    throw refused();
  }
  log({ exchange: exchange.outcome });
  const { procurement } = exchange;
  const answer = await signInAnswer(exchange, {
    audience: audienceOf(principal),
    keys,
    settings: present,
    time,
  });
  return { status: 200, body: { ...answer, ...(procurement && { procurement }) } };
});

const refused = (): Problem =>
  new Problem('code_refused', 'This code cannot be exchanged. Let the person open their link again.');
