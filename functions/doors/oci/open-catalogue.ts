import { parseCredential } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { type OciCredentials, readOci } from '../../../shared/punchout/oci.ts';
import { putAway } from '../../../shared/punchout/punchout-store.ts';
import type { Attempt } from '../../../shared/sign-in/redeem.ts';
import type { User } from '../../../shared/user/user.ts';
import type { Call, Pairs, Reply } from '../../http/call.ts';
import { Problem } from '../../http/problem.ts';
import type { Route } from '../../http/route.ts';
import { db } from '../../runtime/database.ts';
import { settings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { targetOf } from '../redirect.ts';
import { enter } from '../sign-in.ts';

const DOOR = { id: 'door:oci', name: 'OCI punch-out' };

/** Whether what was sent comes from a procurement system, and not from a person with a link. */
export const isPunchOut = (pairs: Pairs): boolean =>
  pairs.some(([name]) => name.toUpperCase() === 'HOOK_URL');

/** Redeems for a procurement system, which can press no button, and takes the buyer's browser to the storefront. */
export async function openCatalogue(call: Pick<Call<Route>, 'origin' | 'log'>, pairs: Pairs): Promise<Reply> {
  const { time } = call.origin;
  const reading = readOci(pairs);
  if (reading.outcome === 'invalid') {
    throw new Problem('invalid_request', 'The call of the procurement system is not as it should be.', {
      errors: [{ pointer: `/${reading.field}`, detail: reading.detail }],
    });
  }
  const [present, keys] = await Promise.all([settings(time), signingKeys(time)]);
  const { credentials, returnTo, state, procurement } = reading;
  const url = targetOf(present, returnTo);
  const attempt = attemptOf(credentials);
  const punchout = newId(time);
  // Before the token is used: a use whose fields are lost would be lost too. Nothing is kept for a mere probe.
  if (parseCredential('lt_', attempt.token)) await putAway(db, punchout, procurement, time);
  return enter(call, { ...attempt, purposes: ['procurement'], by: DOOR, keys, url, state, punchout });
}

/** No name stands for an attempt: each time that the catalogue is opened is a use. */
function attemptOf(credentials: OciCredentials | undefined): Pick<Attempt, 'token' | 'attemptId' | 'isFor'> {
  if (!credentials) return { token: '', attemptId: undefined };
  if ('token' in credentials) return { token: credentials.token.reveal(), attemptId: undefined };
  const { password, username } = credentials;
  return { token: password.reveal(), attemptId: undefined, isFor: (user) => isNamed(user, username) };
}

const isNamed = (user: User | undefined, name: string | undefined): boolean =>
  user !== undefined &&
  name !== undefined &&
  (user.id === name || user.email?.toLowerCase() === name.toLowerCase());
