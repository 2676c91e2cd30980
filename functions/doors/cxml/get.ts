import { parseCredential } from '../../../shared/crypto/credential.ts';
import { serve } from '../../http/serve.ts';
import { settings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { readLink } from '../read-link.ts';
import { targetOf } from '../redirect.ts';
import { refusePage } from '../refuse-page.ts';
import { enter } from '../sign-in.ts';
import { openCxml as route } from './routes.ts';

const DOOR = { id: 'door:cxml', name: 'cXML punch-out' };

/** The start page that the procurement system was told of: it opens without any further input, and once. */
export const handler = serve(
  route,
  async (call) => {
    const { time } = call.origin;
    const [present, keys] = await Promise.all([settings(time), signingKeys(time)]);
    const { token = '' } = readLink(call.query);
    const url = targetOf(present, undefined);
    // What was sent along was put away under the token's id, when the token was made.
    const punchout = parseCredential('lt_', token)?.id;
    return enter(call, {
      token,
      attemptId: undefined,
      purposes: ['procurement'],
      setUp: true,
      by: DOOR,
      keys,
      url,
      state: undefined,
      punchout,
    });
  },
  refusePage,
);
