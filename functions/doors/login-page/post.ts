import type { Settings } from '../../../shared/settings/settings.ts';
import { Problem } from '../../http/problem.ts';
import { serve } from '../../http/serve.ts';
import { config } from '../../runtime/config.ts';
import { settings } from '../../runtime/settings.ts';
import { signingKeys } from '../../runtime/signing-keys.ts';
import { isPunchOut, openCatalogue } from '../oci/open-catalogue.ts';
import { readLink } from '../read-link.ts';
import { targetOf } from '../redirect.ts';
import { refusePage } from '../refuse-page.ts';
import { enter } from '../sign-in.ts';
import { press as route } from './routes.ts';

const DOOR = { id: 'door:login', name: 'Login page' };

/** The press of the button: the one thing that uses a person's token. */
export const handler = serve(
  route,
  async (call) => {
    const { query, body, origin, header } = call;
    const all = [...query, ...body];
    if (isPunchOut(all)) return openCatalogue(call, all);
    const [present, keys] = await Promise.all([settings(origin.time), signingKeys(origin.time)]);
    refuseOtherSites(present, header);
    const { token = '', returnTo, state, attempt: attemptId } = readLink(body);
    const url = targetOf(present, returnTo);
    return enter(call, { token, attemptId, by: DOOR, keys, url, state });
  },
  refusePage,
);

/**
 * A form that another site sends would sign people in as somebody they are not (login cross-site request forgery). A
 * page with `no-referrer` has the origin `null`, as others can have, so where browsers tell the site (Fetch Metadata,
 * section 2.4), that decides; `none` is a form that the browser itself sends again.
 */
function refuseOtherSites({ appUrl }: Settings, header: (name: string) => string | undefined): void {
  const site = header('sec-fetch-site');
  const origin = header('origin');
  const ours = [appUrl, config.appUrl].map((url) => new URL(url).origin);
  const good =
    site === undefined
      ? origin === undefined || ours.includes(origin)
      : site === 'same-origin' || site === 'none';
  if (!good) throw new Problem('forbidden', 'The form was sent from another site.');
}
