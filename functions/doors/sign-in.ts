import { clock } from '../../shared/clock.ts';
import type { Actor } from '../../shared/event/event.ts';
import { actorOf } from '../../shared/session/session.ts';
import { signCode } from '../../shared/sign-in/login-code.ts';
import { type Attempt, redeem } from '../../shared/sign-in/redeem.ts';
import { withCode } from '../../shared/sign-in/redirect.ts';
import type { SigningKeys } from '../../shared/signing-key/signing-keys.ts';
import type { Call, Reply } from '../http/call.ts';
import { Problem } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { config } from '../runtime/config.ts';
import { db } from '../runtime/database.ts';

export type Entrance = Pick<Attempt, 'token' | 'attemptId' | 'purposes' | 'setUp' | 'isFor'> & {
  /** The door, as the history names it. */
  by: Actor;
  /** Read before: a use that yields no code would be lost. */
  keys: SigningKeys;
  /** Where the browser is taken, with the state that the link came with. */
  url: string;
  state: string | undefined;
  /** The name of what a procurement system sent along. */
  punchout?: string | undefined;
};

/** Redeems a token for whoever is at one of our doors, and takes their browser to the storefront with a code. */
export async function enter(
  { origin, log }: Pick<Call<Route>, 'origin' | 'log'>,
  { by, keys, url, state, punchout, ...attempt }: Entrance,
): Promise<Reply> {
  const redemption = await redeem(db, {
    ...attempt,
    origin: { ...origin, by, time: clock() },
    scope: undefined,
  });
  if (redemption.outcome === 'refused') {
    log(redemption);
    throw new Problem('token_refused', 'This link cannot be used.');
  }
  const { outcome, token, sessionId } = redemption;
  log({ outcome, tokenId: token.id, sessionId });
  const code = await signCode(
    {
      sessionId,
      tokenId: token.id,
      incarnation: token.incarnation,
      actor: actorOf(token)?.id,
      punchout,
    },
    // A slow request takes nothing from the time to exchange it.
    { issuer: config.appUrl, keys, time: clock() },
  );
  return { status: 303, headers: { Location: withCode(url, code, state) } };
}
