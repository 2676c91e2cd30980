import { identifier } from '../../shared/identity/authenticate.ts';
import { provider } from './identity-provider.ts';

/** Apart from the database: functions that no administrator calls do not load what verifies access tokens. */
export const identify = provider && identifier(provider);
