import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import type { Permission, Principal } from '../../../client/src/index.ts';
import { api } from '../api.ts';

const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.me({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const useMe = () => useQuery(me);

const PrincipalContext = createContext<Principal | undefined>(undefined);

export const ForPrincipal = ({ principal, children }: { principal: Principal; children: ReactNode }) => (
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
