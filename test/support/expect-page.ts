import { expect } from 'vitest';
import type { Answer } from './api.ts';
import { expectConventionalHeaders } from './expect-problem.ts';

/** Expects a page of this status; a page of a refusal has no redirect and no form. */
export function expectPage(answer: Answer, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expectConventionalHeaders(answer);
  expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8');
  expect(answer.headers['Referrer-Policy']).toBe('no-referrer');
  expect(answer.headers.Location).toBeUndefined();
  const policy = answer.headers['Content-Security-Policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
  if (status !== 200) expect(policy).toContain("form-action 'none'");
  expect(answer.text).toMatch(/^<!doctype html>/);
}
