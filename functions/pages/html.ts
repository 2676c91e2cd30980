import { onOneLine } from './inline-source.ts';

const MARKUP = Symbol('markup');

/** Markup that is safe to send. Only `html` and `constantMarkup` make it: JSON cannot, and a string is not it. */
export type Html = { readonly [MARKUP]: string };

/** What a template takes: texts are escaped, markup is not, and what is absent leaves nothing behind. */
export type Interpolation = string | Html | readonly Html[] | false | null | undefined;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // The parser would make line feeds of carriage returns.
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
 * Templates whose interpolations cannot leave the element or the quoted attribute that they are in. Throws for an
 * attribute without quotes, which a space would leave. Scripts and styles are not escaped so: they are constants.
 * Line breaks of the template, with the indentation, are not sent; those of texts are.
 */
export function html(literals: TemplateStringsArray, ...values: readonly Interpolation[]): Html {
  const parts = literals.map((literal, index) => {
    if (literal.endsWith('=')) throw new TypeError('an attribute without quotes');
    return onOneLine(literal) + markupOf(values[index]);
  });
  return { [MARKUP]: parts.join('') };
}

/** For constants of the code, such as the style sheet. Never for what came from elsewhere. */
export const constantMarkup = (markup: string): Html => ({ [MARKUP]: markup });
