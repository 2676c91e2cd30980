import { identityAuthenticator } from '../../shared/identity/authenticate.ts';
import { identityProvider } from './identity-provider.ts';

/**
 * Authenticates access tokens of administrators; undefined: there is no identity provider. A file of its own, so that the
 * bundles of other routes do not carry the verification of tokens.
 */
export const authenticateIdentity = identityProvider && identityAuthenticator(identityProvider);
