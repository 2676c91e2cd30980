import { clock } from '../clock.ts';
import { type IssuedSession, issueSession, type SessionParameters } from '../session/issue.ts';
import { actorOf } from '../session/session.ts';
import type { SigningKeys } from '../signing-key/signing-keys.ts';
import type { Database } from '../storage/database.ts';
import type { Door } from './door.ts';
import { signCode } from './login-code.ts';
import { type Attempt, type Redeemed, type Refused, redeem } from './redeem.ts';
import { nextStep, type Step, type StepRule } from './step.ts';

/** The outcome of a sign-in. `Proof` is the code for a browser, or the session for a storefront. */
export type SignIn<Proof> =
  | { outcome: 'signed_in'; redeemed: Redeemed; proof: Proof }
  | { outcome: 'step_required'; redeemed: Redeemed; step: Step }
  | Refused;

/** undefined: the proof of the use would be over by now. */
export type Issue<Proof> = (redeemed: Redeemed) => Promise<Proof | undefined>;

/**
 * Signs a visitor in: redeems the token, then issues a proof of the use, unless a rule requires a further step. The token
 * is spent before that step: see docs/decisions/0036-a-token-is-spent-before-a-further-step.md.
 */
export async function signIn<Proof>(
  { db, stepRules }: { db: Database; stepRules: readonly StepRule[] },
  door: Door,
  attempt: Attempt,
  issue: Issue<Proof>,
): Promise<SignIn<Proof>> {
  const redemption = await redeem(db, door, attempt);
  if (redemption.outcome === 'refused') return redemption;
  const step = nextStep(stepRules, redemption);
  if (step) return { outcome: 'step_required', redeemed: redemption, step };
  const proof = await issue(redemption);
  if (proof === undefined) return { outcome: 'refused', reason: 'used', tokenId: redemption.token.id };
  return { outcome: 'signed_in', redeemed: redemption, proof };
}

/** Issues a code for the browser, which a storefront exchanges. */
export const codeIssuer =
  (
    { issuer, keys }: { issuer: string; keys: SigningKeys },
    {
      procurementIdOf,
    }: { procurementIdOf: ((redeemed: Pick<Redeemed, 'token' | 'sessionId'>) => string) | undefined },
  ): Issue<string> =>
  ({ token, sessionId }) =>
    signCode(
      {
        sessionId,
        tokenId: token.id,
        incarnation: token.incarnation,
        actor: actorOf(token)?.id,
        procurementId: procurementIdOf?.({ token, sessionId }),
      },
      // Not the time of the request: a slow request would shorten the life of the code.
      { issuer, keys, time: clock() },
    );

/** Issues a session to the storefront that presented the token. */
export const sessionIssuer =
  (issuer: SessionParameters): Issue<IssuedSession> =>
  (redeemed) =>
    issueSession(redeemed, issuer);
