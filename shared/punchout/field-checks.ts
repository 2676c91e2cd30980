import { holdsCredential } from '../crypto/credential-pattern.ts';

/** The checks that OCI and cXML share. */

/** Names of fields in which partners configure the password of another shop. */
const CREDENTIAL = /pass|pwd|secret/i;

/** Names with a meaning in JavaScript objects. The DynamoDB client fails on them, and a storefront may do worse. */
const RESERVED_NAMES = ['', '__proto__', 'constructor', 'prototype'];

/** Whether a field that no standard defines goes to the storefront. Secrets and reserved names do not. */
export const isForwardable = (name: string, value: string): boolean =>
  !CREDENTIAL.test(name) &&
  !RESERVED_NAMES.includes(name) &&
  !holdsCredential(name) &&
  !holdsCredential(value);

/** Characters of an address. */
const LONGEST = 2_048;

/** A scheme, and an authority without credentials (`user@`). */
const FORM = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;

/** Browsers drop or repair these characters, and another parser may not. U+FFFD marks damaged text. */
const AMBIGUOUS = /[\s\\\p{Cc}\p{Cf}\p{Cs}\ufffd]/u;

/**
 * Whether a text is a URL to which a storefront may let a browser post a basket: http or https, and never `javascript:` or
 * `data:`. Procurement systems within the network of a company have http.
 */
export const isReturnAddress = (text: string): boolean =>
  text.length <= LONGEST && FORM.test(text) && !AMBIGUOUS.test(text) && URL.canParse(text);
