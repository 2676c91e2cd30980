import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { providerQuery } from '../api/queries.ts';
import { askProvider } from '../session/identity.ts';

const route = getRouteApi('/sign-in-again');

/** A window that goes to the identity provider for the page that opened it. */
export function SignInAgainPage() {
  const { for: waiting } = route.useSearch();
  const { data: provider } = useQuery(providerQuery);
  const left = useRef(false);
  useEffect(() => {
    if (!provider || left.current) return;
    left.current = true;
    void askProvider(provider, { returnTo: '/console/', ...(waiting && { handOver: waiting }) });
  }, [provider, waiting]);
  return (
    <main className="lone">
      <h1>Signing you in …</h1>
    </main>
  );
}
