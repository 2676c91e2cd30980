import { clock } from '../../shared/clock.ts';
import type { Door } from '../../shared/sign-in/door.ts';
import type { Attempt } from '../../shared/sign-in/redeem.ts';
import { addCode } from '../../shared/sign-in/redirect.ts';
import { codeIssuer, signIn } from '../../shared/sign-in/sign-in.ts';
import type { SigningKeys } from '../../shared/signing-key/signing-keys.ts';
import { tokenRefused } from '../http/problem.ts';
import type { HttpRequest } from '../http/request.ts';
import type { HttpResponse } from '../http/response.ts';
import type { Route } from '../http/route.ts';
import { config } from '../runtime/config.ts';
import { signInCollaborators } from '../runtime/sign-in.ts';
import { signInLogFields } from '../views/sign-in-log.ts';
import { incompleteLink } from './read-link.ts';

export type DoorAttempt = Pick<Attempt, 'token' | 'attemptId'> & {
  /** Read before the token is used: a use that yields no code would be lost. */
  keys: SigningKeys;
  /** The target of the redirect. */
  url: string;
  /** The state of the login link, which the storefront gets back. */
  state: string | undefined;
  /** The id of the stored fields of a procurement system. */
  procurementId?: string | undefined;
};

/** Signs a visitor in at a door, and redirects the browser to the storefront with a code. */
export async function signInAtDoor(
  { audit, log }: Pick<HttpRequest<Route>, 'audit' | 'log'>,
  door: Door,
  { token, attemptId, keys, url, state, procurementId }: DoorAttempt,
): Promise<HttpResponse> {
  const result = await signIn(
    signInCollaborators,
    door,
    { token, attemptId, audit: { ...audit, time: clock() } },
    codeIssuer({ issuer: config.appUrl, keys }, { procurementId }),
  );
  log(signInLogFields(result));
  switch (result.outcome) {
    case 'signed_in':
      return { status: 303, headers: { Location: addCode(url, result.proof, state) } };
    case 'step_required':
      // No door can ask for a further step yet, so the visitor gets no code.
      throw tokenRefused();
    case 'refused':
      throw result.reason === 'malformed' ? incompleteLink() : tokenRefused();
  }
}
