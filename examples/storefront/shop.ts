import type { Config } from './config.ts';
import type { RequestHandler, ShopRequest, ShopResponse } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import { checkoutPage, homePage, sessionEndedPage } from './pages.ts';
import { catalogue, type PunchOut } from './punch-out.ts';
import { activeSession, type Session, signOut } from './session.ts';
import {
  type Arrival,
  callback,
  confirm,
  receiveCode,
  redirectToLoginPage,
  showConfirmation,
  showSignIn,
} from './sign-in.ts';
import { makeStore } from './store.ts';

/** Milliseconds between two checks of a session with the service. The checkout checks always. */
const CHECK_INTERVAL = 5 * 60_000;

/** The routes of the shop. */
export function makeShop(config: Config, tokens: LoginTokens): RequestHandler {
  const all = {
    config,
    tokens,
    sessions: makeStore<Session>(),
    arrivals: makeStore<Arrival>(),
    pendingSignIns: makeStore<SignIn>(),
    punchOuts: makeStore<PunchOut>(),
  };
  const routes: Record<string, (request: ShopRequest, collaborators: typeof all) => Promise<ShopResponse>> = {
    'GET /': async (request) => ({
      page: homePage((await activeSession(request, all, CHECK_INTERVAL))?.signIn),
    }),
    'GET /sign-in': showSignIn,
    'POST /sign-in': redirectToLoginPage,
    'GET /callback': callback,
    'POST /callback': receiveCode,
    'GET /sign-in/confirm': showConfirmation,
    'POST /sign-in/confirm': confirm,
    'POST /sign-out': signOut,
    'GET /checkout': async (request) => {
      const session = await activeSession(request, all, 0);
      return session ? { page: checkoutPage(session.signIn) } : { status: 401, page: sessionEndedPage };
    },
  };
  return async (method, request) => {
    const route = `${method} ${request.path}`;
    return Object.hasOwn(routes, route) ? routes[route]?.(request, all) : catalogue(request, all);
  };
}
