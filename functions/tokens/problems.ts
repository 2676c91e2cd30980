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

type Limited = ImpersonationLimitsExceeded['fields'];
type Named = { expiresIn?: unknown; maxUses?: unknown };

export const impersonationProblem = (fields: Limited, body: Named): Problem =>
  new Problem('invalid_request', 'An impersonation is used once, within a day of being made.', {
    errors: limitErrors(fields, body, {
      expiresAt: 'must be 24 hours at most after the impersonation is made',
      maxUses: 'must be one use for an impersonation',
    }),
  });

export const startPageProblem = (fields: Limited, body: Named): Problem =>
  new Problem('invalid_request', 'The start page of a punch-out opens once, within five minutes.', {
    errors: limitErrors(fields, body, {
      expiresAt: 'must be no later than before for the start page of a punch-out',
      maxUses: 'must be one use for the start page of a punch-out',
    }),
  });

/** Names the fields as the request did: expiry and uses have two names each. */
const limitErrors = (
  fields: Limited,
  body: Named,
  details: Record<Limited[number], string>,
): { pointer: string; detail: string }[] =>
  fields.map((field) => ({ pointer: pointerOf(field, body), detail: details[field] }));

function pointerOf(field: Limited[number], body: Named): string {
  if (field === 'expiresAt') return body.expiresIn === undefined ? '/expiresAt' : '/expiresIn';
  return body.maxUses === undefined ? '/oneTimeUse' : '/maxUses';
}
