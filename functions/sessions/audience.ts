import type { Principal } from '../../shared/principal/principal.ts';
import { Problem } from '../http/problem.ts';

/**
 * The audience of the sessions of a storefront: the id of its key, as `POST /keys` answers it. Throws for a principal
 * without a key, which no role permits to be here.
 */
export function audienceOf(principal: Principal): string {
  if (principal.kind === 'identity')
    throw new Problem('forbidden', 'Sessions belong to storefronts, which call with an API key.');
  return principal.keyId;
}
