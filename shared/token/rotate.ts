import { toSeconds } from '../clock.ts';
import { formatCredential, newSecret } from '../crypto/credential.ts';
import { rotateSecret } from '../crypto/rotated-secret.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import { inScope, intersection, isWithin } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { nextNotBefore } from '../user/login-rules.ts';
import { sameIncarnation } from '../user/user.ts';
import { type ChangeContext, changeToken, type TokenChanged, type TokenNotChanged } from './change.ts';
import { findUserForToken, type UserNotAssignable } from './find.ts';
import { isRevealable, limitsAt, ownLimits, type Purpose } from './token.ts';
import { expiryAttributes, toToken } from './token-item.ts';

export type TokenRotation =
  | (TokenChanged & { string: Secret })
  | TokenNotChanged
  | UserNotAssignable
  | ImpersonationBound
  | OverlapRefused;

/** An impersonation keeps its user: its reason is about that user, and about no later one with the same id. */
type ImpersonationBound = { outcome: 'bound_to_user' };

/** A system keeps its link and is changed later; a person is sent the new one. */
type OverlapRefused = { outcome: 'overlap_refused'; purpose: Purpose };

export type TokenRotationRequest = {
  userId?: string | undefined;
  /** Seconds for which the secret before works too. More than 0 only for procurement, and not with a `userId`. */
  overlap: number;
};

/**
 * Replaces the secret of a token, starts its uses again at 0, and gives it another user if `userId` is set. From this
 * write on the old string is refused, unless an overlap is given, and a use of it cannot be repeated. At most two strings
 * work: another rotation ends the overlap of an earlier one. The new secret has the limits of the principal that rotates;
 * while two work, both have the limits of both, since a session does not say by which of them it began.
 */
export async function rotateToken(
  { db, sealer }: { db: Database; sealer: Sealer },
  id: string,
  { userId, overlap }: TokenRotationRequest,
  context: ChangeContext,
): Promise<TokenRotation> {
  const secret = newSecret();
  const rotation = await changeToken<UserNotAssignable | ImpersonationBound | OverlapRefused>(
    db,
    id,
    context,
    async ({ item, user: present }) => {
      const bound = userId !== undefined && item.purpose === 'impersonation';
      if (bound && userId !== item.userId) return { outcome: 'bound_to_user' };
      if (overlap > 0 && item.purpose !== 'procurement')
        return { outcome: 'overlap_refused', purpose: item.purpose };
      const found =
        userId === undefined
          ? ({ outcome: 'found', user: present } as const)
          : await findUserForToken(db, userId, context.scope);
      if (found.outcome !== 'found') return found;
      const { user } = found;
      if (bound && !sameIncarnation(user, item)) return { outcome: 'bound_to_user' };
      // A string that logs nobody in any more must not come back, by enabling the token or by narrower limits.
      const lives = !item.disabled && inScope(limitsAt(item, context.audit.time), user);
      const overlapUntil = overlap > 0 && lives ? toSeconds(context.audit.time) + overlap : undefined;
      const limits =
        overlapUntil === undefined ? context.scope : intersection(ownLimits(item), context.scope);
      return {
        type: 'rotated',
        attributes: {
          ...expiryAttributes(toToken(item), context.retention),
          ...rotateSecret(item, secret, overlapUntil),
          ...(isRevealable(item)
            ? { sealedSecret: await sealer.seal(secret, { purpose: 'token', tokenId: id }) }
            : {
                rotatedBy: context.audit.by,
                rotatedAt: toSeconds(context.audit.time),
                actor: context.audit.by.id,
              }),
          uses: 0,
          limits,
          limitsAfter: overlapUntil === undefined ? undefined : context.scope,
          // Sessions of the old secret keep its limits: wider ones are for the new secret alone.
          ...(!isWithin(limits, item.limits) && {
            sessionsNotBefore: nextNotBefore(item.sessionsNotBefore),
          }),
          ...(userId !== undefined && { userId, incarnation: user?.incarnation }),
        },
        user,
      };
    },
  );
  return rotation.outcome === 'changed'
    ? { ...rotation, string: formatCredential('lt_', { id, secret }) }
    : rotation;
}
