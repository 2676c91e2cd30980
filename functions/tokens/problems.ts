import type { ImpersonationLimitsExceeded } from '../../shared/token/change.ts';
import { Problem, versionMismatch } from '../http/problem.ts';

/** The problem of an outcome that several routes of tokens have. */
export function tokenProblem(
  outcome: 'token_not_found' | 'version_mismatch' | 'forbidden' | 'user_not_found' | 'user_disabled',
): Problem {
  switch (outcome) {
    case 'token_not_found':
      return new Problem('token_not_found', 'There is no login token of this id, or it was deleted.');
    case 'version_mismatch':
      return versionMismatch();
    case 'forbidden':
      return new Problem('forbidden', 'This principal makes tokens for users of its domains only.');
    case 'user_not_found':
      return new Problem(
        'user_not_found',
        'There is no user of this id. Make the user first, or leave userId out.',
      );
    case 'user_disabled':
      return new Problem('user_disabled', 'The user is disabled. Enable the user before making a token.');
  }
}

/** Names the fields as the request did: expiry and uses have two names each. */
export function impersonationProblem(
  fields: ImpersonationLimitsExceeded['fields'],
  body: { expiresIn?: unknown; maxUses?: unknown },
): Problem {
  const expiry = {
    pointer: body.expiresIn === undefined ? '/expiresAt' : '/expiresIn',
    detail: 'must be 24 hours at most after the impersonation is made',
  };
  const uses = {
    pointer: body.maxUses === undefined ? '/oneTimeUse' : '/maxUses',
    detail: 'must be one use for an impersonation',
  };
  return new Problem('invalid_request', 'An impersonation is used once, within a day of being made.', {
    errors: fields.map((field) => (field === 'expiresAt' ? expiry : uses)),
  });
}
