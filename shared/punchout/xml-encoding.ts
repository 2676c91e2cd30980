/** An XML document as it was received. */
export type XmlBody = {
  bytes: Uint8Array;
  /** The parameter of the media type. */
  charset: string | undefined;
  /** Whether the gateway has decoded the document as UTF-8, and put U+FFFD where it could not. The bytes are UTF-8 then. */
  transcoded: boolean;
};

export type DecodedXml =
  | { outcome: 'decoded'; text: string }
  /** `unsupported`: the encoding is not known here; `damaged`: the bytes are not in the encoding that is named. */
  | { outcome: 'unsupported' | 'damaged' };

/** What damaged bytes become. */
const REPLACEMENT = '\ufffd';

/**
 * Decodes a document. A byte order mark counts before the charset of the media type, and this before the declaration in the
 * document (RFC 7303, section 3). Without any it is UTF-8. Bytes that are not in the encoding are an error, and so is an
 * encoding that is not supported (XML 1.0, section 4.3.3): a value that was damaged here would go back to the buyer.
 */
export function decodeXml({ bytes, charset, transcoded }: XmlBody): DecodedXml {
  if (transcoded && Buffer.from(bytes).includes(REPLACEMENT)) return { outcome: 'damaged' };
  const marked = utf16Of(bytes) ?? (startsWithMark(bytes) ? 'utf-8' : undefined);
  // .NET declares UTF-16 for text that is sent as UTF-8.
  const named = [charset, declaredEncoding(bytes)].find((label) => label && !/^utf-?16/i.test(label));
  const decoder = decoderOf(marked ?? named ?? 'utf-8');
  if (!decoder) return { outcome: 'unsupported' };
  if (!marked && ASCII.test(named ?? '') && bytes.some((byte) => byte > 0x7f)) return { outcome: 'damaged' };
  const text = decode(bytes, transcoded && !marked ? decoderOf('utf-8') : decoder);
  return text?.includes(REPLACEMENT) === false ? { outcome: 'decoded', text } : { outcome: 'damaged' };
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

/** `TextDecoder` reads it as Windows-1252. */
const ASCII = /^(?:(?:us-)?ascii|ansi_x3\.4-1968)$/i;

/** Java writes `ISO8859_1`. */
const ISO_8859_OF_JAVA = /^iso8859_(?=\d)/i;

/** Undefined: the encoding is not supported. `TextDecoder` reads ISO-8859-1 as Windows-1252, which has more letters. */
function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label.replace(ISO_8859_OF_JAVA, 'iso-8859-'), { fatal: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function decode(bytes: Uint8Array, decoder: TextDecoder | undefined): string | undefined {
  try {
    return decoder?.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
