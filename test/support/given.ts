import { expect } from 'vitest';
import { type Answer, send } from './api.ts';
import { ADMIN, STOREFRONT } from './keys.ts';

/** What tests start from, made by the API with the keys of `useService`. */

let count = 0;

/** A name that nothing else in this file has. */
export const unique = (prefix = 'n'): string => `${prefix}${++count}`;

type Members = Record<string, unknown>;

/** Makes or replaces a user, as an administrator would; gives the id. */
export async function aUser(members: Members = {}, id: string = unique('user-')): Promise<string> {
  const answer = await send('PUT', `/users/${id}`, {
    key: ADMIN,
    body: { type: 'contact', name: 'Jane Doe', email: `${id}@acme.com`, ...members },
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return id;
}

/** What creating a token answers. */
export async function aToken(members: Members = {}): Promise<ReturnType<typeof JSON.parse>> {
  const answer = await send('POST', '/tokens', { key: ADMIN, body: members });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

/** Redeems a string as an unlimited storefront. */
export const redeem = async (token: string, members: Members = {}) =>
  send('POST', '/tokens/redeem', { key: STOREFRONT, body: { token, ...members } });

/** The ids of a page's items. */
export const idsOf = ({ body }: { body: { items: { id: string }[] } }): string[] =>
  body.items.map(({ id }) => id);

/** Follows a list to its end: its pages, as ids. */
export async function pagesOf(target: string, key: string): Promise<string[][]> {
  const pages: string[][] = [];
  const join = target.includes('?') ? '&' : '?';
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await send('GET', cursor ? `${target}${join}cursor=${cursor}` : target, { key });
    expect(answer.status, answer.text).toBe(200);
    pages.push(idsOf(answer));
    cursor = answer.body.nextCursor;
  }
  return pages;
}

/** Sets all settings, as an administrator would: what is left out is as the deployment has it. */
export async function setSettings(members: Members = {}): Promise<void> {
  const answer = await send('PUT', '/settings', { key: ADMIN, body: members });
  expect(answer.status, answer.text).toBe(200);
}

/** Where tests have people taken. */
export const CALLBACK = 'https://shop.example/callback';

/** What today's browsers say with the form of a page that sends no referrer. */
const OUR_PAGE = { 'sec-fetch-site': 'same-origin', origin: 'null' };

/** Presses the button of the login page: of a page of its own, unless an attempt is named. */
export const pressContinue = (token: string, fields: Record<string, string> = {}) =>
  send('POST', '/login', {
    form: { token, attempt: unique('attempt-'), ...fields },
    headers: OUR_PAGE,
    base64: true,
  });

/** What a press takes to the storefront. */
export const arrivalOf = ({ headers }: Pick<Answer, 'headers'>): URLSearchParams =>
  new URL(headers.Location ?? '').searchParams;

/** The code that a press yields. */
export async function aCode(token: string, fields: Record<string, string> = {}): Promise<string> {
  const pressed = await pressContinue(token, fields);
  expect(pressed.status, pressed.text).toBe(303);
  return arrivalOf(pressed).get('code') ?? '';
}

/** Exchanges a code as an unlimited storefront. */
export const exchange = async (code: string, members: Members = {}) =>
  send('POST', '/sessions/exchange', { key: STOREFRONT, body: { code, ...members } });

/** A session of a new token, with both. */
export async function aSession(members: Members = {}) {
  const token = await aToken(members);
  const answer = await redeem(token.token);
  expect(answer.status, answer.text).toBe(200);
  return { token, session: answer.body.session, accessToken: String(answer.body.session.accessToken) };
}

/** What an unlimited storefront is told of a session, by its access token. */
export const introspect = async (token: string) =>
  send('POST', '/sessions/introspect', { key: STOREFRONT, form: { token } });
