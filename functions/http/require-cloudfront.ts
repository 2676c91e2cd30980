import { isIP } from 'node:net';
import { type Secret, sameDigest, sha256 } from '../../shared/crypto/secret.ts';
import type { Middleware } from './middleware.ts';
import { Problem } from './problem.ts';
import type { RefusedCredential } from './request.ts';

/**
 * Rejects requests that bypass CloudFront, and takes the viewer's address from its header. Without an origin secret the
 * deployment has no CloudFront, and the address is the one that API Gateway saw.
 */
export function requireCloudFront(originSecret: Secret | undefined): Middleware {
  const expected = originSecret?.hash();
  return {
    before: ({ event: { headers, state } }) => {
      if (!expected) return;
      const { 'x-origin-secret': presented = '', 'x-viewer-address': address = '' } = headers;
      if (!sameDigest(sha256(presented), expected)) {
        const refusal = presented === '' ? 'missing' : 'wrong_secret';
        Object.assign(state.logFields, { credential: 'origin_secret', refusal } satisfies RefusedCredential);
        throw new Problem('forbidden', 'This is not the public address of the service. Ask there.');
      }
      if (isIP(address)) state.ip = address;
    },
  };
}
