/** The tokens of JSON that separate members. Only for valid JSON. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * Parses JSON, and throws a SyntaxError for a member name that occurs twice in an object: RFC 8259, section 4, does not
 * say which of the two counts, so a proxy could read another one.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  /** The member names of the objects that are open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let previous = '';
  let name = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const names = open.at(-1);
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && names) {
      if (names.has(name)) throw new SyntaxError('a member name occurs twice');
      names.add(name);
    } else if (names && (previous === '{' || previous === ',')) name = JSON.parse(token);
    previous = token;
  }
  return value;
}
