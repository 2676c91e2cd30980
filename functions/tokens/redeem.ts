import { clock } from '../../shared/clock.ts';
import { redeem } from '../../shared/sign-in/redeem.ts';
import { Problem } from '../http/problem.ts';
import { serve } from '../http/serve.ts';
import { db } from '../runtime/database.ts';
import { settings } from '../runtime/settings.ts';
import { signingKeys } from '../runtime/signing-keys.ts';
import { audienceOf } from '../sessions/audience.ts';
import { signInAnswer } from '../views/sign-in.ts';
import { redeem as route } from './routes.ts';

/** The caller learns that the token was refused. Why is between us, the log and the history. */
export const handler = serve(route, async ({ body, principal, origin, log }) => {
  const { time } = origin;
  // Before the token is used: a use that yields no session would be lost.
  const [keys, present] = await Promise.all([signingKeys(time), settings(time)]);
  const redemption = await redeem(db, {
    token: body.token,
    attemptId: body.attemptId,
    origin: { time: clock(), by: origin.by, ip: body.ip, userAgent: body.userAgent },
    scope: principal.scope,
  });
  switch (redemption.outcome) {
    case 'redeemed': {
      const { outcome, token, sessionId } = redemption;
      log({ outcome, tokenId: token.id, sessionId });
      const context = { audience: audienceOf(principal), keys, settings: present, time };
      return { status: 200, body: await signInAnswer(redemption, context) };
    }
    case 'refused':
      log(redemption);
      throw new Problem('token_refused', 'This token cannot be used. Ask for a new one.');
  }
});
