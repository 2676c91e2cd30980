import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { providerQuery } from '../api/queries.ts';
import { redirectToProvider } from '../session/identity.ts';

const route = getRouteApi('/sign-in-again');

/** A window that goes to the identity provider for the page that opened it. */
export function SignInAgainPage() {
  const { for: channelId } = route.useSearch();
  const { data: provider } = useQuery(providerQuery);
  const left = useRef(false);
  useEffect(() => {
    if (!provider || left.current) return;
    left.current = true;
    void redirectToProvider(provider, { returnTo: '/console/', ...(channelId && { handOver: channelId }) });
  }, [provider, channelId]);
  return (
    <main className="lone">
      <h1>Signing you in …</h1>
    </main>
  );
}
