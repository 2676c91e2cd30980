import { clock } from '../../shared/clock.ts';
import type { Door } from '../../shared/sign-in/door.ts';
import { sessionIssuer, signIn } from '../../shared/sign-in/sign-in.ts';
import { unbound } from '../../shared/token/token-condition.ts';
import { httpHandler } from '../http/http-handler.ts';
import { Problem } from '../http/problem.ts';
import { config } from '../runtime/config.ts';
import { settings } from '../runtime/settings.ts';
import { signInCollaborators } from '../runtime/sign-in.ts';
import { signingKeys } from '../runtime/signing-keys.ts';
import { audienceOf } from '../sessions/audience.ts';
import { signInView } from '../views/sign-in.ts';
import { redeemToken as route } from './routes.ts';

/** The caller learns that the token was refused. The log and the history have the reason. */
export const handler = httpHandler(route, async ({ body, principal, audit, log }) => {
  const { time, by: actor } = audit;
  // Read before the token is used: a use that yields no session would be lost.
  const [keys, lifetimes] = await Promise.all([signingKeys(time), settings(time)]);
  const { token, attemptId, ip, userAgent } = body;
  const door: Door = { actor, scope: principal.scope, accepts: [unbound] };
  const outcome = await signIn(
    signInCollaborators,
    door,
    { token, attemptId, audit: { time: clock(), ip, userAgent } },
    sessionIssuer({ issuer: config.appUrl, audience: audienceOf(principal), keys, lifetimes }),
  );
  switch (outcome.outcome) {
    case 'signed_in': {
      const { redeemed, proof } = outcome;
      log({ outcome: redeemed.outcome, tokenId: redeemed.token.id, sessionId: redeemed.sessionId });
      return { status: 200, body: signInView(redeemed, proof, time) };
    }
    case 'step_required':
      // A storefront that cannot ask for the step gets no session without it.
      log({ outcome: 'refused', reason: 'step_required', tokenId: outcome.redeemed.token.id });
      throw refused();
    case 'refused':
      log(outcome);
      throw refused();
  }
});

const refused = (): Problem => new Problem('token_refused', 'This token cannot be used. Ask for a new one.');
