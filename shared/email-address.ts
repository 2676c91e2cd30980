/** Addresses and domains in the forms in which they are compared. Browsers load this file, so it imports nothing of Node. */

/** Other text could be an address of which a parser of URLs takes a part: `acme.com/x` is not acme.com. */
const LABELS = /^[\p{L}\p{M}\p{N}.-]+$/u;
const ASCII = /^[\0-\x7f]*$/;

/**
 * A domain in the one form in which domains are compared: lower case, and its A-labels (RFC 5890) for a name that is not
 * ASCII. `münchen.de` and `xn--mnchen-3ya.de` are one domain.
 */
export function canonicalDomain(domain: string): string {
  const lower = domain.toLowerCase();
  if (ASCII.test(lower) || !LABELS.test(lower)) return lower;
  return URL.canParse(`ws://${lower}`) ? new URL(`ws://${lower}`).hostname : lower;
}

const split = (email: string): [local: string, domain: string] => {
  const at = email.lastIndexOf('@') + 1;
  return [email.slice(0, at), email.slice(at)];
};

/** The domain of an e-mail address, as `canonicalDomain` has it. */
export const domainOf = (email: string): string => canonicalDomain(split(email)[1]);

/** Whether two texts are one e-mail address, in any case and in either form of the domain. */
export const isSameAddress = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase() ||
  (split(one)[0].toLowerCase() === split(other)[0].toLowerCase() && domainOf(one) === domainOf(other));
