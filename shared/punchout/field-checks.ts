import { holdsCredential } from '../crypto/credential-pattern.ts';

/** What a partner has configured as some shop's password is nothing to pass on. */
const CREDENTIAL = /pass|pwd|secret/i;

/** Names that JavaScript takes for something else: the database's client fails on them, and storefronts may do worse. */
const RESERVED_NAMES = ['', '__proto__', 'constructor', 'prototype'];

/** Whether a field that we do not know is kept for the storefront. */
export const isForwardable = (name: string, value: string): boolean =>
  !CREDENTIAL.test(name) &&
  !RESERVED_NAMES.includes(name) &&
  !holdsCredential(name) &&
  !holdsCredential(value);
