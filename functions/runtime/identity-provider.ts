import { parseProvider } from '../../shared/identity/provider.ts';
import { config } from './config.ts';

/** The OpenID Connect provider of administrators; undefined: administrators have API keys alone. */
export const identityProvider = parseProvider(config.oidc);
