import type { ProblemFormat } from './middleware.ts';
import { PROBLEMS, type Problem, type ProblemCode } from './problem.ts';

/** The error codes of OAuth for the problems of its endpoints. A problem that has none here is `invalid_request`. */
const OAUTH_CODES: Partial<Record<ProblemCode, string>> = {
  unauthenticated: 'invalid_client',
  forbidden: 'unauthorized_client',
  internal_error: 'server_error',
  unavailable: 'temporarily_unavailable',
};

/** The `error` of a problem (RFC 6749, sections 4.1.2.1 and 5.2). */
export const oauthCodeOf = (code: ProblemCode): string => OAUTH_CODES[code] ?? 'invalid_request';

/** Writes a problem as OAuth's endpoints do (RFC 6749, section 5.2): with its status, and no other members. */
export const oauthError: ProblemFormat = async (problem) => ({
  status: PROBLEMS[problem.code].status,
  body: { error: oauthCodeOf(problem.code), error_description: describe(problem) },
  headers: { 'Content-Type': 'application/json' },
});

const describe = ({ message, errors }: Problem): string =>
  toDescription(
    errors ? errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join('; ') : message,
  );

/** The characters of `error_description` (RFC 6749, section 5.2): printable ASCII but `"` and `\`. */
const toDescription = (text: string): string =>
  text.replaceAll(/[«»"]/g, "'").replaceAll(/[^\x20-\x7e]|\\/gu, '?');
