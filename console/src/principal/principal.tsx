import { type Query, type QueryClient, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import type { Permission, Principal } from '../../../client/src/index.ts';
import { meQuery } from '../api/queries.ts';
import { currentSession, subscribeToSession } from '../session/session.ts';

export const useMe = () => useQuery(meQuery);

/**
 * Keeps what somebody was shown from the next one: it is forgotten when they leave. When a session that has ended goes on,
 * all is asked for again, and what is typed stays; when it goes on as somebody else's, nothing is shown meanwhile either.
 */
export function syncQueriesWithSession(queryClient: QueryClient): void {
  let before = currentSession().state;
  async function goOn() {
    const former = queryClient.getQueryData(meQuery.queryKey);
    const present = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    const others = { predicate: ({ queryKey }: Query) => queryKey[0] !== meQuery.queryKey[0] };
    if (present.id === former?.id) await queryClient.invalidateQueries(others);
    else await queryClient.resetQueries(others);
  }
  subscribeToSession(() => {
    const { state } = currentSession();
    if (state === 'none') queryClient.clear();
    // What fails is said by what asks: the pages do, when they are looked at.
    if (state === 'open' && before === 'ended') goOn().catch(() => undefined);
    before = state;
  });
}

const PrincipalContext = createContext<Principal | undefined>(undefined);

export const PrincipalProvider = ({ principal, children }: { principal: Principal; children: ReactNode }) => (
  <PrincipalContext value={principal}>{children}</PrincipalContext>
);

/** Who is signed in. Within the frame only. */
export function usePrincipal(): Principal {
  const principal = use(PrincipalContext);
  if (!principal) throw new Error('there is no principal outside of the frame');
  return principal;
}

/** Whether whoever is signed in may do that: what would fail is not offered. */
export function useCan(permission: Permission): boolean {
  return usePrincipal().permissions.includes(permission);
}
