/**
 * Undoes, in the query of a link, what mail and programs do to it on its way, so that the token and what comes with it are
 * read from the same pairs: soft line breaks and `=3D` (RFC 2045, section 6.7), `&amp;` in place of `&`, a `?` behind the token,
 * and pairs or a query that were percent-encoded once more. Takes and returns a query in its raw form, in which separators can
 * be told from what values say: what a value says never becomes a parameter, or whoever chose it would choose the token.
 */
export function repairQuery(query: string, depth = 0): string {
  const separated = query.includes('&') ? query : query.replace(ENCODED_SEPARATOR, '&');
  const unbroken = separated.split('&').map(withoutSoftBreaks).join('&');
  const raw = QUOTED_TOKEN.test(unbroken) ? unbroken.replace(/=3D/g, '=') : unbroken;
  const pairs = raw.split('&').map((pair) => pair.replace(ENTITY, ''));
  const lostEquals = pairs.some((pair) => ENCODED_TOKEN.test(pair));
  if (depth === DEEPEST) return pairs.join('&');
  return pairs.map((pair) => repairPair(pair, { depth, lostEquals })).join('&');
}

/** A line break in front of a value is no soft one: what is left would be no pair. */
const withoutSoftBreaks = (pair: string): string => {
  const joined = pair.replace(/=(?:%0D)?%0A/gi, '');
  return joined.includes('=') || !pair.includes('=') ? joined : pair;
};

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
const KNOWN_WITHIN = new RegExp(`(?:^|[^\\w~])${KNOWN}=`, 'i');
const NAMED = new RegExp(`^[^\\w~]*${KNOWN}=`, 'i');

/** The query or fragment of a link that has a token. */
const LINK = /^\W*https?:\/\/[^?#]*[?#](.*token=.*)$/is;

/** A separator that was encoded alone. What values say has its `=` encoded, too. */
const ENCODED_SEPARATOR = /(?:%26(?:amp(?:;|%3B))?|%3F)(?=[\w~]+=)/gi;

/** All behind the token was encoded once more: no bare `=` is left there. */
const ENCODED_REST = /^[^=]*=\w*\W*(?:%26(?:amp%3B)?|%3F)[^=]*$/i;

/** The token of a link of which nothing can be told: the link is called incomplete, and nothing is used. */
export const INCOMPLETE_TOKEN = 'lt_';

type Context = { depth: number; lostEquals: boolean };

function repairPair(pair: string, { depth, lostEquals }: Context): string {
  const again = (query: string) => repairQuery(query, depth + 1);
  if (TOKEN.test(pair)) {
    const split = pair.replace(ENCODED_SEPARATOR, '&');
    if (split !== pair) return again(split);
    const once = decodeAscii(pair);
    const value = once.slice(once.indexOf('=') + 1);
    const inner = LINK.exec(value)?.[1];
    if (inner !== undefined) return again(inner);
    if (pair.includes('?')) return again(withoutQuestionMarks(pair));
    if (ENCODED_REST.test(pair)) return again(withoutQuestionMarks(once));
    return KNOWN_WITHIN.test(value.replace(/^\W*token=/i, '')) ? `token=${INCOMPLETE_TOKEN}` : pair;
  }
  if (!pair.includes('=') && /%3D/i.test(pair)) {
    const once = decodeAscii(pair);
    if (once.includes('&') && /(?:^|&)[^\w~]*token=/i.test(once)) return again(once);
    if (lostEquals || NAMED.test(once)) return isEncodedTwice(pair) ? once : pair.replace(/%3D/i, '=');
  }
  if (!pair.includes('=') && /token%(?:25)+3D/i.test(pair)) return again(decodeAscii(pair));
  return pair;
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
