import { toSeconds } from '../clock.ts';
import { idTime } from '../crypto/id.ts';
import type { Actor } from '../event/event.ts';
import type { Settings } from '../settings/settings.ts';
import type { Purpose, Token } from '../token/token.ts';
import { ANONYMOUS } from '../user/user.ts';

/** What a successful attempt yields: who is logged in, for whom, until when. Nothing stores it; it is signed. */
export type Session = {
  /** Carries the moment of the use, to the millisecond. */
  id: string;
  tokenId: string;
  /** Nobody in particular when absent. */
  userId: string | undefined;
  /** Of the user at the time. */
  incarnation: string | undefined;
  purpose: Purpose;
  /** Who acts as the user, when that is somebody else. */
  actor: Actor | undefined;
  /** The id of the storefront key that it was issued to. */
  audience: string;
  /** Epoch seconds. */
  expiresAt: number;
};

type Lifetimes = Pick<Settings, 'sessionLifetime' | 'impersonationLifetime'>;

/** The session of a use, issued to a storefront: the same however often it is asked for. */
export function sessionOf(
  { token, sessionId }: { token: Token; sessionId: string },
  { audience, lifetimes }: { audience: string; lifetimes: Lifetimes },
): Session {
  const { id: tokenId, userId, incarnation, purpose } = token;
  const actor = actorOf(token);
  const { sessionLifetime, impersonationLifetime } = lifetimes;
  const lifetime = actor ? Math.min(sessionLifetime, impersonationLifetime) : sessionLifetime;
  return {
    id: sessionId,
    tokenId,
    userId,
    incarnation,
    purpose,
    actor,
    audience,
    expiresAt: authTimeOf({ id: sessionId }) + lifetime,
  };
}

/** Who acts as the user of an impersonation. */
export const actorOf = ({ purpose, issuedBy }: Pick<Token, 'purpose' | 'issuedBy'>): Actor | undefined =>
  purpose === 'impersonation' ? issuedBy : undefined;

/** When the use was, in epoch seconds. */
export const authTimeOf = ({ id }: Pick<Session, 'id'>): number => toSeconds(idTime(id));

/** Whom the session logs in, in one text; no user's id can be taken for that of an anonymous one. */
export const subjectClaim = ({ userId, tokenId }: Pick<Session, 'userId' | 'tokenId'>): string =>
  userId ?? ANONYMOUS + tokenId;
