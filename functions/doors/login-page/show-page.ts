import { randomBase62 } from '../../../shared/crypto/secret.ts';
import { targetOrigins } from '../../../shared/sign-in/redirect.ts';
import type { Call, Reply } from '../../http/call.ts';
import { loginPage } from '../../pages/login-page.ts';
import { settings } from '../../runtime/settings.ts';
import { readLink } from '../read-link.ts';
import { targetOf } from '../redirect.ts';
import { localeOf } from '../refuse-page.ts';
import type { open } from './routes.ts';

/** The page of a login link, made without a look at the token. */
export async function showPage({
  query,
  origin,
  header,
}: Pick<Call<typeof open>, 'query' | 'origin' | 'header'>): Promise<Reply> {
  const present = await settings(origin.time);
  const form = readLink(query);
  targetOf(present, form.returnTo);
  const page = loginPage({
    locale: localeOf(query, header('accept-language')),
    shop: present,
    form: { ...form, attempt: randomBase62(22) },
    targets: targetOrigins(present),
  });
  return { status: 200, page };
}
