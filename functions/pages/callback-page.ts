import { contentSecurityPolicy } from './content-security-policy.ts';
import { constantMarkup, html } from './html.ts';
import { sourceHash } from './inline-source.ts';
import { layout, type Page, type Shop } from './layout.ts';
import type { Locale } from './locale.ts';
import { TEXTS } from './texts.ts';

/** It does not wait for the load event, so the browser leaves this page out of its history. */
const SCRIPT = "document.querySelector('form').submit()";

const SCRIPT_ELEMENT = constantMarkup(`<script>${SCRIPT}</script>`);

/**
 * Posts the code to the storefront (OAuth 2.0 Form Post Response Mode, section 2), by itself or by a press: the code is in the
 * body of one request, and in no address.
 */
export function callbackPage({
  locale,
  shop,
  url,
  fields,
  targets,
}: {
  locale: Locale;
  shop: Shop;
  /** The callback. */
  url: string;
  fields: { code: string; state: string | undefined };
  /** Schemes that the answer of the storefront may redirect to. */
  targets: readonly string[];
}): Page {
  const texts = TEXTS[locale];
  const title = shop.shopName ? texts.signInTo(shop.shopName) : texts.signIn;
  const { code, state } = fields;
  const main = html`
    <h1>${title}</h1>
    <p>${texts.continueOnce}</p>
    <form method="post" action="${url}" autocomplete="off">
      <input type="hidden" name="code" value="${code}">
      ${state !== undefined && html`<input type="hidden" name="state" value="${state}">`}
      <button>${texts.continue}</button>
    </form>
    ${SCRIPT_ELEMENT}
  `;
  return {
    html: layout({ locale, shop, title, main }),
    contentSecurityPolicy: contentSecurityPolicy({
      script: sourceHash(SCRIPT),
      form: targets,
      frameAncestors: shop.frameAncestors,
    }),
  };
}
