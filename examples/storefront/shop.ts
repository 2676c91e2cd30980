import type { Config } from './config.ts';
import type { Answer, Site, Visit } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import { checkoutPage, endedPage, homePage } from './pages.ts';
import { catalogue, type PunchOut } from './punch-out.ts';
import { holding, type Session, signOut } from './session.ts';
import { callback, confirm, leave, question, start } from './sign-in.ts';
import { makeStore } from './store.ts';

/** Milliseconds that pages trust what the service said of a session; where money is spent it is asked again. */
const FRESH = 5 * 60_000;

/** The shop: its addresses, and what each of them does. */
export function makeShop(config: Config, tokens: LoginTokens): Site {
  const all = {
    config,
    tokens,
    sessions: makeStore<Session>(),
    waiting: makeStore<SignIn>(),
    punchOuts: makeStore<PunchOut>(),
  };
  const routes: Record<string, (visit: Visit, collaborators: typeof all) => Promise<Answer>> = {
    'GET /': async (visit) => ({ page: homePage((await holding(visit, all, FRESH))?.signIn) }),
    'GET /sign-in': start,
    'POST /sign-in': leave,
    'GET /callback': callback,
    'GET /sign-in/confirm': question,
    'POST /sign-in/confirm': confirm,
    'POST /sign-out': signOut,
    'GET /checkout': async (visit) => {
      const session = await holding(visit, all, 0);
      return session ? { page: checkoutPage(session.signIn) } : { status: 401, page: endedPage };
    },
  };
  return async (method, visit) => {
    const route = `${method} ${visit.path}`;
    return Object.hasOwn(routes, route) ? routes[route]?.(visit, all) : catalogue(visit, all);
  };
}
