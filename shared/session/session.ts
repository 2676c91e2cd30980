import { toSeconds } from '../clock.ts';
import { idTime } from '../crypto/id.ts';
import type { Actor } from '../event/event.ts';
import type { Settings } from '../settings/settings.ts';
import type { Purpose, Token } from '../token/token.ts';
import { ANONYMOUS } from '../user/user.ts';

/** A session that a use of a token yields. It is not stored: the signed access token holds it. */
export type Session = {
  /** Holds the instant of the use, to the millisecond (`idTime`). */
  id: string;
  tokenId: string;
  /** Undefined: anonymous. */
  userId: string | undefined;
  /** The incarnation of the user at the use. */
  incarnation: string | undefined;
  purpose: Purpose;
  /** The impersonating principal. */
  actor: Actor | undefined;
  /** The id of the key of the storefront that received the session. */
  audience: string;
  /** Epoch seconds. */
  expiresAt: number;
};

type Lifetimes = Pick<Settings, 'sessionLifetime' | 'impersonationLifetime'>;

/** The session of a use, for a storefront. The same use always yields the same session. */
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

/** The principal that acts as the user; undefined: the token is no impersonation. */
export const actorOf = ({ purpose, issuedBy }: Pick<Token, 'purpose' | 'issuedBy'>): Actor | undefined =>
  purpose === 'impersonation' ? issuedBy : undefined;

/** The instant of the use in epoch seconds: the `auth_time` of OpenID Connect Core 1.0, section 2. */
export const authTimeOf = ({ id }: Pick<Session, 'id'>): number => toSeconds(idTime(id));

/** The `sub` claim of a session. That of an anonymous session cannot be the id of a user. */
export const subjectClaim = ({ userId, tokenId }: Pick<Session, 'userId' | 'tokenId'>): string =>
  userId ?? ANONYMOUS + tokenId;
