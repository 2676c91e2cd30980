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
  const isFragment = mark === '#' || mark === '%23';
  const query = [isFragment ? '' : decoded(mark, text), rawQuery].filter((part) => part !== '').join('&');
  const url = new URL(`${appUrl}${meant}`);
  url.search = query;
  if (isFragment) url.hash = decoded(mark, text);
  return url.href;
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
