import { redeem } from '../../shared/token/redeem.ts';
import { Problem } from '../http/problem.ts';
import { serve } from '../http/serve.ts';
import { db } from '../runtime/database.ts';
import { userView } from '../users/view.ts';
import { redeem as route } from './routes.ts';
import { tokenView } from './view.ts';

/** The caller learns that the token was refused. Why is between us, the log and the history. */
export const handler = serve(route, async ({ body, principal, origin, log }) => {
  const redemption = await redeem(db, {
    token: body.token,
    attemptId: body.attemptId,
    origin: { time: origin.time, by: origin.by, ip: body.ip, userAgent: body.userAgent },
    scope: principal.scope,
  });
  switch (redemption.outcome) {
    case 'redeemed': {
      const { outcome, token, user } = redemption;
      log({ outcome, tokenId: token.id });
      return {
        status: 200,
        body: { token: tokenView(token, user ?? undefined, origin.time), user: user && userView(user) },
      };
    }
    case 'refused':
      log(redemption);
      throw new Problem('token_refused', 'This token cannot be used. Ask for a new one.');
  }
});
