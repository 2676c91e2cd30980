/**
 * Undoes, in the query of a link, what mail and programs do to it on its way, so that the token and what comes with it are
 * read from the same pairs: soft line breaks and `=3D` (RFC 2045, section 6.7), `&amp;` in place of `&`, a `?` behind the token,
 * and pairs or a query that were percent-encoded once more, also within another link. Takes and returns a query in its raw
 * form, in which separators can be told from what values say.
 */
export function repairQuery(query: string, depth = 0): string {
  const unbroken = query.replace(/=(?:%0D)?%0A/gi, '');
  const raw = QUOTED_TOKEN.test(unbroken) ? unbroken.replace(/=3D/g, '=') : unbroken;
  const pairs = raw.split('&').map((pair) => pair.replace(ENTITY, ''));
  const context = {
    depth,
    hasToken: pairs.some((pair) => TOKEN.test(pair)),
    lostEquals: pairs.some((pair) => ENCODED_TOKEN.test(pair)),
  };
  return pairs.flatMap((pair) => (depth === DEEPEST ? pair : repairPair(pair, context))).join('&');
}

/** A link in a link in a link. */
const DEEPEST = 3;

const EDGE = '(?:%[0-9a-f]{2}|[^\\w%=&])*';
const TOKEN = new RegExp(`^${EDGE}token${EDGE}=.`, 'i');
const ENCODED_TOKEN = new RegExp(`^${EDGE}token${EDGE}%3D`, 'i');
/** The page of a fragment leaves the string out. */
const QUOTED_TOKEN = /token=3D(?:[^&]*lt_|&|$)/i;

/** What is left of `&amp;`, `&#38;` or `&#x26;` after the ampersand. */
const ENTITY = /^(?:(?:amp|(?:#|%23)(?:38|x26))(?:;|%3B))+/i;

/** Parameters of ours, and those of procurement systems. */
const KNOWN =
  '(?:token|return_to|state|locale|attempt|username|password|hook_url|oci_?version|function|productid|quantity|searchstring|~?(?:okcode|target|caller))';
const NAMED = new RegExp(`^[^\\w~]*${KNOWN}=`, 'i');
const KNOWN_NAME = new RegExp(`^${EDGE}${KNOWN}${EDGE}=`, 'i');

/** A query that has a token: all of a text, or what follows a `?` or `#`. */
const LINK = /(?:^|[?#])((?:[^?#]*&)?(?:amp;)*token=.*)$/is;

type Context = { depth: number; hasToken: boolean; lostEquals: boolean };

function repairPair(pair: string, { depth, hasToken, lostEquals }: Context): string {
  const again = (query: string) => repairQuery(query, depth + 1);
  if (TOKEN.test(pair)) {
    const once = decodeAscii(pair);
    // A string of a token has neither of these.
    if (!/[?&]/.test(once.slice(once.indexOf('=')))) return pair;
    if (pair.includes('?')) return again(withoutQuestionMarks(pair));
    const value = once.slice(once.indexOf('=') + 1);
    return again(LINK.exec(value)?.[1] ?? withoutQuestionMarks(once));
  }
  if (!pair.includes('=') && /%3D/i.test(pair)) {
    const once = decodeAscii(pair);
    if (once.includes('&') && /(?:^|&)[^\w~]*token=/i.test(once)) return again(once);
    if (lostEquals || NAMED.test(once)) return isEncodedTwice(pair) ? once : pair.replace(/%3D/i, '=');
  }
  if (!pair.includes('=') && /token%(?:25)+3D/i.test(pair)) return again(decodeAscii(pair));
  if (hasToken || KNOWN_NAME.test(pair) || !/lt_/i.test(pair)) return pair;
  const link = LINK.exec(decodeAscii(pair.replace(/^[^=]*=/, '')))?.[1];
  return link === undefined ? pair : again(link);
}

/** The first `?` in a pair of a token stands for `&`, and each other one before a parameter that is known. */
const withoutQuestionMarks = (pair: string): string => {
  const [first = '', second, ...others] = pair.split('?');
  return others.reduce(
    (joined, part) => `${joined}${NAMED.test(part) ? '&' : '?'}${part}`,
    second === undefined ? first : `${first}&${second}`,
  );
};

/** Decodes what was encoded once more; other letters stay as they are, in whatever charset. */
const decodeAscii = (text: string): string =>
  text.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/** Whether a value was encoded once more with its `=`: then nothing else is encoded in it than `%`. */
const isEncodedTwice = (pair: string): boolean => {
  const value = pair.replace(/^.*?%3D/i, '');
  return value.includes('%25') && !/%(?!25)/.test(value);
};

/** The name of a parameter without the blanks, line breaks and invisible characters around it. */
export const parameterName = (given: string): string => given.replace(EDGES, '');

const EDGES =
  /^[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]+|[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]+$/gu;
