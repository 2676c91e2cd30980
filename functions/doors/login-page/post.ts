import type { Settings } from '../../../shared/settings/settings.ts';
import type { Door } from '../../../shared/sign-in/door.ts';
import { unbound } from '../../../shared/token/conditions.ts';
import { httpHandler } from '../../http/http-handler.ts';
import { Problem } from '../../http/problem.ts';
import type { HeaderLookup } from '../../http/request.ts';
import { config } from '../../runtime/config.ts';
import { cachedSettings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { formPairs, linkPairs } from '../link-pairs.ts';
import { problemPage } from '../problem-page.ts';
import { readLink } from '../read-link.ts';
import { redirectUrl } from '../redirect-url.ts';
import { signInAtDoor } from '../sign-in.ts';
import { isOciCall, redirectToOci } from './redirect-to-oci.ts';
import { postLoginPage as route } from './routes.ts';

const DOOR: Door = {
  by: { id: 'door:login', name: 'Login page' },
  scope: undefined,
  accepts: [unbound],
};

/** Signs in the person who pressed the button. The token comes from the form and never from the address. */
export const handler = httpHandler(
  route,
  async (request) => {
    const { rawQuery, body, audit, header } = request;
    const pairs = [...linkPairs(rawQuery), ...formPairs(body)];
    if (isOciCall(pairs)) return redirectToOci(request);
    const [settings, keys] = await Promise.all([cachedSettings(audit.time), signingKeys(audit.time)]);
    refuseCrossSite(settings, header);
    const { token = '', returnTo, state, attemptId, locale } = readLink(body);
    const url = redirectUrl(settings, returnTo, state);
    return signInAtDoor(request, DOOR, { token, attemptId, keys, url, state, settings, locale });
  },
  problemPage,
);

/**
 * Refuses a form of another site, which would sign a person in as another one (login CSRF). `Sec-Fetch-Site` (Fetch
 * Metadata, section 2.4) counts before `Origin`: a page without referrer, as ours, sends `Origin: null`. `none` is a repeated
 * form. Why `null` is taken where a browser tells no more: docs/decisions/0029-forms-of-other-sites.md.
 */
function refuseCrossSite({ appUrl }: Settings, header: HeaderLookup): void {
  const site = header('sec-fetch-site');
  const origin = header('origin');
  const ownOrigins = [appUrl, config.appUrl].map((url) => new URL(url).origin);
  const isSameSite =
    site === undefined
      ? origin === undefined || origin === 'null' || ownOrigins.includes(origin)
      : site === 'same-origin' || site === 'none';
  if (!isSameSite) throw new Problem('forbidden', 'The form was sent from another site.');
}
