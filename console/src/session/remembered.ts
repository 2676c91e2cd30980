/**
 * Whether this tab was signed in by the identity provider, so that reloading it goes there without another click. It
 * says nothing of who it was, and proves nothing.
 */
const NAME = 'login-tokens-sign-in';

export const rememberSignIn = (): void => sessionStorage.setItem(NAME, 'provider');
export const forgetSignIn = (): void => sessionStorage.removeItem(NAME);

/** Once: a provider that sends people back without an identity must not have them go round in circles. */
export function recallSignIn(): boolean {
  const remembered = sessionStorage.getItem(NAME) !== null;
  forgetSignIn();
  return remembered;
}
