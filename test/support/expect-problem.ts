import { expect } from 'vitest';
import { oauthCodeOf } from '../../functions/http/oauth-error.ts';
import { PROBLEMS, type ProblemCode } from '../../functions/http/problem.ts';
import type { Answer } from './api.ts';

/** The policy of answers that are no pages. */
const NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Expects a policy of every answer: of a page its own, of a redirect one that frames may have, and of data one that allows nothing. */
export function expectPolicy({ headers, status }: Answer): void {
  const policy = headers['Content-Security-Policy'];
  if (headers['Content-Type']?.startsWith('text/html'))
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  else expect(policy).toBe(status === 303 || status === 307 ? NOTHING.replace(/'none'$/, '*') : NOTHING);
}

/** Expects the headers that every answer has. */
export function expectConventionalHeaders(answer: Answer): void {
  const { status, headers, text } = answer;
  expectPolicy(answer);
  expect(headers['Cache-Control']).toBe('no-store');
  expect(headers['X-Content-Type-Options']).toBe('nosniff');
  expect(headers['X-Request-Id']).toMatch(/^[0-9a-f-]{36}$/);
  if (text === '') expect(headers['Content-Type']).toBeUndefined();
  // RFC 9110, section 15.5.2.
  if (status === 401) expect(headers['WWW-Authenticate']).toMatch(/^(Basic|Bearer)/);
  else expect(headers).not.toHaveProperty('WWW-Authenticate');
}

/** Expects a problem document of this code that points at these fields and no others. */
export function expectProblem(answer: Answer, code: ProblemCode, pointers?: readonly string[]): void {
  expect(answer.body?.code, answer.text).toBe(code);
  expectProblemDocument(answer);
  if (pointers) expect(pointersOf(answer)).toEqual([...pointers].sort());
}

/** Expects what a route answers for this problem: a problem document, or the error of an OAuth endpoint. */
export function expectRefusal(
  { oauth }: { oauth?: true | undefined },
  answer: Answer,
  code: ProblemCode,
): void {
  if (oauth) expectOAuthError(answer, code);
  else expectProblem(answer, code);
}

/** Expects OAuth's error for a problem (RFC 6749, section 5.2) that names these parameters and no others. */
export function expectOAuthError(answer: Answer, code: ProblemCode, names?: readonly string[]): void {
  expect([answer.status, answer.body?.error], answer.text).toEqual([
    PROBLEMS[code].status,
    oauthCodeOf(code),
  ]);
  expectOAuthErrorBody(answer);
  if (!names) return;
  const found = answer.body.error_description.split('; ').map((text: string) => text.split(' ')[0]);
  expect([...new Set(found)].sort()).toEqual([...names].sort());
}

/** Expects an error of the set that OAuth endpoints have, with no other members. */
export function expectOAuthErrorBody(answer: Answer): void {
  const { status, headers, body } = answer;
  const codes = Object.entries(PROBLEMS).filter(([, problem]) => problem.status === status);
  expect(codes.map(([code]) => oauthCodeOf(code as ProblemCode))).toContain(body?.error);
  expect(headers['Content-Type']).toBe('application/json');
  expectConventionalHeaders(answer);
  expect(body).toEqual({
    error: expect.any(String),
    error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/),
  });
}

/** Expects a problem document of the closed set, with no other members. */
export function expectProblemDocument(answer: Answer): void {
  const { status, headers, body } = answer;
  const known = PROBLEMS[body?.code as ProblemCode];
  expect(known, answer.text).toBeDefined();
  expect(status).toBe(known.status);
  expect(headers['Content-Type']).toBe('application/problem+json');
  expectConventionalHeaders(answer);
  const { errors, ...document } = body;
  expect(document).toEqual({
    type: `urn:login-tokens:problem:${body.code}`,
    title: known.title,
    status: known.status,
    code: body.code,
    detail: expect.stringMatching(/./),
    requestId: headers['X-Request-Id'],
  });
  if ('errors' in body) expectFieldErrors(errors);
}

function expectFieldErrors(errors: unknown): void {
  expect(errors).toBeInstanceOf(Array);
  for (const error of errors as unknown[]) {
    expect(error).toEqual({ pointer: expect.stringMatching(/^(\/|$)/), detail: expect.stringMatching(/./) });
  }
}

/** The fields that a problem names, each once. */
export const pointersOf = ({ body }: Answer): string[] =>
  [...new Set<string>((body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer))].sort();
