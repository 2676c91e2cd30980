import { contentSecurityPolicy } from './content-security-policy.ts';
import { helpFooter } from './help-links.ts';
import { constantMarkup, type Html, html } from './html.ts';
import { layout, type Page, type Shop } from './layout.ts';
import type { Locale } from './locale.ts';
import { SCRIPT, SCRIPT_HASH } from './script.ts';
import { MESSAGES } from './texts.ts';

export type LoginForm = {
  token?: string | undefined;
  returnTo?: string | undefined;
  state?: string | undefined;
  /** Random: pressing the button of one page twice is one sign-in. */
  attemptId: string;
};

/** What a token may be made of: anything else is no link of ours, and stays out of the page. */
const TOKEN = /^[0-9A-Za-z_]{1,128}$/;

const SCRIPT_ELEMENT = constantMarkup(`<script>${SCRIPT}</script>`);

const HIDDEN = html` hidden`;

const field = (name: string, value: string | undefined): Html =>
  value === undefined ? html`` : html`<input type="hidden" name="${name}" value="${value}">`;

/**
 * The page that a login link opens. Works without its script when the token is in the query. The form's address is
 * relative, so that a path in front of `/login` stays, and the query with the token does not. `autocomplete` is off
 * because browsers otherwise keep what is in forms, hidden fields too, with the history.
 */
export function loginPage({
  locale,
  shop,
  form,
  targets,
}: {
  locale: Locale;
  shop: Shop;
  form: LoginForm;
  /** Origins that the answer to the form may redirect to. */
  targets: readonly string[];
}): Page {
  const words = MESSAGES[locale];
  const title = shop.shopName ? words.signInTo(shop.shopName) : words.signIn;
  const token = form.token !== undefined && TOKEN.test(form.token) ? form.token : '';
  const missing = token === '';
  const main = html`
    <h1>${title}</h1>
    <p id="lead"${missing && HIDDEN}>${words.lead}</p>
    <div id="missing"${!missing && HIDDEN}>
      <p>${words.noToken}</p>
      <noscript><p>${words.needsScript}</p></noscript>
    </div>
    <form method="post" action="login" autocomplete="off" data-busy="${words.signingIn}">
      ${[
        field('token', token),
        field('return_to', form.returnTo),
        field('state', form.state),
        field('attempt', form.attemptId),
        field('locale', locale),
      ]}
      <button${missing && html` disabled`}>${words.continue}</button>
    </form>
    <p role="status" class="spoken"></p>
    ${SCRIPT_ELEMENT}
  `;
  return {
    html: layout({ locale, shop, title, main, footer: helpFooter(shop, words.help) }),
    contentSecurityPolicy: contentSecurityPolicy({
      script: SCRIPT_HASH,
      form: targets,
      frameAncestors: shop.frameAncestors,
    }),
  };
}
