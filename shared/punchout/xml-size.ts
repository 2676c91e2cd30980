/** Elements, comments, CDATA sections and processing instructions. */
const MOST_NODES = 20_000;
const DEEPEST = 32;
/** Characters of a tag. It limits the number of attributes too. */
const LONGEST_TAG = 8_192;

/** The delimiters of comments, CDATA sections and processing instructions. */
const DELIMITERS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** A tag cannot contain `<`, not even in the value of an attribute (XML 1.0, section 3.1). */
const TAG = /<(?:[^<>"']|"[^<"]*"|'[^<']*')*>/y;

/**
 * The reason why a document is too large to be parsed; `malformed`: its tags cannot be found. The parser is recursive and
 * builds the whole document, so this check comes first. It reads the text once.
 */
export function findExcess(
  text: string,
): 'too_deep' | 'too_many_elements' | 'tag_too_long' | 'malformed' | undefined {
  let depth = 0;
  let nodes = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const delimiters = DELIMITERS.find(([start]) => text.startsWith(start, at));
    if (delimiters) {
      const [start, end] = delimiters;
      const endsAt = text.indexOf(end, at + start.length);
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
    nodes += 1;
    if (depth > DEEPEST) return 'too_deep';
    if (nodes > MOST_NODES) return 'too_many_elements';
  }
  return undefined;
}
