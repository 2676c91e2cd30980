import { type Secret, sameDigest } from './secret.ts';

/** The secret of a record that can be rotated with an overlap. Instants are epoch seconds. */
export type RotatedSecret = {
  secretHash: Uint8Array;
  /** The hash of the secret before the last rotation, which works too until `previousUntil`. */
  previousHash?: Uint8Array | undefined;
  previousUntil?: number | undefined;
};

/** Whether a hash is of the present secret, or of the one before it while the overlap lasts. */
export const isSecretOf = (record: RotatedSecret, hash: Uint8Array, now: number): boolean =>
  sameDigest(record.secretHash, hash) || (isOverlapping(record, now) && isPrevious(record, hash));

const isOverlapping = ({ previousUntil = 0 }: RotatedSecret, now: number): boolean => previousUntil > now;

const isPrevious = ({ previousHash }: RotatedSecret, hash: Uint8Array): boolean =>
  previousHash !== undefined && sameDigest(previousHash, hash);

/** The attributes after a rotation. Without `overlapUntil` the secret before is dead, and so is the one before that always. */
export const rotateSecret = (
  { secretHash }: RotatedSecret,
  next: Secret,
  overlapUntil: number | undefined,
): { secretHash: Uint8Array; previousHash: Uint8Array | undefined; previousUntil: number | undefined } => ({
  secretHash: next.hash(),
  previousHash: overlapUntil === undefined ? undefined : secretHash,
  previousUntil: overlapUntil,
});
