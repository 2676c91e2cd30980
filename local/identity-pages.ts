import { contentSecurityPolicy } from '../functions/pages/content-security-policy.ts';
import { type Html, html } from '../functions/pages/html.ts';
import { layout, type Page } from '../functions/pages/layout.ts';
import { IDENTITIES } from './identities.ts';

const NO_SHOP = { shopName: null, helpUrl: null, supportEmail: null, frameAncestors: [] };

/** `consoles` are the targets of redirects after a form, which the Content-Security-Policy allows. */
const page = (title: string, main: Html, consoles: readonly string[]): Page => ({
  html: layout({ locale: 'en', shop: NO_SHOP, title, main: html`<h1>${title}</h1>${main}` }),
  contentSecurityPolicy: contentSecurityPolicy({ form: consoles, frameAncestors: [] }),
});

export const accountPage = (action: string, consoles: readonly string[]): Page =>
  page(
    'Who are you?',
    html`
      <p>This identity provider is for trying things out on this machine.</p>
      ${IDENTITIES.map(
        ({ sub, name, may }) => html`
          <form method="post" action="${action}">
            <button name="sub" value="${sub}" aria-describedby="${sub}">${name}</button>
            <p id="${sub}">May ${may}.</p>
          </form>
        `,
      )}
    `,
    consoles,
  );

/** `xsrf` proves that the form is the provider's own. */
export const signOutPage = (action: string, xsrf: string, consoles: readonly string[]): Page =>
  page(
    'Sign out here, too?',
    html`
      <p>You have left the console. The identity provider still knows you.</p>
      <form method="post" action="${action}">
        <input type="hidden" name="xsrf" value="${xsrf}">
        <button name="logout" value="yes">Sign out</button>
      </form>
    `,
    consoles,
  );

export const noticePage = (title: string, text: string): Page => page(title, html`<p>${text}</p>`, []);
