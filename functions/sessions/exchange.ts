import { issueSession } from '../../shared/session/issue.ts';
import { exchangeCode } from '../../shared/sign-in/exchange.ts';
import { verifyCode } from '../../shared/sign-in/login-code.ts';
import { httpHandler } from '../http/http-handler.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { signInView } from '../views/sign-in.ts';
import { exchangeSession as route } from './routes.ts';
import { sessionParametersOf } from './session-parameters.ts';

/** The response does not tell why a code is refused. The log does. */
export const handler = httpHandler(route, async ({ body, principal, audit: { time }, log }) => {
  const issuer = await sessionParametersOf(principal, time);
  const code = await verifyCode(body.code, { issuer: issuer.issuer, keys: issuer.keys, time });
  if (!code) {
    log({ exchange: 'refused', reason: 'invalid' });
    throw codeRefused();
  }
  log({ tokenId: code.tokenId, sessionId: code.sessionId });
  const { id, scope } = principal;
  const exchange = await exchangeCode(db, code, { id, scope, attemptId: body.attemptId }, time);
  switch (exchange.outcome) {
    case 'refused':
      log({ exchange: exchange.outcome, reason: exchange.reason });
      throw codeRefused();
    case 'exchanged': {
      const { procurement } = exchange;
      const issued = await issueSession(exchange, issuer);
      if (!issued) {
        log({ exchange: 'refused', reason: 'session_over' });
        throw codeRefused();
      }
      log({ exchange: exchange.outcome });
      return {
        status: 200,
        body: { ...signInView(exchange, issued, { scope, time }), ...(procurement && { procurement }) },
      };
    }
  }
});

const codeRefused = (): Problem =>
  new Problem('code_refused', 'This code cannot be exchanged. Let the person open their link again.');
