import { contentSecurityPolicy } from './content-security-policy.ts';
import { helpFooter, helpLinks } from './help-links.ts';
import { html } from './html.ts';
import { layout, type Page, type Shop } from './layout.ts';
import type { Locale } from './locale.ts';
import type { ErrorKind } from './texts/type.ts';
import { TEXTS } from './texts.ts';

/** The kinds where opening the link again does not help: their pages show the help links above the footer. */
const NEEDS_HELP: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['refused', 'not_ready', 'failed']);

/** A page without script or form that tells what happened, and what to do next. */
export function errorPage({
  locale,
  shop,
  kind,
  requestId,
}: {
  locale: Locale;
  shop: Shop;
  kind: ErrorKind;
  /** Shown for `failed` alone: every other page is the same for the same reader. */
  requestId?: string | undefined;
}): Page {
  const texts = TEXTS[locale];
  const { title, text } = texts.errors[kind];
  const needsHelp = NEEDS_HELP.has(kind);
  const actions = needsHelp ? helpLinks(shop, texts.help) : [];
  const reference = kind === 'failed' && requestId !== undefined;
  const main = html`
    <h1>${title}</h1>
    <p>${text}</p>
    ${reference && html`<p class="reference">${texts.reference} <code>${requestId}</code></p>`}
    ${actions.length > 0 && html`<div class="actions">${actions}</div>`}
  `;
  return {
    html: layout({
      locale,
      shop,
      title: shop.shopName ? `${title} – ${shop.shopName}` : title,
      main,
      footer: needsHelp ? undefined : helpFooter(shop, texts.help),
    }),
    contentSecurityPolicy: contentSecurityPolicy({ frameAncestors: shop.frameAncestors }),
  };
}
