import { useSyncExternalStore } from 'react';
import { clearSignInHint } from './session-storage.ts';

/**
 * Who uses the page. It lives in the memory of the page alone: reloading it asks the identity provider again, or for
 * the key.
 */
export type Session =
  /** Nobody has signed in on this page. */
  | { state: 'none' }
  | { state: 'open'; credential: Credential }
  /** What proved the identity is no longer accepted: what is on the page stays there while it is asked for again. */
  | { state: 'ended'; credential: Credential };

/** Somebody whom the identity provider has named. */
export type Identity = {
  /** An access token that is good for some seconds at least. */
  accessToken(): Promise<string>;
  signOut(): Promise<void>;
};

export type Credential = { kind: 'key'; key: string } | { kind: 'identity'; identity: Identity };

let session: Session = { state: 'none' };
const listeners = new Set<() => void>();

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export const currentSession = (): Session => session;

/** Calls back whenever somebody signs in or out. Returns what ends that. */
export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = (): Session => useSyncExternalStore(subscribeToSession, currentSession);

export const openSession = (credential: Credential): void => set({ state: 'open', credential });

/** The API has refused what was sent in that session: one that was opened meanwhile goes on. */
export function endSession(refused: Session): void {
  if (session === refused && session.state === 'open')
    set({ state: 'ended', credential: session.credential });
}

export const closeSession = (): void => set({ state: 'none' });

/** What the API is called with. Throws when nobody is signed in; renews an access token that is about to expire. */
export async function credentials(): Promise<string> {
  if (session.state === 'none') throw new Error('nobody is signed in');
  const { credential } = session;
  if (credential.kind === 'key') return credential.key;
  return credential.identity.accessToken();
}

/** Here, and at the identity provider where that is possible: there it takes the browser away. */
export function signOut(): void {
  const ended = session;
  clearSignInHint();
  closeSession();
  if (ended.state === 'none' || ended.credential.kind === 'key') return;
  // A provider that does not answer stays signed in, and this page does not.
  ended.credential.identity.signOut().catch(() => undefined);
}
