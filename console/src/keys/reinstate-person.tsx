import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { refreshHistory, refreshQueries } from '../api/query-client.ts';
import { Confirm } from '../ui/confirm.tsx';
import { showToast } from '../ui/toast.ts';
import type { Person } from './person.ts';

/** Asks whether to let a removed identity in again. */
export function ReinstatePerson({ person: { id, name }, onClose }: { person: Person; onClose: () => void }) {
  const queryClient = useQueryClient();
  const reinstate = useMutation({
    mutationFn: () => api.principals.reinstate(id),
    onSuccess: () => {
      onClose();
      void refreshQueries(queryClient, 'offboarded');
      refreshHistory(queryClient);
      void showToast(`${name} may sign in again`);
    },
  });
  return (
    <Confirm
      open
      title={`Let ${name} in again?`}
      action="Let in again"
      busy={reinstate.isPending}
      error={reinstate.error}
      onConfirm={() => reinstate.mutate()}
      onCancel={onClose}
    >
      <p>The identity provider decides again what they may do. Keys and links that were ended stay ended.</p>
    </Confirm>
  );
}
