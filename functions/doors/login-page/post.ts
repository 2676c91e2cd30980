import type { Settings } from '../../../shared/settings/settings.ts';
import type { Door } from '../../../shared/sign-in/door.ts';
import { unbound } from '../../../shared/token/token-condition.ts';
import { httpHandler } from '../../http/http-handler.ts';
import { Problem } from '../../http/problem.ts';
import { config } from '../../runtime/config.ts';
import { settings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { isPunchOut, openCatalogue } from '../oci/sign-in-buyer.ts';
import { refusePage } from '../problem-page.ts';
import { readLink } from '../read-link.ts';
import { redirectOf } from '../redirect-url.ts';
import { signInAtDoor } from '../sign-in.ts';
import { postLoginPage as route } from './routes.ts';

const DOOR: Door = {
  actor: { id: 'door:login', name: 'Login page' },
  scope: undefined,
  accepts: [unbound],
};

/** Signs in the person who pressed the button. */
export const handler = httpHandler(
  route,
  async (call) => {
    const { query, body, audit, header } = call;
    const pairs = [...query, ...body];
    if (isPunchOut(pairs)) return openCatalogue(call, pairs);
    const [inForce, keys] = await Promise.all([settings(audit.time), signingKeys(audit.time)]);
    refuseOtherSites(inForce, header);
    const { token = '', returnTo, state, attemptId } = readLink(body);
    return signInAtDoor(call, DOOR, { token, attemptId, keys, url: redirectOf(inForce, returnTo), state });
  },
  refusePage,
);

/**
 * Refuses forms that another site sends: they would sign people in as another person (login CSRF). `Sec-Fetch-Site`
 * decides where browsers send it (Fetch Metadata, section 2.4; `none`: the browser itself repeats the form), since the
 * `Origin` of a page without referrer is `null`.
 */
function refuseOtherSites({ appUrl }: Settings, header: (name: string) => string | undefined): void {
  const site = header('sec-fetch-site');
  const origin = header('origin');
  const ours = [appUrl, config.appUrl].map((url) => new URL(url).origin);
  const isOurs =
    site === undefined
      ? origin === undefined || ours.includes(origin)
      : site === 'same-origin' || site === 'none';
  if (!isOurs) throw new Problem('forbidden', 'The form was sent from another site.');
}
