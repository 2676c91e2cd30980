/** Escaped HTML or XML, as opposed to plain text. */
export type Markup = { readonly markup: string };

type Part = string | number | Markup | readonly Markup[] | null | undefined;

/** A template for HTML or XML. It escapes all values except Markup, which only this function creates. */
export const markup = (literals: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: literals.map((literal, at) => literal + render(parts[at])).join(''),
});

function render(part: Part): string {
  if (part === undefined || part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map(render).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
