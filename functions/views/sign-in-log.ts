import type { SignIn } from '../../shared/sign-in/sign-in.ts';
import type { LogFields } from '../http/request.ts';

/**
 * The outcome of a sign-in for the log line and its metrics. A step that is not taken counts as a refusal, with the reason
 * `step_required`: the token is used, and there is no session.
 */
export function signInLogFields(signIn: SignIn<unknown>): LogFields {
  switch (signIn.outcome) {
    case 'signed_in': {
      const { outcome, token, sessionId } = signIn.redeemed;
      return { outcome, tokenId: token.id, sessionId };
    }
    case 'step_required':
      return { outcome: 'refused', reason: signIn.outcome, tokenId: signIn.redeemed.token.id };
    case 'refused':
      return signIn;
  }
}
