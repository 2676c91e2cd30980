import type { ShopRequest, ShopResponse } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import type { Store } from './store.ts';

/** A session of the shop. The browser holds only its random name; the access token never leaves the server. */
export type Session = {
  signIn: SignIn;
  /** Epoch milliseconds of the last confirmation by the service. */
  checkedAt: number;
};
export type Sessions = Store<Session>;
type Collaborators = { sessions: Sessions; tokens: LoginTokens };

export const findSession = (request: ShopRequest, sessions: Sessions): Session | undefined =>
  sessions.get(request.cookie('session'));

/** Starts a session under a new name, which prevents session fixation, and ends the previous one. */
export async function startSession(
  signIn: SignIn,
  request: ShopRequest,
  { sessions, tokens }: Collaborators,
): Promise<ShopResponse> {
  const previous = findSession(request, sessions);
  sessions.remove(request.cookie('session'));
  if (previous && previous.signIn.session.id !== signIn.session.id) await tokens.end(previous.signIn);
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

/** `POST /sign-out`: ends the session in the shop, then at the service. */
export async function signOut(
  request: ShopRequest,
  { sessions, tokens }: Collaborators,
): Promise<ShopResponse> {
  const session = findSession(request, sessions);
  sessions.remove(request.cookie('session'));
  if (session) await tokens.end(session.signIn);
  return { location: '/', cookies: [{ name: 'session', value: undefined }] };
}

/**
 * The session, if the service has confirmed it within `maxAge` milliseconds or confirms it now. An access token alone
 * does not show that its session was ended early.
 */
export async function activeSession(
  request: ShopRequest,
  { sessions, tokens }: Collaborators,
  maxAge: number,
): Promise<Session | undefined> {
  const session = findSession(request, sessions);
  if (!session || Date.now() - session.checkedAt < maxAge) return session;
  if (!(await tokens.isActive(session.signIn))) {
    sessions.remove(request.cookie('session'));
    return undefined;
  }
  session.checkedAt = Date.now();
  return session;
}
