/** Set while this tab is signed in by the identity provider: a reload then goes there without a click. It names nobody. */
const SIGN_IN_HINT = 'login-tokens-sign-in';

export const setSignInHint = (): void => sessionStorage.setItem(SIGN_IN_HINT, 'provider');
export const clearSignInHint = (): void => sessionStorage.removeItem(SIGN_IN_HINT);

/** Returns the hint and removes it, so that a failing provider causes no redirect loop. */
export function takeSignInHint(): boolean {
  const hint = sessionStorage.getItem(SIGN_IN_HINT) !== null;
  clearSignInHint();
  return hint;
}

/** Holds the PKCE verifier (RFC 7636) and the way back during the redirect to the provider; never a token. */
const PENDING_SIGN_IN = 'login-tokens-away';

export const storePendingSignIn = (text: string): void => sessionStorage.setItem(PENDING_SIGN_IN, text);

/** Returns the pending sign-in and removes it: an authorization response is accepted once. */
export function takePendingSignIn(): string {
  const text = sessionStorage.getItem(PENDING_SIGN_IN) ?? '';
  sessionStorage.removeItem(PENDING_SIGN_IN);
  return text;
}
