import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDomain, domainOf, isSameAddress } from '../../shared/email-address.ts';
import { inScope, isDomain } from '../../shared/principal/scope.ts';
import { writtenAddress } from '../../shared/user/written-address.ts';

const ONE_DOMAIN = ['münchen.de', 'MÜNCHEN.DE', 'xn--mnchen-3ya.de', 'XN--MNCHEN-3YA.de', 'mu\u0308nchen.de'];

describe('a domain', () => {
  it.each(ONE_DOMAIN)('has one form, whichever of its forms is written: %s', (domain) => {
    expect(canonicalDomain(domain)).toBe('xn--mnchen-3ya.de');
  });

  it.each([
    ['Acme.com', 'acme.com'],
    ['straße.de', 'xn--strae-oqa.de'],
    ['हिन्दी.भारत', 'xn--j2bd4cyah0f.xn--h2brj9c'],
  ])('%s is compared as %s', (domain, canonical) => {
    expect(canonicalDomain(domain)).toBe(canonical);
    expect(isDomain(domain)).toBe(true);
  });

  it('keeps the form in which it is compared', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const canonical = canonicalDomain(text);
        expect(canonicalDomain(canonical)).toBe(canonical);
      }),
    );
  });

  it.each(['ü/acme.com', 'acme.com/ü', 'acme.com:ü', 'acme.com?ü', 'acme.com#ü', 'acme.com\\ü'])(
    '%s is not the part of it that a parser of URLs would take',
    (text) => {
      expect(canonicalDomain(text)).toBe(text);
      expect(inScope(['acme.com'], { email: `jane@${text}` })).toBe(false);
    },
  );
});

describe('the scope of a principal', () => {
  it.each(ONE_DOMAIN)('of one form of a domain contains the users of every form: %s', (domain) => {
    for (const other of ONE_DOMAIN)
      expect(inScope([canonicalDomain(domain)], { email: `Jane@${other}` })).toBe(true);
  });

  it.each([
    ['munchen.de', 'an address without the accent'],
    ['muenchen.de', 'a transcription'],
    ['xn--mnchen-3ya.de.evil.example', 'a longer name'],
    ['evil.xn--mnchen-3ya.de', 'a name below it'],
    ['xn--mnchen-3ya.com', 'another top level'],
    ['mün\u00adchen.de', 'a name with a soft hyphen'],
    ['münchen.de\u200b', 'a name with a character of no width'],
    ['%6dünchen.de', 'an encoded name'],
    ['münchen.de/x', 'a name with a path'],
  ])('does not contain a user of %s: %s', (domain) => {
    expect(inScope([canonicalDomain('münchen.de')], { email: `jane@${domain}` })).toBe(false);
  });

  it('of letters that look alike contains no user of the other', () => {
    const cyrillic = '\u0430\u0441\u043c\u0435.com';
    expect(inScope(['acme.com'], { email: `jane@${cyrillic}` })).toBe(false);
    expect(inScope([canonicalDomain(cyrillic)], { email: 'jane@acme.com' })).toBe(false);
  });
});

describe('an e-mail address', () => {
  it('is the same in any case and in either form of its domain, and no other is', () => {
    expect(isSameAddress('Info@münchen.de', 'info@XN--MNCHEN-3YA.de')).toBe(true);
    expect(isSameAddress('info@münchen.de', 'info@munchen.de')).toBe(false);
    expect(isSameAddress('info@münchen.de', 'jane@xn--mnchen-3ya.de')).toBe(false);
    expect(isSameAddress('xn--mnchen-3ya.de', 'münchen.de')).toBe(true);
  });

  it('has a domain, and is written with the letters of it', () => {
    expect(domainOf('Jane@MÜNCHEN.de')).toBe('xn--mnchen-3ya.de');
    expect(writtenAddress('Jane@xn--mnchen-3ya.de')).toBe('Jane@münchen.de');
  });
});
