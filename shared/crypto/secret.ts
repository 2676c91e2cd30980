import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { BASE62 } from './base62.ts';

/** A text that must not reach a log, a response or an error by accident: only `reveal()` returns it. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  /** The text itself. Review every new call. */
  reveal(): string {
    return this.#text;
  }
  /** SHA-256, 32 bytes. A slow password hash is not needed: nobody can guess 196 random bits. */
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

/** Whether two digests are the same. The time that it takes does not tell where they differ. */
export const sameDigest = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

/** `length` base 62 digits from the CSPRNG. Bytes of 248 and more are skipped, or the first eight digits would be likelier. */
export function randomBase62(length: number): string {
  let digits = '';
  while (digits.length < length) {
    for (const byte of randomBytes(length + 8)) {
      if (byte < 248 && digits.length < length) digits += BASE62.charAt(byte % 62);
    }
  }
  return digits;
}
