import { sessionClaims, verifyAccessToken } from '../../shared/session/access-token.ts';
import { isActive } from '../../shared/session/introspect.ts';
import { oauthHandler } from '../http/oauth-handler.ts';
import { config } from '../runtime/config.ts';
import { db } from '../runtime/database.ts';
import { publishedKeys } from '../runtime/published-keys.ts';
import { audienceOf } from './audience.ts';
import { introspectSession as route } from './routes.ts';

/**
 * RFC 7662. The response is the same for a session of another storefront (section 4), a session that has ended, and text
 * that is no access token (section 2.2).
 */
export const handler = oauthHandler(route, async ({ body, principal, audit: { time }, log }) => {
  const context = { issuer: config.appUrl, keys: await publishedKeys(time), time };
  const session = await verifyAccessToken(body.token, context);
  log({ sessionId: session?.id });
  const active =
    session?.audience === audienceOf(principal) &&
    (await isActive(db, session, { scope: principal.scope, time }));
  return {
    status: 200,
    body: active
      ? {
          active,
          token_type: 'Bearer',
          ...(session.userId !== undefined && { username: session.userId }),
          ...sessionClaims(session, config.appUrl),
        }
      : { active: false },
  };
});
