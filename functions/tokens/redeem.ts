import { clock } from '../../shared/clock.ts';
import type { Door } from '../../shared/sign-in/door.ts';
import { sessionIssuer, signIn } from '../../shared/sign-in/sign-in.ts';
import { unbound } from '../../shared/token/conditions.ts';
import { httpHandler } from '../http/http-handler.ts';
import { tokenRefused } from '../http/problem.ts';
import { signInCollaborators } from '../runtime/sign-in.ts';
import { sessionParametersOf } from '../sessions/session-parameters.ts';
import { signInView } from '../views/sign-in.ts';
import { signInLogFields } from '../views/sign-in-log.ts';
import { viewerOf } from '../views/viewer.ts';
import { redeemToken as route } from './routes.ts';

export const handler = httpHandler(route, async (request) => {
  const { body, principal, audit, log } = request;
  const { token, attemptId, ip, userAgent } = body;
  const door: Door = { by: audit.by, scope: principal.scope, accepts: [unbound] };
  const issuer = await sessionParametersOf(principal, audit.time);
  const result = await signIn(
    signInCollaborators,
    door,
    { token, attemptId, audit: { time: clock(), ip, userAgent } },
    sessionIssuer(issuer),
  );
  log(signInLogFields(result));
  switch (result.outcome) {
    case 'signed_in':
      return { status: 200, body: signInView(result.redeemed, result.proof, viewerOf(request)) };
    case 'step_required':
    // The API has no request for a further step yet, so the storefront gets no session.
    case 'refused':
      throw tokenRefused();
  }
});
