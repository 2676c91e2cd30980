type Pairs = Iterable<readonly [name: string, value: string]>;

/**
 * Undoes what is done to the parameters of a link on its way, so that none is lost where the token is found: an ampersand
 * became `&amp;`, or the query was percent-encoded once more, as a whole, from the token on, or within another link. What a
 * parameter of ours says by itself stays as it is: a link may be named in it.
 */
export function restoreParameters(pairs: Pairs): [name: string, value: string][] {
  const named = [...pairs].map(([name, value]): [string, string] => [withoutEntity(name), value]);
  const hasToken = named.some(([name, value]) => isToken(name) && value !== '');
  return named.flatMap(([name, value]): [string, string][] => {
    const text = value === '' ? name : `${name}=${value}`;
    const inner = hasToken
      ? isToken(name) && value.includes('&') && text
      : !OURS.test(name) && /lt_/i.test(text) && ENCODED.exec(text)?.[1];
    return inner ? withinOf(inner) : [[name, value]];
  });
}

const withinOf = (query: string): [string, string][] =>
  [...new URLSearchParams(query)].map(([name, value]) => [withoutEntity(name), value]);

const withoutEntity = (name: string): string => name.replace(/^(?:amp;)+/i, '');

const isToken = (name: string): boolean => /^\s*token\s*$/i.test(name);

/** Parameters of links, and those of procurement systems that hold an address of theirs. */
const OURS = /^\s*(?:return_to|state|locale|attempt|hook_url)\s*$/i;

/** A query that has a token: all of a text, or what follows a `?` or `#`. */
const ENCODED = /(?:^|[?#])((?:[^?#]*&)?(?:amp;)*token=.*)$/is;
