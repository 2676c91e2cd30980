import { toSeconds } from '../../shared/clock.ts';
import { holdsCredential } from '../../shared/crypto/credential-pattern.ts';
import { sha256 } from '../../shared/crypto/secret.ts';
import { permits } from '../../shared/principal/role.ts';
import { retentionOf } from '../../shared/settings/settings.ts';
import { exceededImpersonationLimits } from '../../shared/token/change.ts';
import { createToken } from '../../shared/token/create.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { etag } from '../http/etag.ts';
import { Problem } from '../http/problem.ts';
import { db } from '../runtime/database.ts';
import { sealer } from '../runtime/sealer.ts';
import { cachedSettings } from '../runtime/settings.ts';
import { tokenStringView, tokenView } from '../views/token.ts';
import { viewerOf } from '../views/viewer.ts';
import { impersonationProblem, tokenProblem } from './problems.ts';
import { createToken as route } from './routes.ts';

/** The default lifetime in seconds. Procurement systems store their token for months. */
const DEFAULT_LIFETIME = { login: 86_400, impersonation: 86_400, procurement: 90 * 86_400 } as const;

export const handler = adminHandler(route, async (request) => {
  const { body, principal, audit, header, log } = request;
  const { userId, purpose, extra = null, reason = null, expiresIn = DEFAULT_LIFETIME[purpose] } = body;
  const {
    expiresAt = toSeconds(audit.time) + expiresIn,
    oneTimeUse,
    maxUses = (oneTimeUse ?? purpose !== 'procurement') ? 1 : null,
  } = body;
  if (purpose !== 'impersonation' && !permits(principal.role, 'tokens:write'))
    throw new Problem(
      'forbidden',
      `The role ${principal.role} makes tokens for impersonation alone: every other one takes the permission tokens:write.`,
    );
  const key = idempotencyKey(header('idempotency-key'));
  const beyond = exceededImpersonationLimits({
    purpose,
    createdAt: toSeconds(audit.time),
    expiresAt,
    maxUses,
  });
  if (beyond.length > 0) throw impersonationProblem(beyond, body);
  const settings = await cachedSettings(audit.time);
  // A repeat comes later, so a lifetime is compared as a lifetime.
  const expiry = body.expiresAt === undefined ? { expiresIn } : { expiresAt };
  const meant = { userId, purpose, ...expiry, maxUses, extra, reason };
  const creation = await createToken(
    { db, sealer },
    { userId, purpose, expiresAt, maxUses, extra, reason },
    {
      audit,
      scope: principal.scope,
      retention: retentionOf(settings),
      idempotency: key === undefined ? undefined : { key, requestHash: sha256(JSON.stringify(meant)) },
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
        body: { ...tokenView(token, user, viewerOf(request)), ...tokenStringView(string, token, settings) },
      };
    }
    case 'idempotency_conflict':
      throw new Problem(
        'idempotency_conflict',
        'This Idempotency-Key was used for another body, or its token was changed or deleted since. Use a new key.',
      );
    default:
      throw tokenProblem(creation.outcome);
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
