import {
  parseXml,
  XmlDeclaration,
  type XmlDocument,
  XmlDocumentType,
  XmlElement,
  XmlError,
} from '@rgrove/parse-xml';
import { findExcess } from './xml-size.ts';

export type { XmlElement };

export type XmlResult =
  | { outcome: 'parsed'; root: XmlElement }
  /** Why, for the one who sent it: nothing of the document comes back. */
  | { outcome: 'malformed'; detail: string };

const EXCESS = {
  too_deep: 'The elements of the document are nested too deep.',
  too_many_elements: 'The document has too many elements.',
  tag_too_long: 'The document has a tag that is too long.',
  malformed: 'The document is not well-formed XML.',
} as const;

/**
 * Parses an XML 1.0 document that defines nothing of its own. The five entities of XML itself are all there is to expand,
 * and a DTD that the document names is not fetched: that leaves no billion laughs, and nothing external to read.
 */
export function parseXmlDocument(sent: string): XmlResult {
  // As XML 1.0 has it (section 2.11). The parser does so too, in time that grows with the square of their number.
  const text = sent.replace(/\r\n?/g, '\n');
  const excess = findExcess(text);
  // What is between the brackets of a document type cannot be told apart as tags.
  if (excess) return malformed(excess === 'malformed' && DEFINES.test(text) ? DEFINITION : EXCESS[excess]);
  let document: XmlDocument;
  try {
    document = parseXml(text, { preserveDocumentType: true, preserveXmlDeclaration: true });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return malformed(EXCESS.malformed);
  }
  const { children, root } = document;
  if (children.some((node) => node instanceof XmlDocumentType && node.internalSubset !== null))
    return malformed(DEFINITION);
  if (children.some((node) => node instanceof XmlDeclaration && !isReadable(node, text)))
    return malformed('Send the document in UTF-8.');
  return root ? { outcome: 'parsed', root } : malformed(EXCESS.malformed);
}

const malformed = (detail: string) => ({ outcome: 'malformed', detail }) as const;

const DEFINES = /<!DOCTYPE[^<>[]*\[/;
const DEFINITION = 'The document must not define entities, or anything else, in its document type.';

/** The text was read as UTF-8. What was meant in another encoding is the same as long as it is ASCII. */
const isReadable = ({ encoding }: XmlDeclaration, text: string): boolean =>
  encoding === null || /^utf-?8$/i.test(encoding) || /^[\uFEFF\0-\x7f]*$/.test(text);

/** The child elements of this name. */
export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  (element?.children ?? []).filter(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );

/** The first of them. */
export const childOf = (element: XmlElement | undefined, ...path: string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((found, name) => childrenOf(found, name)[0], element);

/** What an element says, without the blanks that indentation puts around it; undefined when that is nothing. */
export const textOf = (element: XmlElement | undefined): string | undefined =>
  element?.text.trim() || undefined;

export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element && Object.hasOwn(element.attributes, name) ? element.attributes[name]?.trim() : undefined;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that no XML document may have (XML 1.0, section 2.2), not even escaped. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Text as it stands in an element or in an attribute. White space that parsers would change is written by number. */
export const escapeXml = (text: string): string =>
  text
    .replace(IMPOSSIBLE, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
    .replace(/[\t\n\r]/g, (blank) => `&#${blank.charCodeAt(0)};`);
