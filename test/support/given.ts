import { expect } from 'vitest';
import { makeKey, send } from './api.ts';

/** What tests start from. */

let admin: Promise<string> | undefined;

/** An administrator without limit, the same for a whole file. */
export function anAdmin(): Promise<string> {
  admin ??= makeKey('admin');
  return admin;
}

let storefront: Promise<string> | undefined;

/** A storefront without limit, the same for a whole file. */
export function aStorefront(): Promise<string> {
  storefront ??= makeKey('storefront');
  return storefront;
}

let count = 0;

/** A name that nothing else in this file has. */
export const unique = (prefix = 'n'): string => `${prefix}${++count}`;

type Members = Record<string, unknown>;

/** Makes or replaces a user, as an administrator would; gives the id. */
export async function aUser(members: Members = {}, id: string = unique('user-')): Promise<string> {
  const answer = await send('PUT', `/users/${id}`, {
    key: await anAdmin(),
    body: { type: 'contact', name: 'Jane Doe', email: `${id}@acme.com`, ...members },
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return id;
}

/** What creating a token answers. */
export async function aToken(members: Members = {}): Promise<ReturnType<typeof JSON.parse>> {
  const answer = await send('POST', '/tokens', { key: await anAdmin(), body: members });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

/** Redeems a string as an unlimited storefront. */
export const redeem = async (token: string, members: Members = {}) =>
  send('POST', '/tokens/redeem', { key: await aStorefront(), body: { token, ...members } });

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
