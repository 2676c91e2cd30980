import { type Html, html } from './html.ts';
import type { Shop } from './layout.ts';

/** An address with another scheme could be a script. */
const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** Percent-encoded, or `?` and `&` in an address would add a subject and a body (RFC 6068, section 2). */
const mailto = (address: string): string =>
  `mailto:${encodeURIComponent(address.toWellFormed()).replace('%40', '@')}`;

/** Links to who can help, as far as the shop has named them. Not in the frame that the page may be in. */
export const helpLinks = ({ helpUrl, supportEmail }: Shop, label: string): readonly Html[] => [
  ...(helpUrl && isWeb(helpUrl) ? [html`<a href="${helpUrl}" target="_top">${label}</a>`] : []),
  ...(supportEmail ? [html`<a href="${mailto(supportEmail)}">${supportEmail}</a>`] : []),
];

export function helpFooter(shop: Shop, label: string): Html | undefined {
  const links = helpLinks(shop, label);
  return links.length > 0 ? html`<footer>${links}</footer>` : undefined;
}
