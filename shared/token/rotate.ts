import { formatCredential, newSecret } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { newEvent } from '../event/event.ts';
import { isWithin } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { nextNotBefore } from '../user/login-rules.ts';
import { type ChangeContext, changeToken, type TokenChanged, type TokenNotChanged } from './change.ts';
import { findUserForToken, type UserNotAssignable } from './find.ts';
import { isRevealable } from './token.ts';
import { expiryAttributes, toToken } from './token-item.ts';

export type TokenRotation =
  | (TokenChanged & { string: Secret })
  | TokenNotChanged
  | UserNotAssignable
  | ImpersonationBound;

/** An impersonation keeps its user: its reason is about that user. */
type ImpersonationBound = { outcome: 'bound_to_user' };

/**
 * Replaces the secret of a token, starts its uses again at 0, and gives it another user if `userId` is set. From this
 * write on the old string is refused, and a use of it cannot be repeated. The new secret has the limits of the principal
 * that rotates.
 */
export async function rotateToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
  { userId }: { userId: string | undefined },
  context: ChangeContext,
): Promise<TokenRotation> {
  const secret = newSecret();
  const rotation = await changeToken<UserNotAssignable | ImpersonationBound>(
    db,
    id,
    context,
    async ({ item, user: before }) => {
      if (userId !== undefined && item.purpose === 'impersonation') return { outcome: 'bound_to_user' };
      const found =
        userId === undefined
          ? ({ outcome: 'found', user: before } as const)
          : await findUserForToken(db, userId, context.scope);
      if (found.outcome !== 'found') return found;
      const { user } = found;
      return {
        attributes: {
          ...expiryAttributes(toToken(item), context.retention),
          secretHash: secret.hash(),
          ...(isRevealable(item)
            ? { sealedSecret: await sealer.seal(secret, { purpose: 'token', tokenId: id }) }
            : { rotatedBy: context.audit.by, actor: context.audit.by.id }),
          uses: 0,
          limits: context.scope,
          // Sessions of the old secret keep its limits: wider ones are for the new secret alone.
          ...(!isWithin(context.scope, item.limits) && {
            sessionsNotBefore: nextNotBefore(item.sessionsNotBefore),
          }),
          ...(userId !== undefined && { userId, incarnation: user?.incarnation }),
          lastEvent: newEvent('rotated', context.audit),
        },
        user,
      };
    },
  );
  return rotation.outcome === 'changed'
    ? { ...rotation, string: formatCredential('lt_', { id, secret }) }
    : rotation;
}
