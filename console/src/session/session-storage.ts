/**
 * Whether this tab was signed in by the identity provider, so that reloading it goes there without another click. It
 * says nothing of who it was, and proves nothing.
 */
const NAME = 'login-tokens-sign-in';

export const setSignInHint = (): void => sessionStorage.setItem(NAME, 'provider');
export const clearSignInHint = (): void => sessionStorage.removeItem(NAME);

/**
 * What is in sessionStorage while the browser is at the identity provider, and nothing of the provider's ever is: the
 * verifier of PKCE (RFC 7636), and what brings the browser back to where it was.
 */
const AWAY = 'login-tokens-away';

export const storePendingSignIn = (text: string): void => sessionStorage.setItem(AWAY, text);

/** Once. It goes, too, when somebody comes back without an answer. */
export function takePendingSignIn(): string {
  const text = sessionStorage.getItem(AWAY) ?? '';
  sessionStorage.removeItem(AWAY);
  return text;
}

/** Once: a provider that sends people back without an identity must not have them go round in circles. */
export function takeSignInHint(): boolean {
  const remembered = sessionStorage.getItem(NAME) !== null;
  clearSignInHint();
  return remembered;
}
