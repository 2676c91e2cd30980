import { verifyAccessToken } from '../../shared/session/access-token.ts';
import { endSession } from '../../shared/session/session-store.ts';
import { oauthHandler } from '../http/oauth-handler.ts';
import { Problem } from '../http/problem.ts';
import { config } from '../runtime/config.ts';
import { db } from '../runtime/database.ts';
import { publishedKeys } from '../runtime/published-keys.ts';
import { audienceOf } from './audience.ts';
import { revokeSession as route } from './routes.ts';

/** RFC 7009, section 2.2: text that is no access token is answered with 200 too. */
export const handler = oauthHandler(route, async ({ body, principal, audit: { time }, log }) => {
  const context = { issuer: config.appUrl, keys: await publishedKeys(time), time };
  const session = await verifyAccessToken(body.token, context);
  if (!session) return { status: 200 };
  log({ sessionId: session.id });
  if (session.audience !== audienceOf(principal))
    throw new Problem('forbidden', 'This session is of another storefront.');
  await endSession(db, session.id, time);
  return { status: 200 };
});
