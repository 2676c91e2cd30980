import { randomBytes } from 'node:crypto';
import { fromBase62, toBase62 } from './base62.ts';

const WIDTH = 22;
const ID = /^[0-9A-Za-z]{22}$/;

export const isId = (text: string): boolean => ID.test(text);

/**
 * A UUIDv7 (RFC 9562, section 5.7) of an instant in epoch milliseconds, in base 62: 22 characters that sort by
 * time, to the millisecond. The instant can be read back, so nothing stores a creation time beside an id.
 */
export function newId(milliseconds: number): string {
  const random = randomBytes(10);
  const tail = BigInt(`0x${random.toString('hex')}`);
  const version = 7n << 76n;
  const variant = 2n << 62n;
  const bits = (tail & ~(0xfn << 76n) & ~(3n << 62n)) | version | variant;
  return toBase62((BigInt(milliseconds) << 80n) | bits, WIDTH);
}

/** The id of what follows from something else: the same for the same instant and digest, and ordered as the others are. */
export function derivedId(milliseconds: number, digest: Uint8Array): string {
  const tail = BigInt(`0x${Buffer.from(digest.subarray(0, 10)).toString('hex')}`);
  return toBase62((BigInt(milliseconds) << 80n) | tail, WIDTH);
}

/** Epoch milliseconds at which `id` was made. */
export const idTime = (id: string): number => Number(fromBase62(id) >> 80n);

/** A text that sorts after every id made before the instant, and before every id made at it or later. */
export const idBound = (milliseconds: number): string => toBase62(BigInt(milliseconds) << 80n, WIDTH);
