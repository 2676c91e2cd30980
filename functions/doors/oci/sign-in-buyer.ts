import { parseCredential } from '../../../shared/crypto/credential.ts';
import { newId } from '../../../shared/crypto/id.ts';
import { type OciCredentials, readOci } from '../../../shared/punchout/oci.ts';
import { storeProcurement } from '../../../shared/punchout/punchout-store.ts';
import { type Door, userIs } from '../../../shared/sign-in/door.ts';
import { purposeIs, unbound } from '../../../shared/token/token-condition.ts';
import { Problem } from '../../http/problem.ts';
import type { HttpRequest, NameValuePairs } from '../../http/request.ts';
import type { HttpResponse } from '../../http/response.ts';
import type { Route } from '../../http/route.ts';
import { db } from '../../runtime/database.ts';
import { settings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { redirectOf } from '../redirect-url.ts';
import { signInAtDoor } from '../sign-in.ts';

const DOOR: Door = {
  actor: { id: 'door:oci', name: 'OCI punch-out' },
  scope: undefined,
  accepts: [unbound, purposeIs('procurement')],
};

/** Whether the fields come from a procurement system, and not from a person with a link. */
export const isPunchOut = (pairs: NameValuePairs): boolean =>
  pairs.some(([name]) => name.toUpperCase() === 'HOOK_URL');

/** Signs a buyer in for a procurement system, which can press no button. Every call is a use. */
export async function openCatalogue(
  call: Pick<HttpRequest<Route>, 'audit' | 'log'>,
  pairs: NameValuePairs,
): Promise<HttpResponse> {
  const { time } = call.audit;
  const reading = readOci(pairs);
  if (reading.outcome === 'invalid') {
    throw new Problem('invalid_request', 'The call of the procurement system is not as it should be.', {
      errors: [{ pointer: `/${reading.field}`, detail: reading.detail }],
    });
  }
  const [inForce, keys] = await Promise.all([settings(time), signingKeys(time)]);
  const { credentials, returnTo, state, procurement } = reading;
  const url = redirectOf(inForce, returnTo);
  const token = tokenOf(credentials);
  const procurementId = newId(time);
  // Stored before the token is used, or a use could lose its fields. A mere probe stores nothing.
  if (parseCredential('lt_', token)) await storeProcurement(db, procurementId, procurement, time);
  const visit = { token, attemptId: undefined, keys, url, state, procurementId };
  return signInAtDoor(call, doorFor(credentials), visit);
}

function tokenOf(credentials: OciCredentials | undefined): string {
  if (!credentials) return '';
  return ('token' in credentials ? credentials.token : credentials.password).reveal();
}

/** A token that comes as a password must be of the user that comes with it. */
const doorFor = (credentials: OciCredentials | undefined): Door =>
  credentials && 'password' in credentials
    ? { ...DOOR, accepts: [...DOOR.accepts, userIs(credentials.username)] }
    : DOOR;
