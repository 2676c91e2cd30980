import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type SearchSchemaInput,
} from '@tanstack/react-router';
import * as v from 'valibot';
import { holdsCredential } from '../../shared/crypto/credential-pattern.ts';
import { readerOf } from './address/by-schema.ts';
import { pastedCredential } from './address/credential.ts';
import { parseSearch, stringifySearch } from './address/search-params.ts';
import { NotFound, PageFailed } from './frame/error-pages.tsx';
import { Root } from './frame/root.tsx';
import { type HistorySearch, readHistorySearch } from './history/search.ts';
import { type OverviewSearch, readOverviewSearch } from './overview/search.ts';
import {
  type NewTokenSearch,
  readNewTokenSearch,
  readTokenSearch,
  type TokenSearch,
} from './tokens/search.ts';
import { readUserSearch, type UserSearch } from './users/search.ts';

/**
 * Every page of the console. The address determines what a page shows; schemas of the API say which search parameters
 * it has. Pages load lazily. A new page is a route here, a folder, and a link in frame/pages.ts.
 */

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: OverviewSearch & SearchSchemaInput) => readOverviewSearch(search),
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
});

const tokens = createRoute({
  getParentRoute: () => root,
  path: '/tokens',
  validateSearch: (search: TokenSearch & SearchSchemaInput) => readTokenSearch(search),
  component: lazyRouteComponent(() => import('./tokens/tokens-page.tsx'), 'TokensPage'),
});

const newToken = createRoute({
  getParentRoute: () => tokens,
  path: '/new',
  validateSearch: (search: NewTokenSearch & SearchSchemaInput) => readNewTokenSearch(search),
  component: lazyRouteComponent(() => import('./tokens/new-token.tsx'), 'NewToken'),
});

const token = createRoute({
  getParentRoute: () => tokens,
  path: '/$tokenId',
  // The path is part of requests, which must not hold the secret of a string.
  beforeLoad: ({ params, search }) => {
    const found = pastedCredential(params.tokenId);
    if (found)
      throw redirect({ to: '/tokens/$tokenId', params: { tokenId: found.id }, search, replace: true });
  },
  component: lazyRouteComponent(() => import('./tokens/token-panel.tsx'), 'TokenPanel'),
});

const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  validateSearch: (search: UserSearch & SearchSchemaInput) => readUserSearch(search),
  component: lazyRouteComponent(() => import('./users/users-page.tsx'), 'UsersPage'),
});

const user = createRoute({
  getParentRoute: () => root,
  path: '/users/$userId',
  // No id of a user holds a string, so this is a pasted one. The path is part of requests, and of what the page says.
  beforeLoad: ({ params }) => {
    if (!holdsCredential(params.userId)) return;
    const found = pastedCredential(params.userId);
    throw found?.kind === 'token'
      ? redirect({ to: '/tokens/$tokenId', params: { tokenId: found.id }, replace: true })
      : redirect({ to: '/users', replace: true });
  },
  component: lazyRouteComponent(() => import('./users/user-page.tsx'), 'UserPage'),
});

const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  validateSearch: (search: HistorySearch & SearchSchemaInput) => readHistorySearch(search),
  component: lazyRouteComponent(() => import('./history/history-page.tsx'), 'HistoryPage'),
});

const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys/keys-page.tsx'), 'KeysPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});

/** The redirect URI of OpenID Connect. */
const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  // Keeps all parameters: the page reads the authorization response from them.
  validateSearch: (search: Record<string, unknown> & SearchSchemaInput) => search,
  component: lazyRouteComponent(() => import('./sign-in/signed-in-page.tsx'), 'SignedInPage'),
});

const readSignInAgainSearch = readerOf({ for: v.string() });

/** Opened in a window by a page whose session has ended. */
const signInAgain = createRoute({
  getParentRoute: () => root,
  path: '/sign-in-again',
  validateSearch: (search: { for?: string } & SearchSchemaInput) => readSignInAgainSearch(search),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-again-page.tsx'), 'SignInAgainPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    tokens.addChildren([newToken, token]),
    users,
    user,
    history,
    keys,
    settings,
    signedIn,
    signInAgain,
  ]),
  basepath: '/console',
  parseSearch: parseSearch,
  stringifySearch: stringifySearch,
  // Drops unknown parameters, which mail tools add to links.
  search: { strict: true },
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
