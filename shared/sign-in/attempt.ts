import { sha256 } from '../crypto/secret.ts';

/** Sixteen bytes whatever the caller calls its attempts, and another caller's attempt of the same name is another one. */
export const attemptMark = (callerId: string, attemptId: string): Uint8Array =>
  sha256(`${callerId}\0${attemptId}`).subarray(0, 16);
