/** Elements, comments, sections of CDATA and instructions. */
const MOST_PIECES = 20_000;
const DEEPEST = 32;
/** Characters of a tag, and so a bound of its attributes. */
const LONGEST_TAG = 8_192;

/** What is no tag begins so, and ends so. */
const SPANS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** XML has no `<` within a tag, not even in the value of an attribute. */
const TAG = /<(?:[^<>"']|"[^<"]*"|'[^<']*')*>/y;

/**
 * Why a document is too large to be parsed; `malformed` when not even its tags can be told apart. The parser calls itself
 * for every level and builds all it reads, so this comes first, and goes over the text once whatever is in it.
 */
export function findExcess(
  text: string,
): 'too_deep' | 'too_many_elements' | 'tag_too_long' | 'malformed' | undefined {
  let depth = 0;
  let pieces = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const span = SPANS.find(([mark]) => text.startsWith(mark, at));
    if (span) {
      const [mark, end] = span;
      const endsAt = text.indexOf(end, at + mark.length);
      if (endsAt < 0) return 'malformed';
      at = endsAt + end.length;
    } else {
      TAG.lastIndex = at;
      const tag = TAG.exec(text)?.[0];
      if (tag === undefined) return 'malformed';
      if (tag.length > LONGEST_TAG) return 'tag_too_long';
      at += tag.length;
      if (tag.startsWith('</')) {
        depth -= 1;
        continue;
      }
      if (!tag.startsWith('<!') && !tag.endsWith('/>')) depth += 1;
    }
    pieces += 1;
    if (depth > DEEPEST) return 'too_deep';
    if (pieces > MOST_PIECES) return 'too_many_elements';
  }
  return undefined;
}
