import type { Authenticate } from '../api-key/authenticate.ts';
import { toSeconds } from '../clock.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { Secret } from '../crypto/secret.ts';
import type { Origin } from '../event/event.ts';
import type { Principal } from '../principal/principal.ts';
import type { Database } from '../storage/database.ts';
import { createToken } from '../token/create.ts';
import { findByEmail } from '../user/find-by-email.ts';
import { type Scope, sameIncarnation, type User } from '../user/user.ts';
import { getUser } from '../user/user-store.ts';
import type { CxmlReading, CxmlSender } from './cxml-request.ts';
import { putAway } from './punchout-store.ts';

/** Seconds that a buyer has between the answer to the procurement system and opening the page. */
export const START_LIFETIME = 300;

/** Why no punch-out is started: for the log. The sender is never told. */
export type StartRefusal = 'no_sender' | 'unknown_sender' | 'no_user' | 'user_blocked' | 'several_users';

export type Start =
  | { outcome: 'started'; tokenId: string; userId: string; string: Secret }
  | { outcome: 'refused'; reason: StartRefusal };

type Collaborators = { db: Database; sealer: Sealer; authenticateKey: Authenticate };
type Context = {
  /** Who calls is told by the document alone. */
  origin: Omit<Origin, 'by'>;
  /** Seconds that a token is kept after its end. */
  retention: number;
};

/**
 * Makes the one-time token with which a buyer's browser comes in, for a sender that the document proves. Nobody has its
 * string before what was sent along is put away: whichever of the two writes is missing in the end, it lets nobody in.
 */
export async function startPunchOut(
  { db, sealer, authenticateKey }: Collaborators,
  { sender, userEmails, procurement }: Extract<CxmlReading, { outcome: 'read' }>,
  { origin, retention }: Context,
): Promise<Start> {
  if (!sender) return { outcome: 'refused', reason: 'no_sender' };
  // What it starts would outlive a key that was deleted a moment ago.
  const principal = await authenticateKey(sender.sharedSecret.reveal(), origin.time, { fresh: true });
  if (!principal || !isSender(principal, sender)) return { outcome: 'refused', reason: 'unknown_sender' };
  const chosen = await chooseBuyer(db, principal, userEmails);
  if (chosen.outcome === 'refused') return chosen;
  const { user } = chosen;
  const creation = await createToken(
    { db, sealer },
    {
      userId: user.id,
      purpose: 'procurement',
      expiresAt: toSeconds(origin.time) + START_LIFETIME,
      maxUses: 1,
      extra: null,
      reason: null,
      setUp: true,
    },
    {
      origin: { ...origin, by: { id: principal.id, name: principal.name } },
      scope: principal.scope,
      idempotency: undefined,
      retention,
    },
  );
  // The user was changed, deleted or made anew between two reads.
  if (creation.outcome !== 'created' || creation.token.incarnation !== user.incarnation)
    return { outcome: 'refused', reason: 'user_blocked' };
  const { token, string } = creation;
  await putAway(db, token.id, procurement, origin.time);
  return { outcome: 'started', tokenId: token.id, userId: user.id, string };
}

/** Domains of credentials are written in every way (`NetworkId`, `NetworkID`); names within them are as they are. */
function isSender({ punchOut }: Principal, { identity, domain }: CxmlSender): boolean {
  return punchOut?.identity === identity && punchOut.domain.toLowerCase() === domain.toLowerCase();
}

type Buyer = { outcome: 'chosen'; user: User } | { outcome: 'refused'; reason: StartRefusal };

/** The key's own user, or the one of its domains whose address the document gives. */
async function chooseBuyer(
  db: Database,
  { punchOut, scope }: Principal,
  userEmails: readonly string[],
): Promise<Buyer> {
  if (punchOut?.userId !== undefined) {
    const user = sameIncarnation(await getUser(db, punchOut.userId), punchOut);
    return user && !user.disabled
      ? { outcome: 'chosen', user }
      : { outcome: 'refused', reason: 'user_blocked' };
  }
  return scope ? findBuyer(db, scope, userEmails) : { outcome: 'refused', reason: 'no_user' };
}

async function findBuyer(
  db: Database,
  scope: NonNullable<Scope>,
  [email, ...others]: readonly string[],
): Promise<Buyer> {
  if (email === undefined) return { outcome: 'refused', reason: 'no_user' };
  if (others.length > 0) return { outcome: 'refused', reason: 'several_users' };
  const found = await findByEmail(db, email, scope);
  switch (found.outcome) {
    case 'found':
      return found.user.disabled
        ? { outcome: 'refused', reason: 'user_blocked' }
        : { outcome: 'chosen', user: found.user };
    case 'none':
      return { outcome: 'refused', reason: 'no_user' };
    case 'several':
      return { outcome: 'refused', reason: 'several_users' };
  }
}
