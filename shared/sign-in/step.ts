import { authTimeOf } from '../session/session.ts';
import type { Redeemed } from './redeem.ts';

export type StepKind = 'second_factor';

/** A further step that a visitor must take after the use of a token, before the session. */
export type Step = {
  kind: StepKind;
  /** The session after the step. A repeated attempt is the same use, so it leads to the same step. */
  sessionId: string;
  /** Epoch seconds. */
  expiresAt: number;
};

/** Seconds after the use in which the visitor must take the step. */
const STEP_LIFETIME = 300;

/** Decides whether a use needs a further step; undefined: it does not. */
export type StepRule = (redeemed: Redeemed) => StepKind | undefined;

/** The first step that a rule requires. */
export function nextStep(rules: readonly StepRule[], redeemed: Redeemed): Step | undefined {
  const [kind] = rules.flatMap((rule) => rule(redeemed) ?? []);
  const { sessionId } = redeemed;
  return kind && { kind, sessionId, expiresAt: authTimeOf({ id: sessionId }) + STEP_LIFETIME };
}
