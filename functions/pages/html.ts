import { onOneLine } from './inline-source.ts';

const MARKUP = Symbol('markup');

/** Markup that is safe to send. Only `html` and `constantMarkup` make it; neither a string nor parsed JSON can be it. */
export type Html = { readonly [MARKUP]: string };

/** A value in a template. Texts are escaped, markup is not, and an absent value adds nothing. */
export type Interpolation = string | Html | readonly Html[] | false | null | undefined;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // An HTML parser turns a carriage return into a line feed.
  '\r': '&#13;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"'\r]/g, (character) => REFERENCES[character] ?? '');

const isMarkup = (value: Html | readonly Html[]): value is Html => MARKUP in value;

function markupOf(value: Interpolation): string {
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'string') return escaped(value);
  return isMarkup(value) ? value[MARKUP] : value.map(textOf).join('');
}

export const textOf = (markup: Html): string => markup[MARKUP];

/**
 * Escapes interpolated texts, so that they cannot leave their element or quoted attribute. Throws for an attribute without
 * quotes. Not for scripts and styles, which need other escaping. Line breaks of the template are removed.
 */
export function html(literals: TemplateStringsArray, ...values: readonly Interpolation[]): Html {
  const parts = literals.map((literal, index) => {
    if (literal.endsWith('=')) throw new TypeError('an attribute without quotes');
    return onOneLine(literal) + markupOf(values[index]);
  });
  return { [MARKUP]: parts.join('') };
}

/** For constants of the code, such as the style sheet, and never for data. */
export const constantMarkup = (markup: string): Html => ({ [MARKUP]: markup });
