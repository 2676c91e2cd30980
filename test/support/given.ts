import { expect } from 'vitest';
import { type Answer, send } from './api.ts';
import { ADMIN, STOREFRONT } from './keys.ts';

/** Users, tokens and sessions, made through the API with the keys of `useService`. */

let count = 0;

/** A name that is unique in the test file. */
export const unique = (prefix = 'n'): string => `${prefix}${++count}`;

type Members = Record<string, unknown>;

/** Creates or replaces a user. Returns its id. */
export async function aUser(members: Members = {}, id: string = unique('user-')): Promise<string> {
  const answer = await send('PUT', `/users/${id}`, {
    key: ADMIN,
    body: { type: 'contact', name: 'Jane Doe', email: `${id}@acme.com`, ...members },
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return id;
}

/** Creates a token. Returns the body of the answer. */
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

/** Replaces the settings; absent members get the defaults of the deployment. */
export async function setSettings(members: Members = {}): Promise<void> {
  const answer = await send('PUT', '/settings', { key: ADMIN, body: members });
  expect(answer.status, answer.text).toBe(200);
}

/** The callback URL of the storefront. */
export const CALLBACK = 'https://shop.example/callback';

/** The headers of a browser with a form of a page that sends no referrer. */
const OUR_PAGE = { 'sec-fetch-site': 'same-origin', origin: 'null' };

/** Presses the button of the login page, as a new attempt unless one is named. */
export const pressContinue = (token: string, fields: Record<string, string> = {}) =>
  send('POST', '/login', {
    form: { token, attempt: unique('attempt-'), ...fields },
    headers: OUR_PAGE,
    base64: true,
  });

/** The parameters with which a press arrives at the storefront. */
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

/** Introspects a session by its access token, as an unlimited storefront. */
export const introspect = async (token: string) =>
  send('POST', '/sessions/introspect', { key: STOREFRONT, form: { token } });
