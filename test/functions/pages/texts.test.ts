import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../functions/pages/locale.ts';
import type { Texts } from '../../../functions/pages/texts/type.ts';
import { TEXTS } from '../../../functions/pages/texts.ts';

const texts = ({ signInTo, errors, ...plain }: Texts): Record<string, string> => ({
  ...plain,
  signInTo: signInTo('Acme'),
  ...Object.fromEntries(
    Object.entries(errors).flatMap(([kind, { title, text }]) => [
      [`${kind}.title`, title],
      [`${kind}.text`, text],
    ]),
  ),
});

/** Words that two languages share. */
const SHARED = new Set(['Reference', 'Continuar']);

const english = texts(TEXTS.en);

describe.each(LOCALES)('the texts in %s', (locale) => {
  const page = TEXTS[locale];

  it('are all there', () => {
    expect(Object.keys(texts(page)).sort()).toEqual(Object.keys(english).sort());
    expect(Object.values(texts(page)).filter((text) => text.trim().length < 4)).toEqual([]);
  });

  it('are not those of another language', () => {
    const others = LOCALES.filter((other) => other !== locale).flatMap((other) =>
      Object.values(texts(TEXTS[other])),
    );
    expect(Object.values(texts(page)).filter((text) => others.includes(text) && !SHARED.has(text))).toEqual(
      [],
    );
  });

  it('name the shop where they sign people in to it', () => {
    expect(page.signInTo('Acme')).toContain('Acme');
  });

  it('call the button what it is labelled', () => {
    expect(page.lead).toContain(page.continue);
    expect(page.errors.cross_site.text).toContain(page.continue);
  });

  it('have the apostrophes and the ellipsis of print', () => {
    expect(Object.values(texts(page)).filter((text) => /'|"|\.\.\./.test(text))).toEqual([]);
  });
});
