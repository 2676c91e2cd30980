import type { Door } from '../../../shared/sign-in/door.ts';
import { boundTo, purposeIs } from '../../../shared/token/conditions.ts';
import { CXML_DOOR } from '../../../shared/token/token.ts';
import { httpHandler } from '../../http/http-handler.ts';
import { cachedSettings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { linkPairs } from '../link-pairs.ts';
import { problemPage } from '../problem-page.ts';
import { readLink } from '../read-link.ts';
import { redirectUrl } from '../redirect-url.ts';
import { signInAtDoor } from '../sign-in.ts';
import { getCxml as route } from './routes.ts';

const DOOR: Door = {
  by: { id: 'door:cxml', name: 'cXML punch-out' },
  scope: undefined,
  accepts: [boundTo(CXML_DOOR), purposeIs('procurement')],
};

/**
 * Opens the start page of a punch-out, once. The buyer presses no button, and has no other link: the same browser may repeat
 * it for two minutes, as one attempt, since an answer can be lost.
 */
export const handler = httpHandler(
  route,
  async (request) => {
    const { time, ip, userAgent } = request.audit;
    const [settings, keys] = await Promise.all([cachedSettings(time), signingKeys(time)]);
    const { token = '' } = readLink(linkPairs(request.rawQuery));
    return signInAtDoor(request, DOOR, {
      token,
      attemptId: `${ip}\0${userAgent}`,
      keys,
      url: redirectUrl(settings, undefined, undefined),
      state: undefined,
      settings,
      locale: undefined,
      // The fields were stored when the token was created.
      procurementIdOf: ({ token: { id } }) => id,
    });
  },
  problemPage,
);
