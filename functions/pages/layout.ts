import { constantMarkup, type Html, html, textOf } from './html.ts';
import { type Locale, languageTag } from './locale.ts';
import { STYLE } from './style.ts';

export type Page = {
  html: string;
  /** The value of the header of this name. */
  contentSecurityPolicy: string;
};

/** The settings that pages show. */
export type Shop = {
  shopName: string | null;
  helpUrl: string | null;
  supportEmail: string | null;
  /** Origins that may show the pages in a frame. */
  frameAncestors: readonly string[];
};

const STYLE_ELEMENT = constantMarkup(`<style>${STYLE}</style>`);

const graphemes = new Intl.Segmenter();

/** The first letter of the shop's name as a logo. Hidden from screen readers, which read the name in the heading. */
function monogram(shopName: string | null): Html | undefined {
  const [first] = graphemes.segment(shopName?.trim() ?? '');
  return first && html`<div class="monogram" aria-hidden="true">${first.segment.toUpperCase()}</div>`;
}

export function layout({
  locale,
  shop,
  title,
  main,
  footer,
}: {
  locale: Locale;
  shop: Shop;
  title: string;
  main: Html;
  footer?: Html | undefined;
}): string {
  return textOf(html`
    <!doctype html>
    <html lang="${languageTag(locale)}" dir="ltr">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>${monogram(shop.shopName)}${main}</main>
        ${footer}
      </body>
    </html>
  `);
}
