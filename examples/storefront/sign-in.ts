import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from './config.ts';
import type { Cookie } from './cookies.ts';
import type { Answer, Visit } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import { confirmPage, cookiesNeededPage, pasteLinkPage, refusedPage } from './pages.ts';
import { openCatalogue, type PunchOuts } from './punch-out.ts';
import { current, type Sessions, signInAs } from './session.ts';
import { randomName, type Store } from './store.ts';

type Collaborators = {
  config: Config;
  tokens: LoginTokens;
  sessions: Sessions;
  punchOuts: PunchOuts;
  /** Those who were let in by the service, and are asked whether they want it. */
  waiting: Store<SignIn>;
};

/** Milliseconds that the question stays open. Nobody has the access token of a session that was never answered for. */
const QUESTION = 5 * 60_000;
/** Seconds between the start of a sign-in here and its end. */
const START = 10 * 60;

/** The login page's redirect: `GET /callback?code=…&state=…`. */
export async function callback(visit: Visit, collaborators: Collaborators): Promise<Answer> {
  const code = visit.query.get('code');
  const browser = visit.cookie('browser');
  if (code === null) return { status: 400, page: refusedPage };
  if (browser === undefined) return rememberBrowser(visit);

  // The same for a reload or a second press in this browser, which are then the same sign-in, and another for whoever
  // found the address with the code in it: that is refused, and ends the session that the code was exchanged for.
  const attemptId = createHash('sha256').update(`${browser} ${code}`).digest('base64url');
  const signIn = await collaborators.tokens.exchange(code, attemptId);
  if (!signIn) return { status: 401, page: refusedPage };
  // A purchasing system cannot be asked, and need not: its catalogue replaces nobody.
  if (signIn.procurement) return openCatalogue(signIn, signIn.procurement, collaborators.punchOuts);
  if (mustAsk(visit, signIn, collaborators)) return ask(signIn, collaborators);
  return signInAs(signIn, visit, collaborators);
}

/** The attempt has its name before the code is used, or the answer to the first use could be lost together with that. */
function rememberBrowser({ query }: Visit): Answer {
  if (query.has('remembered')) return { status: 400, page: cookiesNeededPage };
  const again = new URLSearchParams([...query, ['remembered', '1']]);
  return {
    location: `/callback?${again}`,
    cookies: [{ name: 'browser', value: randomName(), framed: true }],
  };
}

/**
 * Anybody can send somebody an address of this page with a code of their own in it. Without a question, that one would shop
 * in their account and not notice: login cross-site request forgery (RFC 6749 §10.12, RFC 9700 §4.7). So whoever did not
 * start here is asked; who opens a link from a message cannot have started here. And nobody is replaced without being asked.
 */
function mustAsk(visit: Visit, signIn: SignIn, { sessions }: Collaborators): boolean {
  const present = current(visit, sessions)?.signIn;
  return present ? !isSamePerson(present, signIn) : !startedHere(visit);
}

/** A reload, or another link for the same user. Somebody who acts as the user is another person. */
const isSamePerson = (one: SignIn, other: SignIn): boolean =>
  one.session.id === other.session.id ||
  (one.user !== null && one.user.id === other.user?.id && !one.impersonation && !other.impersonation);

function startedHere(visit: Visit): boolean {
  const expected = Buffer.from(visit.cookie('state') ?? '');
  const given = Buffer.from(visit.query.get('state') ?? '');
  return expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given);
}

function ask(signIn: SignIn, { waiting }: Collaborators): Answer {
  const name = waiting.add(signIn, Date.now() + QUESTION);
  return { location: '/sign-in/confirm', cookies: [{ name: 'waiting', value: name }] };
}

const asked: Cookie = { name: 'waiting', value: undefined };

/** `GET /sign-in/confirm`: “Sign in as Jane Doe?” */
export async function question(visit: Visit, { waiting, sessions }: Collaborators): Promise<Answer> {
  const signIn = waiting.get(visit.cookie('waiting'));
  if (!signIn) return { location: '/' };
  return { page: confirmPage(signIn, current(visit, sessions)?.signIn) };
}

/** `POST /sign-in/confirm` */
export async function confirm(visit: Visit, collaborators: Collaborators): Promise<Answer> {
  const { waiting, tokens } = collaborators;
  const name = visit.cookie('waiting');
  const signIn = waiting.get(name);
  // Another sign-in may have come between the page with the question and the answer to it.
  if (!signIn || signIn.session.id !== visit.form.get('session')) return { location: '/sign-in/confirm' };
  waiting.remove(name);
  if (visit.form.get('answer') === 'yes') {
    const entered = await signInAs(signIn, visit, collaborators);
    return { ...entered, cookies: [...(entered.cookies ?? []), asked] };
  }
  await tokens.end(signIn);
  return { location: '/', cookies: [asked] };
}

/** `GET /sign-in`: a sign-in that starts here, with the link that somebody was sent. */
export const start = async (_: Visit, { config }: Collaborators): Promise<Answer> => linkForm(config);

const linkForm = ({ serviceUrl }: Config, problem?: string): Answer => ({
  page: pasteLinkPage(problem),
  // Where the answer to the form redirects to counts as where the form leads.
  formAction: new URL(serviceUrl).origin,
});

/** `POST /sign-in`: on to the login page, with a `state` that only this browser knows. */
export async function leave(visit: Visit, { config }: Collaborators): Promise<Answer> {
  const link = URL.parse(visit.form.get('link')?.trim() ?? '');
  // No address that somebody was talked into pasting leads anywhere else.
  if (link === null || link.origin + link.pathname !== `${config.serviceUrl}/login`) {
    return { status: 400, ...linkForm(config, 'That is not a login link of this shop.') };
  }
  const state = randomName();
  link.searchParams.set('state', state);
  return { location: link.href, cookies: [{ name: 'state', value: state, maxAge: START }] };
}
