import { isIP } from 'node:net';
import { type Secret, sameDigest, sha256 } from '../../shared/crypto/secret.ts';
import { Problem } from './problem.ts';
import type { Middleware } from './request.ts';

/**
 * Rejects requests that bypass CloudFront, and takes the viewer's address from its header. Does nothing without an origin
 * secret: then nothing stands in front of the API.
 */
export function requireCloudFront(originSecret: Secret | undefined): Middleware {
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
