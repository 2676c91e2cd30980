import { toSeconds } from '../../shared/clock.ts';
import { holdsCredential } from '../../shared/crypto/credential.ts';
import { sha256 } from '../../shared/crypto/secret.ts';
import { createToken } from '../../shared/token/create.ts';
import { Problem } from '../http/problem.ts';
import { serve } from '../http/serve.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { refusal } from './refusals.ts';
import { create as route } from './routes.ts';
import { etag, stringView, tokenView } from './view.ts';

/** How long a token lives when nobody says, in seconds. */
const DEFAULT_LIFETIME = 86_400;

export const handler = serve(route, async ({ body, principal, origin, header, log }) => {
  const { userId, purpose, extra = null, reason = null, expiresIn = DEFAULT_LIFETIME } = body;
  const {
    expiresAt = toSeconds(origin.time) + expiresIn,
    oneTimeUse,
    maxUses = oneTimeUse === false ? null : 1,
  } = body;
  const key = idempotencyKey(header('idempotency-key'));
  const creation = await createToken(
    { db, sealer },
    { userId, purpose, expiresAt, maxUses, extra, reason },
    {
      origin,
      scope: principal.scope,
      idempotency: key === undefined ? undefined : { key, requestHash: sha256(JSON.stringify(body)) },
    },
  );
  switch (creation.outcome) {
    case 'created':
    case 'repeated': {
      const { outcome, token, user, string } = creation;
      log({ tokenId: token.id });
      return {
        status: outcome === 'created' ? 201 : 200,
        headers: { Location: `/tokens/${token.id}`, ...etag(token) },
        body: { ...tokenView(token, user, origin.time), ...stringView(string) },
      };
    }
    case 'idempotency_conflict':
      throw new Problem(
        'idempotency_conflict',
        'This Idempotency-Key was used for another body, or its token was changed or deleted since. Use a new key.',
      );
    default:
      throw refusal(creation.outcome);
  }
});

function idempotencyKey(header: string | undefined): string | undefined {
  if (header !== undefined && (!/^[\x21-\x7e]{1,64}$/.test(header) || holdsCredential(header))) {
    throw new Problem(
      'invalid_request',
      'An Idempotency-Key has 1 to 64 visible ASCII characters, and is no secret.',
    );
  }
  return header;
}
