import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { BASE62 } from './base62.ts';

/** Text that must never reach a log, a response or an error by accident: only `reveal()` gives it. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  /** The text itself. Every call site is a place to review. */
  reveal(): string {
    return this.#text;
  }
  /** SHA-256. A plain hash is enough for 196 random bits: there is nothing to guess. */
  hash(): Uint8Array {
    return sha256(this.#text);
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

export const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** Whether two digests are the same, in time that does not depend on where they differ. */
export const sameDigest = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

/** `length` base 62 digits from the CSPRNG. Bytes of 248 and more are thrown away, or the first digits would be likelier. */
export function randomBase62(length: number): string {
  let digits = '';
  while (digits.length < length) {
    for (const byte of randomBytes(length + 8)) {
      if (byte < 248 && digits.length < length) digits += BASE62.charAt(byte % 62);
    }
  }
  return digits;
}
