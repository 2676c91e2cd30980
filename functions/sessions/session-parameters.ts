import type { Principal } from '../../shared/principal/principal.ts';
import type { SessionParameters } from '../../shared/session/issue.ts';
import { config } from '../runtime/config.ts';
import { cachedSettings } from '../runtime/settings.ts';
import { signingKeys } from '../runtime/signing-keys.ts';
import { audienceOf } from './audience.ts';

/**
 * The parameters of the sessions of a storefront. Read them before a token or a code is used: a use that yields no
 * session would be lost. `time` is epoch milliseconds.
 */
export async function sessionParametersOf(principal: Principal, time: number): Promise<SessionParameters> {
  const audience = audienceOf(principal);
  const [keys, lifetimes] = await Promise.all([signingKeys(time), cachedSettings(time)]);
  return { issuer: config.appUrl, audience, keys, lifetimes };
}
