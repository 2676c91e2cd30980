import { domainOf } from '../email-address.ts';

const DOMAIN =
  /^(?=.{1,253}$)([\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,63}$/u;

/** Whether a text can be the domain of e-mail addresses, such as `acme.com`. */
export const isDomain = (text: string): boolean => DOMAIN.test(text);

/** The e-mail domains that a principal is limited to, as `canonicalDomain` has them; undefined: no limit. */
export type Scope = readonly string[] | undefined;

/** Whether a scope contains a user. A limited scope contains no anonymous visitor (undefined) and no user without address. */
export const inScope = (scope: Scope, user: { email?: string | undefined } | undefined): boolean =>
  scope === undefined || (user?.email !== undefined && scope.includes(domainOf(user.email)));

/** Whether a text is an e-mail address in the domains of a limited scope. */
export const isAddressIn = (scope: NonNullable<Scope>, text: string): boolean =>
  /^[^@]+@[^@]+$/.test(text) && inScope(scope, { email: text });

/** The domains that two scopes have in common. */
export const intersection = (one: Scope, other: Scope): Scope =>
  one && other ? one.filter((domain) => other.includes(domain)) : (one ?? other);

/** Whether a scope is a part of another one. */
export const isWithin = (inner: Scope, outer: Scope): boolean =>
  outer === undefined || (inner?.every((domain) => outer.includes(domain)) ?? false);
