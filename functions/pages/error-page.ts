import { contentSecurityPolicy } from './content-security-policy.ts';
import { helpFooter, helpLinks } from './help-links.ts';
import { html } from './html.ts';
import { layout, type Page, type Shop } from './layout.ts';
import type { Locale } from './locale.ts';
import type { Notice } from './texts/type.ts';
import { MESSAGES } from './texts.ts';

/** Where opening the link again does not help, whom to ask is the next step; elsewhere it stays in the footer. */
const NEEDS_HELP: ReadonlySet<Notice> = new Set<Notice>(['refused', 'not_ready', 'failed']);

/** A page without script or form that says what happened, and what to do next. */
export function noticePage({
  locale,
  shop,
  notice,
  requestId,
}: {
  locale: Locale;
  shop: Shop;
  notice: Notice;
  /** Shown for `failed` alone: the other pages are the same for the same reader. */
  requestId?: string | undefined;
}): Page {
  const words = MESSAGES[locale];
  const { title, text } = words.notices[notice];
  const prominent = NEEDS_HELP.has(notice);
  const actions = prominent ? helpLinks(shop, words.help) : [];
  const reference = notice === 'failed' && requestId !== undefined;
  const main = html`
    <h1>${title}</h1>
    <p>${text}</p>
    ${reference && html`<p class="reference">${words.reference} <code>${requestId}</code></p>`}
    ${actions.length > 0 && html`<div class="actions">${actions}</div>`}
  `;
  return {
    html: layout({
      locale,
      shop,
      title: shop.shopName ? `${title} – ${shop.shopName}` : title,
      main,
      footer: prominent ? undefined : helpFooter(shop, words.help),
    }),
    contentSecurityPolicy: contentSecurityPolicy({ frameAncestors: shop.frameAncestors }),
  };
}
