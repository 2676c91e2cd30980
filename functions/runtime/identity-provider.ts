import { parseProvider } from '../../shared/identity/provider.ts';
import { config } from './config.ts';

/** The OpenID Connect provider of administrators; undefined: there are API keys alone. */
export const provider = parseProvider(config.oidc);
