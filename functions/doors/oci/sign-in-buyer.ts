import { type OciCredentials, parseOciRequest } from '../../../shared/punchout/oci.ts';
import { storeProcurement } from '../../../shared/punchout/punchout-store.ts';
import { type Door, userIs } from '../../../shared/sign-in/door.ts';
import { purposeIs, unbound } from '../../../shared/token/conditions.ts';
import { Problem } from '../../http/problem.ts';
import type { NameValuePairs } from '../../http/request.ts';
import type { HttpResponse } from '../../http/response.ts';
import { db } from '../../runtime/database.ts';
import { cachedSettings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { redirectUrl } from '../redirect-url.ts';
import { type DoorRequest, signInAtDoor } from '../sign-in.ts';

const DOOR: Door = {
  by: { id: 'door:oci', name: 'OCI punch-out' },
  scope: undefined,
  accepts: [unbound, purposeIs('procurement')],
};

/** Signs a buyer in whom a procurement system sends. It can press no button, so every call is a use. */
export async function signInBuyer(request: DoorRequest, pairs: NameValuePairs): Promise<HttpResponse> {
  const { time } = request.audit;
  const reading = parseOciRequest(pairs);
  if (reading.outcome === 'invalid') {
    throw new Problem('invalid_request', 'The call of the procurement system is not as it should be.', {
      errors: [{ pointer: `/${reading.field}`, detail: reading.detail }],
    });
  }
  const [settings, keys] = await Promise.all([cachedSettings(time), signingKeys(time)]);
  const { credentials, returnTo, state, locale, procurement } = reading;
  const url = redirectUrl(settings, returnTo, state);
  return signInAtDoor(request, doorFor(credentials), {
    token: tokenOf(credentials),
    attemptId: undefined,
    store: (sessionId) => storeProcurement(db, sessionId, procurement, time),
    keys,
    url,
    state,
    settings,
    locale,
    procurementIdOf: ({ sessionId }) => sessionId,
  });
}

function tokenOf(credentials: OciCredentials | undefined): string {
  if (!credentials) return '';
  return ('token' in credentials ? credentials.token : credentials.password).reveal();
}

/** Narrows the door to the user that the call names: a token in place of a password must belong to that user. */
const doorFor = (credentials: OciCredentials | undefined): Door =>
  credentials && 'password' in credentials
    ? { ...DOOR, accepts: [...DOOR.accepts, userIs(credentials.username)] }
    : DOOR;
