import type { AuthenticateApiKey, KeyRefusal } from '../api-key/authenticate.ts';
import { toSeconds } from '../clock.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import type { AuditContext } from '../event/event.ts';
import { keyIdOf, type Principal, type ProcurementKey } from '../principal/principal.ts';
import { permits } from '../principal/role.ts';
import { inScope, type Scope } from '../principal/scope.ts';
import type { Database } from '../storage/database.ts';
import { createToken } from '../token/create.ts';
import { CXML_DOOR } from '../token/token.ts';
import { findUserByEmail } from '../user/find-by-email.ts';
import { sameIncarnation, type User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import type { SetupRequest } from './cxml-request.ts';
import type { CxmlSender } from './cxml-sender.ts';
import { type UserField, userEmailsOf } from './cxml-user.ts';
import { storeProcurement } from './punchout-store.ts';

/** Seconds in which the start page must be opened. */
export const START_LIFETIME = 300;

/** The private reason why no punch-out was started, for the log. */
export type PunchOutRefusal =
  | 'no_sender'
  | 'unknown_sender'
  | 'no_user'
  | 'user_blocked'
  | 'user_outside_limits'
  | 'several_users';

export type PunchOutStart =
  | { outcome: 'started'; tokenId: string; userId: string; string: Secret }
  | { outcome: 'refused'; reason: PunchOutRefusal; sender?: RefusedSender };

/** Why the credential of a sender was refused, and the id of the key where it has one. */
export type RefusedSender = { reason: KeyRefusal | 'wrong_sender'; keyId?: string };

type Collaborators = { db: Database; sealer: Sealer; authenticateApiKey: AuthenticateApiKey };
type Context = {
  /** Without the caller: only the document names it. */
  audit: Omit<AuditContext, 'by'>;
  /** Seconds that a token is kept after its end. */
  retention: number;
};

/**
 * Authenticates the sender of a document, and creates the one-time token that opens the start page. Returns the string
 * after both writes: a token without its stored fields lets nobody in.
 */
export async function startPunchOut(
  { db, sealer, authenticateApiKey }: Collaborators,
  { sender, userFields, procurement }: SetupRequest,
  { audit, retention }: Context,
): Promise<PunchOutStart> {
  if (!sender) return { outcome: 'refused', reason: 'no_sender' };
  const authentication = await authenticateSender(authenticateApiKey, sender, audit.time);
  if (authentication.outcome === 'refused')
    return { outcome: 'refused', reason: 'unknown_sender', sender: authentication.sender };
  const { principal } = authentication;
  const buyer = await findBuyer(db, principal, userFields);
  if (buyer.outcome === 'refused') return buyer;
  const { user } = buyer;
  const creation = await createToken(
    { db, sealer },
    {
      userId: user.id,
      purpose: 'procurement',
      expiresAt: toSeconds(audit.time) + START_LIFETIME,
      maxUses: 1,
      extra: null,
      reason: null,
      door: CXML_DOOR,
    },
    {
      audit: { ...audit, by: { id: principal.id, name: principal.name } },
      scope: principal.scope,
      idempotency: undefined,
      retention,
    },
  );
  // Another request changed, deleted or created the user between the two reads.
  if (creation.outcome !== 'created' || creation.token.incarnation !== user.incarnation)
    return { outcome: 'refused', reason: 'user_blocked' };
  const { token, string } = creation;
  await storeProcurement(db, token.id, procurement, audit.time);
  return { outcome: 'started', tokenId: token.id, userId: user.id, string };
}

/** The key is read again, or a token would outlive a key that was deleted a moment ago. */
export async function authenticateSender(
  authenticateApiKey: AuthenticateApiKey,
  sender: CxmlSender,
  time: number,
): Promise<
  { outcome: 'authenticated'; principal: ProcurementKey } | { outcome: 'refused'; sender: RefusedSender }
> {
  const result = await authenticateApiKey(sender.sharedSecret.reveal(), time, { fresh: true });
  if (result.outcome === 'refused') {
    const { reason, keyId } = result;
    return { outcome: 'refused', sender: { reason, ...(keyId !== undefined && { keyId }) } };
  }
  const { principal } = result;
  if (isSender(principal, sender)) return { outcome: 'authenticated', principal };
  const keyId = keyIdOf(principal.id);
  return { outcome: 'refused', sender: { reason: 'wrong_sender', ...(keyId !== undefined && { keyId }) } };
}

/** Systems write the domain of a credential in any case (`NetworkId`, `NetworkID`). Case matters in the identity. */
function isSender(principal: Principal, { names }: CxmlSender): principal is ProcurementKey {
  if (principal.kind !== 'procurement_key' || !permits(principal.role, 'punchout:start')) return false;
  const { punchOut } = principal;
  return names.some(
    ({ identity, domain }) =>
      punchOut.identity === identity && punchOut.domain.toLowerCase() === domain.toLowerCase(),
  );
}

type Buyer = { outcome: 'found'; user: User } | { outcome: 'refused'; reason: PunchOutRefusal };

/** The user of the key, or the user within its domains whom the document names by e-mail address. */
async function findBuyer(
  db: Database,
  { punchOut, scope }: ProcurementKey,
  userFields: readonly UserField[],
): Promise<Buyer> {
  if (punchOut.userId !== undefined) {
    const user = sameIncarnation(await getUser(db, punchOut.userId), punchOut);
    if (!user || user.disabled) return { outcome: 'refused', reason: 'user_blocked' };
    return inScope(scope, user)
      ? { outcome: 'found', user }
      : { outcome: 'refused', reason: 'user_outside_limits' };
  }
  const emails = userEmailsOf(userFields, punchOut.userField);
  return scope ? findBuyerByEmail(db, scope, emails) : { outcome: 'refused', reason: 'no_user' };
}

async function findBuyerByEmail(
  db: Database,
  scope: NonNullable<Scope>,
  [email, ...others]: readonly string[],
): Promise<Buyer> {
  if (email === undefined) return { outcome: 'refused', reason: 'no_user' };
  if (others.length > 0) return { outcome: 'refused', reason: 'several_users' };
  const found = await findUserByEmail(db, email, scope);
  switch (found.outcome) {
    case 'found':
      return found.user.disabled ? { outcome: 'refused', reason: 'user_blocked' } : found;
    case 'none':
      return { outcome: 'refused', reason: 'no_user' };
    case 'several':
      return { outcome: 'refused', reason: 'several_users' };
  }
}
