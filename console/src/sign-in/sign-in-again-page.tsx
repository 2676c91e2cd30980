import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { providerQuery } from '../api/queries.ts';
import { redirectToProvider } from '../session/identity.ts';

const route = getRouteApi('/sign-in-again');

/** A window that signs in for the page that opened it. */
export function SignInAgainPage() {
  const { for: channelId } = route.useSearch();
  const { data: provider } = useQuery(providerQuery);
  const redirected = useRef(false);
  useEffect(() => {
    if (!provider || redirected.current) return;
    redirected.current = true;
    void redirectToProvider(provider, { returnTo: '/console/', ...(channelId && { channelId }) });
  }, [provider, channelId]);
  return (
    <main className="lone">
      <h1>Signing you in …</h1>
    </main>
  );
}
