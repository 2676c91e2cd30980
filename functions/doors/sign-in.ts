import { clock } from '../../shared/clock.ts';
import type { Door } from '../../shared/sign-in/door.ts';
import type { Attempt } from '../../shared/sign-in/redeem.ts';
import { withCode } from '../../shared/sign-in/redirect.ts';
import { codeIssuer, signIn } from '../../shared/sign-in/sign-in.ts';
import type { SigningKeys } from '../../shared/signing-key/signing-keys.ts';
import { Problem } from '../http/problem.ts';
import type { HttpRequest } from '../http/request.ts';
import type { HttpResponse } from '../http/response.ts';
import type { Route } from '../http/route.ts';
import { config } from '../runtime/config.ts';
import { signInCollaborators } from '../runtime/sign-in.ts';

export type Visit = Pick<Attempt, 'token' | 'attemptId'> & {
  /** Read before the token is used: a use that yields no code would be lost. */
  keys: SigningKeys;
  /** The target of the redirect, and the state that the link came with. */
  url: string;
  state: string | undefined;
  /** The id of the stored fields of a procurement system. */
  procurementId?: string | undefined;
};

/** Signs a visitor in at a door, and redirects the browser to the storefront with a code. */
export async function signInAtDoor(
  { audit, log }: Pick<HttpRequest<Route>, 'audit' | 'log'>,
  door: Door,
  { token, attemptId, keys, url, state, procurementId }: Visit,
): Promise<HttpResponse> {
  const outcome = await signIn(
    signInCollaborators,
    door,
    { token, attemptId, audit: { ...audit, time: clock() } },
    codeIssuer({ issuer: config.appUrl, keys }, { procurementId }),
  );
  switch (outcome.outcome) {
    case 'signed_in': {
      const { redeemed, proof: code } = outcome;
      log({ outcome: redeemed.outcome, tokenId: redeemed.token.id, sessionId: redeemed.sessionId });
      return { status: 303, headers: { Location: withCode(url, code, state) } };
    }
    case 'step_required':
      // A door that cannot ask for the step signs nobody in without it.
      log({ outcome: 'refused', reason: 'step_required', tokenId: outcome.redeemed.token.id });
      throw refused();
    case 'refused':
      log(outcome);
      throw refused();
  }
}

const refused = (): Problem => new Problem('token_refused', 'This link cannot be used.');
