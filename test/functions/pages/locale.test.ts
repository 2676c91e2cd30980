import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLocale, LOCALES, languageTag } from '../../../functions/pages/locale.ts';

describe('the language of a page', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['de-CH-1996', 'de'],
    ['nb-NO,nb;q=0.9,en;q=0.8', 'no'],
    ['nn', 'no'],
    ['no', 'no'],
    ['pt', 'pt_BR'],
    ['pt-PT, en;q=0.5', 'pt_BR'],
    ['zh-Hant-TW, ja;q=0.9, fr;q=0.2', 'fr'],
    ['en;q=0.3, sv;q=0.8, da;q=0.5', 'sv'],
    ['nl;q=0, it;q=0.1', 'it'],
    ['nl;q=none, it', 'it'],
    ['zh', 'en'],
    [';;,,=;q', 'en'],
    ['constructor, __proto__, toString', 'en'],
  ])('is, for Accept-Language %j, %s', (acceptLanguage, locale) => {
    expect(chooseLocale({ acceptLanguage })).toBe(locale);
  });

  it.each([
    ['pt_BR', 'pt_BR'],
    ['pt-BR', 'pt_BR'],
    ['pt-br', 'pt_BR'],
    ['nb_NO', 'no'],
    ['el', 'el'],
    ['tlh', 'de'],
    ['', 'de'],
    ['constructor', 'de'],
    ['"><script>', 'de'],
  ])('is, for a German reader with ?locale=%s, %s', (requested, locale) => {
    expect(chooseLocale({ acceptLanguage: 'de', requested })).toBe(locale);
  });

  it('is one of the eleven, whatever is sent', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 100 });
    fc.assert(
      fc.property(anything, anything, (acceptLanguage, requested) => {
        expect(LOCALES).toContain(chooseLocale({ acceptLanguage, requested }));
      }),
    );
  });

  it('costs nothing to choose, however much is sent', () => {
    const started = performance.now();
    for (const part of ['de;q=0.1,', ',', ';', 'x-', '"', '\\"', ' ']) {
      chooseLocale({ acceptLanguage: part.repeat(100_000) });
    }
    expect(performance.now() - started).toBeLessThan(250);
  });

  it('has a tag that browsers and screen readers know', () => {
    const tags = LOCALES.map(languageTag);
    expect(tags).toEqual(['da', 'de', 'el', 'en', 'es', 'fr', 'it', 'nl', 'nb', 'pt-BR', 'sv']);
    expect(Intl.getCanonicalLocales(tags)).toEqual(tags);
  });
});
