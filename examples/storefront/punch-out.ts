import { basketForm } from './basket-forms.ts';
import type { ShopRequest, ShopResponse } from './http.ts';
import type { LoginTokens, SignIn } from './login-tokens.ts';
import { basketPage, catalogueClosedPage } from './pages.ts';
import { BASKET, type Procurement } from './procurement.ts';
import type { Store } from './store.ts';

/** A catalogue that a procurement system has opened. */
export type PunchOut = { signIn: SignIn; procurement: Procurement };
export type PunchOuts = Store<PunchOut>;

const PATH = '/catalogue/';

/** Each catalogue has its own address and cookie: several can be open in one browser, beside the session of the shop. */
export function openCatalogue(signIn: SignIn, procurement: Procurement, punchOuts: PunchOuts): ShopResponse {
  const { id, expiresAt } = signIn.session;
  const value = punchOuts.add({ signIn, procurement }, Date.parse(expiresAt));
  return { location: PATH + id, cookies: [{ name: `catalogue-${id}`, value, framed: true }] };
}

/** `GET /catalogue/{session}`: a basket, and the form that returns it. */
export async function catalogue(
  request: ShopRequest,
  { punchOuts, tokens }: { punchOuts: PunchOuts; tokens: LoginTokens },
): Promise<ShopResponse | undefined> {
  if (!request.path.startsWith(PATH)) return undefined;
  const punchOut = punchOuts.get(request.cookie(`catalogue-${request.path.slice(PATH.length)}`));
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
 * The scheme only, because `form-action` also covers redirects of the procurement system after the form was sent.
 * `SAPEVENT:POST` is handled by the browser control of SAP.
 */
const schemeOf = (action: string): string => action.slice(0, action.indexOf(':') + 1).toLowerCase();
