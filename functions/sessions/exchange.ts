import { issueSession } from '../../shared/session/issue.ts';
import { exchangeCode } from '../../shared/sign-in/exchange.ts';
import { readCode } from '../../shared/sign-in/login-code.ts';
import { httpHandler } from '../http/http-handler.ts';
import { Problem } from '../http/problem.ts';
import { config } from '../runtime/config.ts';
import { db } from '../runtime/database.ts';
import { settings } from '../runtime/settings.ts';
import { signingKeys } from '../runtime/signing-keys.ts';
import { signInView } from '../views/sign-in.ts';
import { audienceOf } from './audience.ts';
import { exchangeSession as route } from './routes.ts';

/** The caller learns that the code was refused. The log has the reason. */
export const handler = httpHandler(route, async ({ body, principal, audit: { time }, log }) => {
  const issuer = config.appUrl;
  const [keys, inForce] = await Promise.all([signingKeys(time), settings(time)]);
  const code = await readCode(body.code, { issuer, keys, time });
  if (!code) {
    log({ exchange: 'refused', reason: 'invalid' });
    throw refused();
  }
  log({ tokenId: code.tokenId, sessionId: code.sessionId });
  const { id, scope } = principal;
  const exchange = await exchangeCode(db, code, { id, scope, attemptId: body.attemptId }, time);
  if (exchange.outcome === 'refused') {
    log({ exchange: exchange.outcome, reason: exchange.reason });
    throw refused();
  }
  log({ exchange: exchange.outcome });
  const issued = await issueSession(exchange, {
    issuer,
    audience: audienceOf(principal),
    keys,
    lifetimes: inForce,
  });
  const { procurement } = exchange;
  return {
    status: 200,
    body: { ...signInView(exchange, issued, time), ...(procurement && { procurement }) },
  };
});

const refused = (): Problem =>
  new Problem('code_refused', 'This code cannot be exchanged. Let the person open their link again.');
