/** An XML document as it was sent. */
export type XmlBody = {
  bytes: Uint8Array;
  /** The parameter of the media type. */
  charset: string | undefined;
};

/**
 * The text of a document; undefined: it is not in the encoding that it names. A byte order mark counts before the charset of
 * the media type, and this before the declaration in the document (RFC 7303, section 3). An encoding that is unknown or
 * cannot be the one of these bytes is passed over, and without any it is UTF-8.
 */
export function decodeXml({ bytes, charset }: XmlBody): string | undefined {
  const wide = utf16Of(bytes);
  // .NET declares UTF-16 for text that is sent as UTF-8.
  const named = [charset, declaredEncoding(bytes)].filter((label) => label && !/^utf-?16/i.test(label));
  const labels = wide ? [wide] : startsWithMark(bytes) ? ['utf-8'] : [...named, 'utf-8'];
  for (const label of labels) {
    const text = decode(bytes, label ?? '');
    if (text !== undefined) return text;
  }
  return undefined;
}

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

const startsWithMark = (bytes: Uint8Array): boolean => startsWith(bytes, 0xef, 0xbb, 0xbf);

/** UTF-16 by its byte order mark, or by its first character, `<` (XML 1.0, appendix F). */
function utf16Of(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0x3c, 0)) return 'utf-16le';
  return startsWith(bytes, 0xfe, 0xff) || startsWith(bytes, 0, 0x3c) ? 'utf-16be' : undefined;
}

/** Bytes in which the declaration has to end. */
const DECLARATION = 512;

const declaredEncoding = (bytes: Uint8Array): string | undefined =>
  /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/.exec(
    Buffer.from(bytes.subarray(0, DECLARATION)).toString('latin1'),
  )?.[1];

/** `TextDecoder` reads ISO-8859-1 as Windows-1252, which has letters where the first has control characters. */
function decode(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}
