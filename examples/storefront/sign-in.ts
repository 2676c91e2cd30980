import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from './config.ts';
import type { Cookie } from './cookies.ts';
import type { ShopRequest, ShopResponse } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import { confirmPage, cookiesNeededPage, pasteLinkPage, signInRefusedPage } from './pages.ts';
import { openCatalogue, type PunchOuts } from './punch-out.ts';
import { findSession, type Sessions, startSession } from './session.ts';
import { randomName, type Store } from './store.ts';

/** What the browser brings from the login page. */
export type Arrival = { code: string; state: string };

type Collaborators = {
  config: Config;
  /** Arrivals that the login page has posted, until the browser asks for the page. */
  arrivals: Store<Arrival>;
  tokens: LoginTokens;
  sessions: Sessions;
  punchOuts: PunchOuts;
  /** Exchanged sign-ins that wait for a confirmation. */
  pendingSignIns: Store<SignIn>;
};

/** Milliseconds. The access token of an unconfirmed session never leaves the server. */
const CONFIRMATION_TIME = 5 * 60_000;
/** Seconds. */
const STATE_LIFETIME = 10 * 60;

/** Characters: more than any code has. Anybody may post here. */
const LONGEST_CODE = 4_096;

/** Milliseconds. A code must be exchanged within a minute. */
const ARRIVAL_TIME = 60_000;

/**
 * `POST /callback`: the form of the login page (OAuth 2.0 Form Post Response Mode). A browser sends no `SameSite=Lax` cookie
 * with a form of another site, and sends them when it follows this redirect. The code never is in an address.
 */
export async function receiveCode(request: ShopRequest, { arrivals }: Collaborators): Promise<ShopResponse> {
  const code = request.form.get('code');
  if (!code || code.length > LONGEST_CODE) return { status: 400, page: signInRefusedPage };
  const arrival = { code, state: request.form.get('state') ?? '' };
  const name = arrivals.add(arrival, Date.now() + ARRIVAL_TIME);
  return { location: '/callback', cookies: [{ name: 'arrival', value: name, framed: true }] };
}

/** `GET /callback`, after the form; or `GET /callback?code=…&state=…`, the redirect of a service without forms. */
export async function callback(request: ShopRequest, collaborators: Collaborators): Promise<ShopResponse> {
  const arrival = arrivalOf(request, collaborators);
  const browser = request.cookie('browser');
  if (!arrival) return { status: 400, page: signInRefusedPage };
  if (browser === undefined) return setBrowserCookie(request);
  const { code } = arrival;

  // A reload in this browser repeats the same attempt. Another browser with the same code makes another attempt, which
  // the service refuses; it then ends the session that the code was exchanged for.
  const attemptId = createHash('sha256').update(`${browser} ${code}`).digest('base64url');
  const signIn = await collaborators.tokens.exchange(code, attemptId);
  if (!signIn) return { status: 401, page: signInRefusedPage };
  // No confirmation: a procurement system cannot answer, and a catalogue replaces no session.
  if (signIn.procurement) return openCatalogue(signIn, signIn.procurement, collaborators.punchOuts);
  if (requiresConfirmation(request, arrival, signIn, collaborators))
    return askForConfirmation(signIn, collaborators);
  return startSession(signIn, request, collaborators);
}

function arrivalOf({ query, cookie }: ShopRequest, { arrivals }: Collaborators): Arrival | undefined {
  const code = query.get('code');
  return code === null ? arrivals.get(cookie('arrival')) : { code, state: query.get('state') ?? '' };
}

/** The cookie is set before the code is used, so that a retry after a lost response is the same attempt. */
function setBrowserCookie({ query }: ShopRequest): ShopResponse {
  if (query.has('remembered')) return { status: 400, page: cookiesNeededPage };
  const parameters = new URLSearchParams([...query, ['remembered', '1']]);
  return {
    location: `/callback?${parameters}`,
    cookies: [{ name: 'browser', value: randomName(), framed: true }],
  };
}

