import { readProvider } from '../../shared/identity/provider.ts';
import { config } from './config.ts';

/** Who says who administrators are; undefined: nobody, and there are API keys alone. */
export const provider = readProvider(config.oidc);
