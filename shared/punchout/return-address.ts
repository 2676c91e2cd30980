const LONGEST = 2_048;

/** The scheme, and an authority without credentials, such as `user@`, that is written out. */
const FORM = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;

/** What browsers drop or repair, others might read in another way; U+FFFD is what was damaged on the way. */
const DOUBTFUL = /[\s\\\p{Cc}\p{Cf}\p{Cs}\ufffd]/u;

/**
 * Whether a text is an address to which the storefront may have a buyer's browser post a basket. Nothing of `javascript:`
 * or `data:` can be one. `http` is allowed: procurement systems within a company's own network have it.
 */
export const isReturnAddress = (text: string): boolean =>
  text.length <= LONGEST && FORM.test(text) && !DOUBTFUL.test(text) && URL.canParse(text);
