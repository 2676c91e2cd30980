import { useSyncExternalStore } from 'react';
import { forgetSignIn } from './session-storage.ts';

/**
 * Who uses the page. It lives in the memory of the page alone: reloading it asks the identity provider again, or for
 * the key.
 */
export type Session =
  /** Nobody has signed in on this page. */
  | { state: 'none' }
  | { state: 'open'; proof: Proof }
  /** What proved the identity is no longer accepted: what is on the page stays there while it is asked for again. */
  | { state: 'ended'; proof: Proof };

/** Somebody whom the identity provider has named. */
export type Identity = {
  /** An access token that is good for some seconds at least. */
  accessToken(): Promise<string>;
  signOut(): Promise<void>;
};

export type Proof = { kind: 'key'; key: string } | { kind: 'identity'; identity: Identity };

let session: Session = { state: 'none' };
const listeners = new Set<() => void>();

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export const currentSession = (): Session => session;

/** Calls back whenever somebody signs in or out. Returns what ends that. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = (): Session => useSyncExternalStore(onSession, currentSession);

export const openSession = (proof: Proof): void => set({ state: 'open', proof });

/** The API has refused what was sent in that session: one that was opened meanwhile goes on. */
export function endSession(refused: Session): void {
  if (session === refused && session.state === 'open') set({ state: 'ended', proof: session.proof });
}

export const closeSession = (): void => set({ state: 'none' });

/** What the API is called with. Throws when nobody is signed in; renews an access token that is about to expire. */
export async function credentials(): Promise<string> {
  if (session.state === 'none') throw new Error('nobody is signed in');
  const { proof } = session;
  if (proof.kind === 'key') return proof.key;
  return proof.identity.accessToken();
}

/** Here, and at the identity provider where that is possible: there it takes the browser away. */
export function signOut(): void {
  const ended = session;
  forgetSignIn();
  closeSession();
  if (ended.state === 'none' || ended.proof.kind === 'key') return;
  // A provider that does not answer stays signed in, and this page does not.
  ended.proof.identity.signOut().catch(() => undefined);
}
