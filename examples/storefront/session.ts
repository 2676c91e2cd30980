import type { Answer, Visit } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import type { Store } from './store.ts';

/** Who is signed in here. The browser has a name for it and nothing else; the access token never leaves the server. */
export type Session = {
  signIn: SignIn;
  /** Epoch milliseconds: when the service last said that it holds. */
  checkedAt: number;
};
export type Sessions = Store<Session>;
type Collaborators = { sessions: Sessions; tokens: LoginTokens };

export const current = (visit: Visit, sessions: Sessions): Session | undefined =>
  sessions.get(visit.cookie('session'));

/**
 * Signs in, under a new name: who planted the old one in this browser does not know it (session fixation). Whoever was
 * signed in before is signed out.
 */
export async function signInAs(
  signIn: SignIn,
  visit: Visit,
  { sessions, tokens }: Collaborators,
): Promise<Answer> {
  const before = current(visit, sessions);
  sessions.remove(visit.cookie('session'));
  if (before && before.signIn.session.id !== signIn.session.id) await tokens.end(before.signIn);
  const until = Date.parse(signIn.session.expiresAt);
  const name = sessions.add({ signIn, checkedAt: Date.now() }, until);
  return {
    location: '/',
    cookies: [
      { name: 'session', value: name, maxAge: Math.max(0, Math.floor((until - Date.now()) / 1000)) },
      { name: 'state', value: undefined },
    ],
  };
}

/** `POST /sign-out`: here first, and then everywhere. */
export async function signOut(visit: Visit, { sessions, tokens }: Collaborators): Promise<Answer> {
  const session = current(visit, sessions);
  sessions.remove(visit.cookie('session'));
  if (session) await tokens.end(session.signIn);
  return { location: '/', cookies: [{ name: 'session', value: undefined }] };
}

/**
 * Whoever is signed in, if the service said so within `freshness` milliseconds or says so now. An access token proves its
 * session until it expires; that the session was ended meanwhile, only the service knows.
 */
export async function holding(
  visit: Visit,
  { sessions, tokens }: Collaborators,
  freshness: number,
): Promise<Session | undefined> {
  const session = current(visit, sessions);
  if (!session || Date.now() - session.checkedAt < freshness) return session;
  if (!(await tokens.isActive(session.signIn))) {
    sessions.remove(visit.cookie('session'));
    return undefined;
  }
  session.checkedAt = Date.now();
  return session;
}
