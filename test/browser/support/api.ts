import { randomUUID } from 'node:crypto';
import { expect, inject } from 'vitest';

export const serviceUrl = inject('serviceUrl');
export const shopUrl = inject('shopUrl');
export const procurementUrl = inject('procurementUrl');

export type Json = ReturnType<typeof JSON.parse>;

const caller = (key: string) => async (method: string, path: string, body?: object | URLSearchParams) => {
  const response = await fetch(serviceUrl + path, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body && !(body instanceof URLSearchParams) && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Json };
};

export const admin = caller(inject('adminKey'));
export const storefront = caller(inject('storefrontKey'));

export type Link = { id: string; token: string; loginUrl: string };

/** A new user for one test, so that ending its sessions disturbs no other test. */
export async function putUser(name: string, more: object = {}): Promise<{ id: string; name: string }> {
  const id = `u-${randomUUID()}`;
  expect((await admin('PUT', `/users/${id}`, { type: 'contact', name, ...more })).status).toBe(201);
  return { id, name };
}

export async function makeLink(request: object): Promise<Link> {
  const { status, body } = await admin('POST', '/tokens', request);
  expect(status).toBe(201);
  return body;
}

/** The counts of successes and failures of a token. */
export async function attempts({ id }: Link): Promise<{ good: number; bad: number }> {
  const { body } = await admin('GET', `/tokens/${id}`);
  return { good: body.successfulAttempts, bad: body.failedAttempts };
}

/** Presses the button without a browser. Returns the address of the redirect to the shop, which has a code. */
export async function press({ token }: Link): Promise<string> {
  const response = await fetch(`${serviceUrl}/login`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
    redirect: 'manual',
  });
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}
