import { basketForm } from './basket-forms.ts';
import type { Answer, Visit } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import { basketPage, catalogueClosedPage } from './pages.ts';
import { BASKET, type Procurement } from './procurement.ts';
import type { Store } from './store.ts';

/** A catalogue that a purchasing system opened. */
export type PunchOut = { signIn: SignIn; procurement: Procurement };
export type PunchOuts = Store<PunchOut>;

const PATH = '/catalogue/';

/**
 * Each catalogue has an address and a cookie of its own: two can be open in one browser, and nobody who is signed in there
 * is replaced.
 */
export function openCatalogue(signIn: SignIn, procurement: Procurement, punchOuts: PunchOuts): Answer {
  const { id, expiresAt } = signIn.session;
  const value = punchOuts.add({ signIn, procurement }, Date.parse(expiresAt));
  return { location: PATH + id, cookies: [{ name: `catalogue-${id}`, value, framed: true }] };
}

/** `GET /catalogue/{session}`: a basket, and the form that takes it back. */
export async function catalogue(
  visit: Visit,
  { punchOuts, tokens }: { punchOuts: PunchOuts; tokens: LoginTokens },
): Promise<Answer | undefined> {
  if (!visit.path.startsWith(PATH)) return undefined;
  const punchOut = punchOuts.get(visit.cookie(`catalogue-${visit.path.slice(PATH.length)}`));
  if (!punchOut || !(await tokens.isActive(punchOut.signIn))) {
    return { status: 401, page: catalogueClosedPage, framed: true };
  }
  const form = basketForm(punchOut.procurement, BASKET);
  return {
    page: basketPage(punchOut, BASKET, form),
    ...(form && { formAction: schemeOf(form.action) }),
    framed: true,
  };
}

/**
 * The scheme alone: where the purchasing system redirects to after it took the basket counts as where the form leads, and
 * is its own affair. `SAPEVENT:POST` leads nowhere: SAP's window takes the fields from the form.
 */
const schemeOf = (action: string): string => action.slice(0, action.indexOf(':') + 1).toLowerCase();
