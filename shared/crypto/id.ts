import { randomBytes } from 'node:crypto';
import { fromBase62, toBase62 } from './base62.ts';

const WIDTH = 22;
const ID = /^[0-9A-Za-z]{22}$/;

export const isId = (text: string): boolean => ID.test(text);

/**
 * A UUIDv7 (RFC 9562, section 5.7) of an instant in epoch milliseconds, in base 62: 22 characters that sort by time, to the
 * millisecond. `idTime` returns the instant, so no item stores a creation time.
 */
export function newId(milliseconds: number): string {
  const random = randomBytes(10);
  const tail = BigInt(`0x${random.toString('hex')}`);
  const version = 7n << 76n;
  const variant = 2n << 62n;
  const bits = (tail & ~(0xfn << 76n) & ~(3n << 62n)) | version | variant;
  return toBase62((BigInt(milliseconds) << 80n) | bits, WIDTH);
}

/** An id from an instant (epoch milliseconds) and a digest of 10 bytes or more: the same for the same two. It sorts by time. */
export function derivedId(milliseconds: number, digest: Uint8Array): string {
  const tail = BigInt(`0x${Buffer.from(digest.subarray(0, 10)).toString('hex')}`);
  return toBase62((BigInt(milliseconds) << 80n) | tail, WIDTH);
}

/** The instant of an id, in epoch milliseconds. */
export const idTime = (id: string): number => Number(fromBase62(id) >> 80n);

/** The last six bytes of an id of `newId`, which are random: it tells a few ids from each other. */
export const idMark = (id: string): Uint8Array => {
  const mark = Buffer.alloc(6);
  mark.writeUIntBE(Number(fromBase62(id) & 0xffff_ffff_ffffn), 0, 6);
  return new Uint8Array(mark);
};

/** A text that sorts after every id of an earlier instant (epoch milliseconds) and before every id of this one or a later one. */
export const idBound = (milliseconds: number): string => toBase62(BigInt(milliseconds) << 80n, WIDTH);
