import { type Query, type QueryClient, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import type { Permission, Principal } from '../../../client/src/index.ts';
import { meQuery } from '../api/queries.ts';
import { currentSession, subscribeToSession } from '../session/session.ts';

export const useMe = () => useQuery(meQuery);

/**
 * Clears cached data when the session closes, so that the next principal sees none of it. A session that resumes
 * refetches everything; if another principal resumes it, nothing old is shown meanwhile.
 */
export function syncQueriesWithSession(queryClient: QueryClient): void {
  let previousState = currentSession().state;
  async function resume() {
    const previous = queryClient.getQueryData(meQuery.queryKey);
    const principal = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    const others = { predicate: ({ queryKey }: Query) => queryKey[0] !== meQuery.queryKey[0] };
    if (principal.id === previous?.id) await queryClient.invalidateQueries(others);
    else await queryClient.resetQueries(others);
  }
  subscribeToSession(() => {
    const { state } = currentSession();
    if (state === 'none') queryClient.clear();
    // A page shows the error of its own queries.
    if (state === 'open' && previousState === 'ended') resume().catch(() => undefined);
    previousState = state;
  });
}

const PrincipalContext = createContext<Principal | undefined>(undefined);

export const PrincipalProvider = ({ principal, children }: { principal: Principal; children: ReactNode }) => (
  <PrincipalContext value={principal}>{children}</PrincipalContext>
);

/** The principal that is signed in. Only for components inside the frame. */
export function usePrincipal(): Principal {
  const principal = use(PrincipalContext);
  if (!principal) throw new Error('there is no principal outside of the frame');
  return principal;
}

/** Whether the principal has a permission. Pages do not offer actions that the API would refuse. */
export function useCan(permission: Permission): boolean {
  return usePrincipal().permissions.includes(permission);
}
