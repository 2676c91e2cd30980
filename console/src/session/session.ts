import { useSyncExternalStore } from 'react';
import { clearSignInHint } from './session-storage.ts';

/** The session of this page. It is held in memory only: a reload signs in again. */
export type Session =
  | { state: 'none' }
  | { state: 'open'; credential: Credential }
  /** The API has refused the credential. The page keeps its content while it asks for another sign-in. */
  | { state: 'ended'; credential: Credential };

/** A sign-in by the identity provider. */
export type Identity = {
  /** Returns an access token that is valid for some more seconds, renewed if necessary. */
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

/** Returns the function that unsubscribes. */
export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = (): Session => useSyncExternalStore(subscribeToSession, currentSession);

export const openSession = (credential: Credential): void => set({ state: 'open', credential });

/** Ends the session whose credential was refused, unless another one was opened since the request was sent. */
export function endSession(refused: Session): void {
  if (session === refused && session.state === 'open')
    set({ state: 'ended', credential: session.credential });
}

export const closeSession = (): void => set({ state: 'none' });

/** The bearer token of requests to the API. Throws without a session. */
export async function credentials(): Promise<string> {
  if (session.state === 'none') throw new Error('nobody is signed in');
  const { credential } = session;
  if (credential.kind === 'key') return credential.key;
  return credential.identity.accessToken();
}

/** Signs out here, then at the identity provider if it supports that; the provider then takes the browser away. */
export function signOut(): void {
  const closed = session;
  clearSignInHint();
  closeSession();
  if (closed.state === 'none' || closed.credential.kind === 'key') return;
  // This page is signed out even if the provider does not answer.
  closed.credential.identity.signOut().catch(() => undefined);
}
