import type { BasketForm } from './basket-forms.ts';
import type { SignIn } from './login-tokens.ts';
import { type Markup, markup } from './markup.ts';
import { euros, type Procurement, type Product, total } from './procurement.ts';

export const nameOf = ({ user }: SignIn): string => user?.name ?? 'a guest';

/** For pages that offer no sign-in or sign-out. */
const NO_CORNER_LINK = markup``;

function page(title: string, content: Markup, signIn?: SignIn, corner: Markup = cornerLink(signIn)): Markup {
  return markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Demo shop</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
${impersonationBanner(signIn)}
<header><a href="/">Demo shop</a>${corner}</header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}

/** Shows an impersonation on every page: who acts as whom, and why. */
function impersonationBanner(signIn: SignIn | undefined): Markup {
  if (!signIn?.impersonation) return markup``;
  const { actor, reason } = signIn.impersonation;
  return markup`<p class="acting" role="status"><strong>${actor.name}</strong> is acting as <strong>${nameOf(signIn)}</strong> – reason: ${reason}</p>`;
}

const cornerLink = (signIn: SignIn | undefined): Markup =>
  signIn
    ? markup`<form method="post" action="/sign-out"><span>${nameOf(signIn)}</span> <button class="quiet">Sign out</button></form>`
    : markup`<a href="/sign-in">Sign in</a>`;

export const homePage = (signIn: SignIn | undefined): Markup =>
  page(
    signIn?.user ? `Welcome, ${signIn.user.name}` : 'Welcome',
    signIn
      ? markup`<p>You are signed in as ${nameOf(signIn)}${signIn.user?.email && markup` (${signIn.user.email})`}.</p>
<p><a class="button" href="/checkout">Go to checkout</a></p>`
      : markup`<p>You are not signed in. Open the link that you were sent, or <a href="/sign-in">start here</a>.</p>`,
    signIn,
  );

export const checkoutPage = (signIn: SignIn): Markup =>
  page(
    'Checkout',
    markup`<p>You are paying as <strong>${nameOf(signIn)}</strong>. The service confirmed just now that this session holds.</p>`,
    signIn,
  );

export const sessionEndedPage = page(
  'You have been signed out',
  markup`<p>Your session has ended. Open the link that you were sent, or ask for a new one, and come back to the checkout.</p>`,
);

export const pasteLinkPage = (problem?: string): Markup =>
  page(
    'Sign in',
    markup`<form method="post" action="/sign-in" class="stack">
<label for="link">Paste the login link that you were sent</label>
${problem === undefined ? undefined : markup`<p id="problem" class="problem" role="alert">${problem}</p>`}
<input id="link" name="link" type="url" required autocomplete="off" spellcheck="false" ${problem === undefined ? undefined : markup`aria-invalid="true" aria-describedby="problem"`}>
<button>Continue</button>
</form>`,
  );

/** Explains both choices to a visitor who may not expect them. It shows the e-mail address, because names are not unique. */
export function confirmPage(signIn: SignIn, current: SignIn | undefined): Markup {
  const { impersonation } = signIn;
  const name = nameOf(signIn);
  const act = impersonation
    ? { title: `Act as ${name}?`, yes: `Yes, act as ${name}` }
    : { title: `Sign in as ${name}?`, yes: `Yes, continue as ${name}` };
  return page(
    act.title,
    markup`<p>The link is for <strong>${name}</strong>${signIn.user?.email && markup`, ${signIn.user.email}`}.</p>
${
  impersonation &&
  markup`<p>Reason: ${impersonation.reason}. You will be named in this session as <strong>${impersonation.actor.name}</strong>.</p>`
}
${
  current
    ? markup`<p>You are signed in as <strong>${nameOf(current)}</strong>, and would be signed out.</p>`
    : markup`<p>A login link was used in this browser. If you did not open it, or it is not yours, choose no.</p>`
}
<form method="post" action="/sign-in/confirm" class="choice">
<input type="hidden" name="session" value="${signIn.session.id}">
<button name="answer" value="yes">${act.yes}</button>
<button name="answer" value="no" class="quiet">${current ? `No, stay ${nameOf(current)}` : 'No'}</button>
</form>`,
    current,
    current ? cornerLink(current) : NO_CORNER_LINK,
  );
}

export const basketPage = (
  { signIn, procurement }: { signIn: SignIn; procurement: Procurement },
  basket: readonly Product[],
  form: BasketForm | undefined,
): Markup =>
  page(
    'Your basket',
    markup`<p>For <strong>${nameOf(signIn)}</strong>, opened by ${procurement.protocol === 'oci' ? 'OCI' : `cXML (${procurement.operation})`}.</p>
<table>
<thead><tr><th>Product</th><th class="number">Quantity</th><th class="number">EUR each</th></tr></thead>
<tbody>${basket.map(({ name, quantity, unit, price }) => markup`<tr><td>${name}</td><td class="number">${quantity} ${unit}</td><td class="number">${euros(price)}</td></tr>`)}</tbody>
<tfoot><tr><th colspan="2">Total</th><td class="number">${euros(total(basket))}</td></tr></tfoot>
</table>
${form ? returnForm(form) : markup`<p>Your purchasing system did not say where the basket goes.</p>`}`,
    undefined,
    NO_CORNER_LINK,
  );

const returnForm = ({ action, target, fields }: BasketForm): Markup =>
  markup`<form method="post" action="${action}" target="${target}" accept-charset="utf-8">
${fields.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`)}
<button>Return the basket</button>
</form>`;

export const catalogueClosedPage = page(
  'This catalogue is closed',
  markup`<p>Open it again from your purchasing system.</p>`,
  undefined,
  NO_CORNER_LINK,
);

export const signInRefusedPage = page(
  'This sign-in has lapsed',
  markup`<p>It took too long, or was used before. Open the link that you were sent once more, or ask for a new one.</p>`,
);

export const cookiesNeededPage = page(
  'Your browser keeps no cookies',
  markup`<p>This shop needs one to sign you in. Allow cookies for it, then open your link again.</p>`,
);

export const crossSitePage = page(
  'That came from another site',
  markup`<p>Nothing was changed. <a href="/">Go to the shop</a></p>`,
);

export const notFoundPage = page('Nothing here', markup`<p><a href="/">Go to the shop</a></p>`);

export const failedPage = page(
  'That did not work',
  markup`<p>Something failed on our side. Load this page again in a moment.</p>`,
);
