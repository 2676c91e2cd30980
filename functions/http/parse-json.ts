/** The tokens of JSON that matter for telling members apart; the text is known to be valid when this runs. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * Parses JSON text and refuses what `JSON.parse` lets pass: a member name twice in an object (RFC 8259, section 4,
 * leaves open which of the two counts, so a proxy and we might each read another one). Throws a SyntaxError.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const open: (Set<string> | undefined)[] = [];
  let previous = '';
  let key = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const members = open.at(-1);
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && members) {
      if (members.has(key)) throw new SyntaxError('a member name stands twice');
      members.add(key);
    } else if (members && (previous === '{' || previous === ',')) key = JSON.parse(token);
    previous = token;
  }
  return value;
}
