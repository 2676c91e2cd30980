import { closeSession, currentSession } from './session.ts';
import { forgetSignIn } from './session-storage.ts';

/** Here, and at the identity provider where that is possible: there it takes the browser away. */
export function signOut(): void {
  const session = currentSession();
  forgetSignIn();
  closeSession();
  if (session.state === 'none' || session.proof.kind === 'key') return;
  // A provider that does not answer stays signed in, and this page does not.
  session.proof.identity.signOut().catch(() => undefined);
}
