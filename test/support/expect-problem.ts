import { expect } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../../functions/http/problem.ts';
import type { Answer } from './api.ts';

/** Expects the headers that every answer has. */
export function expectConventionalHeaders({ headers, text }: Answer): void {
  expect(headers['Cache-Control']).toBe('no-store');
  expect(headers['X-Content-Type-Options']).toBe('nosniff');
  expect(headers['X-Request-Id']).toMatch(/^[0-9a-f-]{36}$/);
  if (text === '') expect(headers['Content-Type']).toBeUndefined();
}

/** Expects a problem document of this code that points at these fields and no others. */
export function expectProblem(answer: Answer, code: ProblemCode, pointers?: readonly string[]): void {
  expect(answer.body?.code, answer.text).toBe(code);
  expectProblemDocument(answer);
  if (pointers) expect(pointersOf(answer)).toEqual([...pointers].sort());
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
