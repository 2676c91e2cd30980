import type { Principal } from '../../shared/principal/principal.ts';
import { Problem } from '../http/problem.ts';

/**
 * The audience of the sessions of a storefront: the id of its API key. Throws `forbidden` for an identity, which no role
 * permits to call the routes of storefronts.
 */
export function audienceOf(principal: Principal): string {
  if (principal.kind === 'identity')
    throw new Problem('forbidden', 'Sessions belong to storefronts, which call with an API key.');
  return principal.keyId;
}
