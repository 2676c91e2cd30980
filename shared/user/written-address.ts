import { domainToUnicode } from 'node:url';

/** The characters of a domain. Of other text a parser of URLs may take a part: `acme.com/x` is not acme.com. */
const DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** An e-mail address with its domain as people write it: with U-labels (RFC 5890) in place of A-labels. */
export function writtenAddress(email: string): string {
  const at = email.lastIndexOf('@') + 1;
  const domain = email.slice(at);
  if (!/xn--/i.test(domain) || !DOMAIN.test(domain)) return email;
  return email.slice(0, at) + (domainToUnicode(domain) || domain);
}
