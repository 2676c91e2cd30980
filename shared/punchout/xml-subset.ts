/** A document type up to its internal subset (XML 1.0, section 2.8). */
const DOCUMENT_TYPE = /<!DOCTYPE(?:[^<>[\]"']|"[^"]*"|'[^']*')*/y;

/**
 * The text without an internal subset that defines nothing: .NET writes `<!DOCTYPE cXML SYSTEM "…"[]>`. A subset with
 * anything but blanks, comments and processing instructions stays, for the caller to refuse.
 */
export function withoutEmptySubset(text: string): string {
  DOCUMENT_TYPE.lastIndex = skipMiscellaneous(text, text.startsWith('\ufeff') ? 1 : 0);
  if (!DOCUMENT_TYPE.test(text)) return text;
  const start = DOCUMENT_TYPE.lastIndex;
  if (text[start] !== '[') return text;
  const end = skipMiscellaneous(text, start + 1);
  return text[end] === ']' ? text.slice(0, start) + text.slice(end + 1) : text;
}

/** The position after blanks, comments and processing instructions. */
function skipMiscellaneous(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (' \t\r\n'.includes(text[at] ?? '-')) at += 1;
    const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<?', at) ? '?>' : undefined;
    const endsAt = end === undefined ? -1 : text.indexOf(end, at + (end === '-->' ? 4 : 2));
    if (end === undefined || endsAt < 0) return at;
    at = endsAt + end.length;
  }
}