/**
 * Prevents login cross-site request forgery (RFC 6749 §10.12, RFC 9700 §4.7): an attacker could send a victim the address
 * of this page with a code of the attacker's account. So a sign-in without a valid `state`, as by a link in a message,
 * must be confirmed, and so must one that replaces another user.
 */
function requiresConfirmation(
  request: ShopRequest,
  arrival: Arrival,
  signIn: SignIn,
  { sessions }: Collaborators,
): boolean {
  const currentSignIn = findSession(request, sessions)?.signIn;
  return currentSignIn ? !isSamePerson(currentSignIn, signIn) : !hasValidState(request, arrival);
}

/** True for a reload, and for another link of the same user. An impersonation is another person. */
const isSamePerson = (one: SignIn, other: SignIn): boolean =>
  one.session.id === other.session.id ||
  (one.user !== null && one.user.id === other.user?.id && !one.impersonation && !other.impersonation);

function hasValidState({ cookie }: ShopRequest, { state }: Arrival): boolean {
  const expected = Buffer.from(cookie('state') ?? '');
  const given = Buffer.from(state);
  return expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given);
}

function askForConfirmation(signIn: SignIn, { pendingSignIns }: Collaborators): ShopResponse {
  const name = pendingSignIns.add(signIn, Date.now() + CONFIRMATION_TIME);
  return { location: '/sign-in/confirm', cookies: [{ name: 'waiting', value: name }] };
}

const clearedCookie: Cookie = { name: 'waiting', value: undefined };

/** `GET /sign-in/confirm`: “Sign in as Jane Doe?” */
export async function showConfirmation(
  request: ShopRequest,
  { pendingSignIns, sessions }: Collaborators,
): Promise<ShopResponse> {
  const signIn = pendingSignIns.get(request.cookie('waiting'));
  if (!signIn) return { location: '/' };
  return { page: confirmPage(signIn, findSession(request, sessions)?.signIn) };
}

/** `POST /sign-in/confirm` */
export async function confirm(request: ShopRequest, collaborators: Collaborators): Promise<ShopResponse> {
  const { pendingSignIns, tokens } = collaborators;
  const name = request.cookie('waiting');
  const signIn = pendingSignIns.get(name);
  // Another sign-in may have replaced the one that the page showed.
  if (!signIn || signIn.session.id !== request.form.get('session')) return { location: '/sign-in/confirm' };
  pendingSignIns.remove(name);
  if (request.form.get('answer') === 'yes') {
    const response = await startSession(signIn, request, collaborators);
    return { ...response, cookies: [...(response.cookies ?? []), clearedCookie] };
  }
  await tokens.end(signIn);
  return { location: '/', cookies: [clearedCookie] };
}

/** `GET /sign-in`: a sign-in that starts in the shop, with a pasted link. */
export const showSignIn = async (_: ShopRequest, { config }: Collaborators): Promise<ShopResponse> =>
  linkForm(config);

const linkForm = ({ serviceUrl }: Config, problem?: string): ShopResponse => ({
  page: pasteLinkPage(problem),
  // `form-action` also covers the redirect to the login page.
  formAction: new URL(serviceUrl).origin,
});

/** `POST /sign-in`: redirects to the login page, with a `state` that only this browser knows. */
export async function redirectToLoginPage(
  request: ShopRequest,
  { config }: Collaborators,
): Promise<ShopResponse> {
  const link = URL.parse(request.form.get('link')?.trim() ?? '');
  // Prevents an open redirect by a pasted address.
  if (link === null || link.origin + link.pathname !== `${config.serviceUrl}/login`) {
    return { status: 400, ...linkForm(config, 'That is not a login link of this shop.') };
  }
  const state = randomName();
  link.searchParams.set('state', state);
  return { location: link.href, cookies: [{ name: 'state', value: state, maxAge: STATE_LIFETIME }] };
}
