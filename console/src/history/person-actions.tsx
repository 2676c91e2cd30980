import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { canReinstate, canRemove, type Person } from '../keys/person.ts';
import { offboardedQuery } from '../keys/queries.ts';
import { usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';

const RemovePerson = lazyComponent(() => import('../keys/remove-person.tsx'), 'RemovePerson');
const ReinstatePerson = lazyComponent(() => import('../keys/reinstate-person.tsx'), 'ReinstatePerson');

/** Removes whoever the history is filtered by, or lets them in again. */
export function PersonActions({ person }: { person: Person }) {
  const principal = usePrincipal();
  const removable = canRemove(principal, person.id);
  const offboarded = useQuery({ ...offboardedQuery, enabled: removable && canReinstate(principal) });
  const [open, setOpen] = useState<Person & { action: 'remove' | 'reinstate' }>();
  if (!removable || offboarded.isLoading) return null;
  const isOffboarded = offboarded.data?.some(({ id }) => id === person.id);
  const close = () => setOpen(undefined);
  return (
    <>
      {isOffboarded && <strong>removed</strong>}
      {isOffboarded ? (
        <Button onClick={() => setOpen({ ...person, action: 'reinstate' })}>Let in again…</Button>
      ) : (
        <Button onClick={() => setOpen({ ...person, action: 'remove' })}>Remove this person…</Button>
      )}
      <Suspense>
        {open?.action === 'remove' && <RemovePerson person={open} onClose={close} />}
        {open?.action === 'reinstate' && <ReinstatePerson person={open} onClose={close} />}
      </Suspense>
    </>
  );
}
