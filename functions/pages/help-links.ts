import { type Html, html } from './html.ts';
import type { Shop } from './layout.ts';

/** Excludes other schemes, such as `javascript:`. */
const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** Percent-encoded: `?` and `&` in an address would add a subject and a body (RFC 6068, section 2). */
const mailto = (address: string): string =>
  `mailto:${encodeURIComponent(address.toWellFormed()).replace('%40', '@')}`;

/** Links to the help page and the support address of the shop. They leave a frame that the page is shown in. */
export const helpLinks = ({ helpUrl, supportEmail }: Shop, label: string): readonly Html[] => [
  ...(helpUrl && isWeb(helpUrl) ? [html`<a href="${helpUrl}" target="_top">${label}</a>`] : []),
  ...(supportEmail ? [html`<a href="${mailto(supportEmail)}">${supportEmail}</a>`] : []),
];

export function helpFooter(shop: Shop, label: string): Html | undefined {
  const links = helpLinks(shop, label);
  return links.length > 0 ? html`<footer>${links}</footer>` : undefined;
}
