import { ROUTES } from './routes.ts';

/** The paths that people open. */
const PAGES: readonly string[] = ROUTES.filter(
  ({ method, path, tolerant }) => method === 'GET' && tolerant && path !== '/',
).map(({ path }) => path);

/** What may follow the path of a page in a damaged link: a query that lost its `?`, or whose `?` or `#` was encoded. */
const REST = /(?<mark>[?#&=;]|%3F|%23|%26|\/+(?=lt_))(?<text>.*)$/is;

/**
 * The address of the page that a damaged path means, below the base `appUrl`; undefined: it means none, or is not
 * damaged. Mail and typing change
 * the case of a path, double its slashes or add one, and encode its `?`.
 */
export function pageAddress(appUrl: string, path: string, rawQuery: string): string | undefined {
  const { mark = '', text = '' } = REST.exec(path)?.groups ?? {};
  const stem = path.slice(0, path.length - mark.length - text.length);
  const meant = stem.replace(/\/+/g, '/').replace(/\/$/, '').toLowerCase();
  if (meant === path || !PAGES.includes(meant)) return undefined;
  const parameters = decoded(mark, text);
  const url = new URL(`${appUrl}${meant}`);
  if (isAmbiguous(parameters)) {
    url.search = INCOMPLETE;
    return url.href;
  }
  const isFragment = mark === '#' || mark === '%23';
  url.search = [isFragment ? '' : parameters, rawQuery].filter((part) => part !== '').join('&');
  if (isFragment) url.hash = parameters;
  return url.href;
}

/** Leads to the page that says so, and uses nothing. */
const INCOMPLETE = 'token=incomplete';

/**
 * Whether it cannot be told any more what separates parameters and what they say: API Gateway decodes a path, and with an encoded
 * `?` the values behind it. Another place than the buyer's, or another `state`, would be worse than a page. What still has
 * percent-encoding was encoded as a whole.
 */
function isAmbiguous(parameters: string): boolean {
  if (/%[0-9a-f]{2}/i.test(parameters)) return false;
  const pairs = parameters.split('&');
  const said = pairs.filter((pair) => !/^\W*token=/i.test(pair)).map((pair) => pair.replace(/^[^=]*=?/, ''));
  return (
    said.some((value) => value.includes('+')) ||
    pairs.slice(1).some((pair) => !pair.includes('=')) ||
    pairs.slice(0, -1).some((pair) => /=.*\?/.test(pair))
  );
}

/** The text without the encoding that its mark has. */
function decoded(mark: string, text: string): string {
  if (!mark.startsWith('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
