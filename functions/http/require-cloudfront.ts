import { isIP } from 'node:net';
import { type Secret, sameDigest, sha256 } from '../../shared/crypto/secret.ts';
import type { Step } from './call.ts';
import { Problem } from './problem.ts';

/**
 * Where something stands in front of the API, only what has passed through it is looked at: it brings a secret along,
 * and the address of whoever asks, which nobody else is believed.
 */
export function admit(originSecret: Secret | undefined): Step {
  const expected = originSecret?.hash();
  return {
    before: ({ event: { headers, call } }) => {
      if (!expected) return;
      const { 'x-origin-secret': presented = '', 'x-viewer-address': address = '' } = headers;
      if (!sameDigest(sha256(presented), expected))
        throw new Problem('forbidden', 'This is not the public address of the service. Ask there.');
      if (isIP(address)) call.ip = address;
    },
  };
}
