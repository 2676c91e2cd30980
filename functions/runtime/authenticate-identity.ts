import { identityAuthenticator } from '../../shared/identity/authenticate.ts';
import { provider } from './identity-provider.ts';

/**
 * Authenticates access tokens of administrators; undefined: there is no provider. In a file of its own: the bundles of
 * routes that no administrator calls do not load it.
 */
export const authenticateIdentity = provider && identityAuthenticator(provider);
