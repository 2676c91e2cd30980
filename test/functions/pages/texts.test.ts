import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../functions/pages/locale.ts';
import type { Messages } from '../../../functions/pages/texts/type.ts';
import { MESSAGES } from '../../../functions/pages/texts.ts';

const texts = ({ signInTo, notices, ...plain }: Messages): Record<string, string> => ({
  ...plain,
  signInTo: signInTo('Acme'),
  ...Object.fromEntries(
    Object.entries(notices).flatMap(([notice, { title, text }]) => [
      [`${notice}.title`, title],
      [`${notice}.text`, text],
    ]),
  ),
});

/** Words that two languages share. */
const SHARED = new Set(['Reference', 'Continuar']);

const english = texts(MESSAGES.en);

describe.each(LOCALES)('the texts in %s', (locale) => {
  const messages = MESSAGES[locale];

  it('are all there', () => {
    expect(Object.keys(texts(messages)).sort()).toEqual(Object.keys(english).sort());
    expect(Object.values(texts(messages)).filter((text) => text.trim().length < 4)).toEqual([]);
  });

  it('are not those of another language', () => {
    const others = LOCALES.filter((other) => other !== locale).flatMap((other) =>
      Object.values(texts(MESSAGES[other])),
    );
    expect(
      Object.values(texts(messages)).filter((text) => others.includes(text) && !SHARED.has(text)),
    ).toEqual([]);
  });

  it('name the shop where they sign people in to it', () => {
    expect(messages.signInTo('Acme')).toContain('Acme');
  });

  it('call the button what it is labelled', () => {
    expect(messages.lead).toContain(messages.continue);
    expect(messages.notices.elsewhere.text).toContain(messages.continue);
  });

  it('have the apostrophes and the ellipsis of print', () => {
    expect(Object.values(texts(messages)).filter((text) => /'|"|\.\.\./.test(text))).toEqual([]);
  });
});
