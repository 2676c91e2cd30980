/** Characters of an address. */
const LONGEST = 2_048;

/** A scheme, and an authority without credentials (`user@`). */
const FORM = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;

/** Browsers drop or repair these characters, and another parser may not. U+FFFD marks damaged text. */
const AMBIGUOUS = /[\s\\\p{Cc}\p{Cf}\p{Cs}\ufffd]/u;

/**
 * Whether a text is a URL to which a storefront may let a browser post a basket: http or https, and never `javascript:` or
 * `data:`. Procurement systems within the network of a company have http.
 */
export const isReturnAddress = (text: string): boolean =>
  text.length <= LONGEST && FORM.test(text) && !AMBIGUOUS.test(text) && URL.canParse(text);
