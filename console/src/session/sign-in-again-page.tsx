import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { askProvider } from './identity.ts';
import { providerQuery } from './provider.ts';

/** A window that goes to the identity provider for the page that opened it. */
export function SignInAgainPage() {
  const { data: provider } = useQuery(providerQuery);
  const left = useRef(false);
  useEffect(() => {
    if (!provider || left.current) return;
    left.current = true;
    void askProvider(provider, { returnTo: '/console/', handOver: true });
  }, [provider]);
  return (
    <main className="lone">
      <h1>Signing you in …</h1>
    </main>
  );
}
