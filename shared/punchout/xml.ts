import {
  parseXml,
  type XmlDocument,
  XmlDocumentType,
  XmlElement,
  XmlError,
  XmlText,
} from '@rgrove/parse-xml';
import { findExcess } from './xml-size.ts';
import { withoutEmptySubset } from './xml-subset.ts';

export type { XmlElement };

export type XmlResult =
  | { outcome: 'parsed'; root: XmlElement }
  /** `detail` is for the sender, and quotes nothing of the document. */
  | { outcome: 'malformed'; detail: string };

const EXCESS = {
  too_deep: 'The elements of the document are nested too deep.',
  too_many_elements: 'The document has too many elements.',
  tag_too_long: 'The document has a tag that is too long.',
  malformed: 'The document is not well-formed XML.',
} as const;

/**
 * Parses an XML 1.0 document whose internal DTD subset, if there is one, defines nothing. Only the five predefined entities
 * are expanded, and an external DTD is not fetched: no entity expansion ("billion laughs") and no external entities (XXE)
 * are possible.
 */
export function parseXmlDocument(sent: string): XmlResult {
  // XML 1.0, section 2.11. The parser does this too, but in quadratic time.
  const text = withoutEmptySubset(sent.replace(/\r\n?/g, '\n'));
  const excess = findExcess(text);
  // An internal DTD subset is no sequence of tags.
  if (excess) return malformed(excess === 'malformed' && DEFINES.test(text) ? DEFINITION : EXCESS[excess]);
  let document: XmlDocument;
  try {
    document = parseXml(text, { preserveDocumentType: true });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return malformed(EXCESS.malformed);
  }
  const { children, root } = document;
  if (children.some((node) => node instanceof XmlDocumentType && node.internalSubset !== null))
    return malformed(DEFINITION);
  return root ? { outcome: 'parsed', root } : malformed(EXCESS.malformed);
}

const malformed = (detail: string) => ({ outcome: 'malformed', detail }) as const;

const DEFINES = /<!DOCTYPE[^<>[]*\[/;
const DEFINITION = 'The document must not define entities, or anything else, in its document type.';

/** The child elements of this name. */
export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  elementsOf(element).filter((child) => child.name === name);

/** The first element at a path of names. */
export const childOf = (element: XmlElement | undefined, ...path: string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((found, name) => childrenOf(found, name)[0], element);

/** The child elements of any name. */
export const elementsOf = (element: XmlElement | undefined): XmlElement[] =>
  (element?.children ?? []).filter((child): child is XmlElement => child instanceof XmlElement);

/** The text of an element without white space around it; undefined: there is none. */
export const textOf = (element: XmlElement | undefined): string | undefined =>
  element?.text.trim() || undefined;

/** The text of an element but for that of the elements in it, without white space around it; undefined: there is none. */
export const ownTextOf = (element: XmlElement): string | undefined =>
  element.children
    .filter((child): child is XmlText => child instanceof XmlText)
    .map(({ text }) => text)
    .join('')
    .trim() || undefined;

export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element && Object.hasOwn(element.attributes, name) ? element.attributes[name]?.trim() : undefined;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that an XML document cannot contain, not even escaped (XML 1.0, section 2.2). */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Escapes text for an element or an attribute. White space becomes character references, or parsers would change it. */
export const escapeXml = (text: string): string =>
  text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
    .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
