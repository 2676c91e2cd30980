import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantMarkup, type Html, html, textOf } from '../../../functions/pages/html.ts';

const REFERENCES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#13;': '\r',
};

/** Decodes text without markup, or the value of an attribute, as a parser does. */
const parsed = (text: string): string =>
  text.replace(/&[^;]*;/g, (reference) => REFERENCES[reference] ?? '?');

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom('<', '>', '"', "'", '&', '&lt', '`', '=', '</script>', '-->', '\r\n', '\0', ' ', 'x'),
    )
    .map((parts) => parts.join('')),
);

describe('text that is put into a template', () => {
  it('holds nothing that could end its element or its attribute, and reads as it was', () => {
    fc.assert(
      fc.property(hostile, hostile, (value, text) => {
        const page = textOf(html`<a title="${value}">${text}</a>`);
        const [, inAttribute, inElement] = /^<a title="([^<>"']*)">([^<>"']*)<\/a>$/.exec(page) ?? [];
        expect([parsed(inAttribute ?? ''), parsed(inElement ?? '')]).toEqual([value, text]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is escaped in templates within templates and in lists, and once', () => {
    const items = ['<', '&'].map((text) => html`<li>${text}</li>`);
    expect(textOf(html`<ul>${items}</ul>${html`${'>'}`}`)).toBe('<ul><li>&lt;</li><li>&amp;</li></ul>&gt;');
  });

  it('is never markup because it looks like it', () => {
    const forged: Html = JSON.parse('{"markup":"<script>","Symbol(markup)":"<script>"}');
    expect(() => textOf(html`${forged}`)).toThrow(TypeError);
  });

  it('keeps its line breaks, while those of the template are not sent', () => {
    expect(
      textOf(html`
        <p>
          ${'a\n b'}
        </p>
      `),
    ).toBe('<p>a\n b</p>');
  });
});

describe('a template', () => {
  it('leaves out what is absent', () => {
    expect(textOf(html`a${undefined}${null}${false}${[]}${''}b`)).toBe('ab');
  });

  it('takes constants as they are', () => {
    expect(textOf(html`${constantMarkup('<b>')}`)).toBe('<b>');
  });

  it('refuses an attribute without quotes', () => {
    expect(() => html`<a title=${'x onclick'}></a>`).toThrow(TypeError);
  });
});
