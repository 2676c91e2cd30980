import { contentSecurityPolicy } from './content-security-policy.ts';
import { helpFooter } from './help-links.ts';
import { constantMarkup, type Html, html } from './html.ts';
import { layout, type Page, type Shop } from './layout.ts';
import type { Locale } from './locale.ts';
import { FRAGMENT_SCRIPT, QUERY_SCRIPT } from './script.ts';
import { TEXTS } from './texts.ts';

export type LoginForm = {
  /** The whole string of a token. */
  token?: string | undefined;
  returnTo?: string | undefined;
  state?: string | undefined;
  /** Random, so that pressing the button of one page twice is one use of the token. */
  attemptId: string;
};

const HIDDEN = html` hidden`;

const field = (name: string, value: string | undefined): Html =>
  value === undefined ? html`` : html`<input type="hidden" name="${name}" value="${value}">`;

/**
 * The page that a login link opens. It works without its script when the token is in the query. The relative action keeps
 * a path prefix and drops the query; `autocomplete="off"` keeps the token out of the history of the browser.
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
  /** Schemes that the answer to the form may redirect to. */
  targets: readonly string[];
}): Page {
  const texts = TEXTS[locale];
  const title = shop.shopName ? texts.signInTo(shop.shopName) : texts.signIn;
  const { token = '' } = form;
  const missing = token === '';
  const script = missing ? FRAGMENT_SCRIPT : QUERY_SCRIPT;
  const main = html`
    <h1>${title}</h1>
    <p id="lead"${missing && HIDDEN}>${texts.lead}</p>
    ${
      missing &&
      html`
        <div id="missing">
          <p>${texts.noToken}</p>
          <noscript><p>${texts.needsScript}</p></noscript>
        </div>
        <div id="incomplete" hidden>
          <h1>${texts.errors.invalid.title}</h1>
          <p>${texts.errors.invalid.text}</p>
        </div>
      `
    }
    <form method="post" action="login" autocomplete="off" data-busy="${texts.signingIn}"${missing && HIDDEN}>
      ${[
        field('token', token),
        field('return_to', form.returnTo),
        field('state', form.state),
        field('attempt', form.attemptId),
        field('locale', locale),
      ]}
      <button${missing && html` disabled`}>${texts.continue}</button>
    </form>
    <p role="status" class="spoken"></p>
    ${constantMarkup(`<script>${script.source}</script>`)}
  `;
  return {
    html: layout({ locale, shop, title, main, footer: helpFooter(shop, texts.help) }),
    contentSecurityPolicy: contentSecurityPolicy({
      script: script.hash,
      form: targets,
      frameAncestors: shop.frameAncestors,
    }),
  };
}
