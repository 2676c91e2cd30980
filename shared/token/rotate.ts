import { formatCredential, newSecret } from '../crypto/credential.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { newEvent } from '../event/event.ts';
import type { Database } from '../storage/database.ts';
import { type ChangeContext, type Changed, changeToken, type NotChanged } from './change.ts';
import { findUserForToken, type UserNotAssignable } from './find.ts';
import { isRevealable } from './token.ts';
import { expiryAttributes, toToken } from './token-item.ts';

export type TokenRotation = (Changed & { string: Secret }) | NotChanged | UserNotAssignable | BoundToUser;

/** The reason of an impersonation is about its user. */
type BoundToUser = { outcome: 'bound_to_user' };

/**
 * Gives a token a new secret, with uses of its own, and another user if asked to. The old string is refused from this
 * write on, and what was redeemed with it is no answer to repeat any more.
 */
export async function rotateToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
  { userId }: { userId: string | undefined },
  context: ChangeContext,
): Promise<TokenRotation> {
  const secret = newSecret();
  const changed = await changeToken<UserNotAssignable | BoundToUser>(
    db,
    id,
    context,
    async ({ item, user: present }) => {
      if (userId !== undefined && item.purpose === 'impersonation') return { outcome: 'bound_to_user' };
      const chosen =
        userId === undefined
          ? ({ outcome: 'chosen', user: present } as const)
          : await findUserForToken(db, userId, context.scope);
      if (chosen.outcome !== 'chosen') return chosen;
      const { user } = chosen;
      return {
        attributes: {
          ...expiryAttributes(toToken(item), context.retention),
          secretHash: secret.hash(),
          ...(isRevealable(item)
            ? { sealedSecret: await sealer.seal(secret, { purpose: 'token', tokenId: id }) }
            : { rotatedBy: context.audit.by }),
          uses: 0,
          ...(userId !== undefined && { userId, incarnation: user?.incarnation }),
          lastEvent: newEvent('rotated', context.audit),
        },
        forget: ['lastUse.attempt'],
        user,
      };
    },
  );
  return changed.outcome === 'changed'
    ? { ...changed, string: formatCredential('lt_', { id, secret }) }
    : changed;
}
