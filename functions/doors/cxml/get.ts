import { parseCredential } from '../../../shared/crypto/credential.ts';
import { CXML_DOOR } from '../../../shared/punchout/start-punch-out.ts';
import type { Door } from '../../../shared/sign-in/door.ts';
import { boundTo, purposeIs } from '../../../shared/token/token-condition.ts';
import { httpHandler } from '../../http/http-handler.ts';
import { settings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { refusePage } from '../problem-page.ts';
import { readLink } from '../read-link.ts';
import { redirectOf } from '../redirect-url.ts';
import { signInAtDoor } from '../sign-in.ts';
import { getCxml as route } from './routes.ts';

const DOOR: Door = {
  actor: { id: 'door:cxml', name: 'cXML punch-out' },
  scope: undefined,
  accepts: [boundTo(CXML_DOOR), purposeIs('procurement')],
};

/** Opens the start page of a punch-out: without further input, and once. */
export const handler = httpHandler(
  route,
  async (call) => {
    const { time } = call.audit;
    const [inForce, keys] = await Promise.all([settings(time), signingKeys(time)]);
    const { token = '' } = readLink(call.query);
    return signInAtDoor(call, DOOR, {
      token,
      attemptId: undefined,
      keys,
      url: redirectOf(inForce, undefined),
      state: undefined,
      // The fields were stored under the id of the token when it was created.
      procurementId: parseCredential('lt_', token)?.id,
    });
  },
  refusePage,
);
