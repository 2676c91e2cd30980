import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import type { User } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';
import { refreshHistory, refreshQueries } from '../api/query-client.ts';
import { useCan } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { ActionError } from '../ui/notice.tsx';
import { showToast } from '../ui/toast.ts';
import { setDisabled } from './change-user.ts';

const Confirm = lazyComponent(() => import('../ui/confirm.tsx'), 'Confirm');
const UserDialog = lazyComponent(() => import('./user-dialog.tsx'), 'UserDialog');

/** The actions on a user; those with consequences ask for confirmation. */
export function UserActions({ user }: { user: User }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const canWrite = useCan('users:write');
  const canRevoke = useCan('sessions:revoke');
  const [openDialog, setOpenDialog] = useState<'edit' | 'disable' | 'end' | 'delete'>();
  const { id, name, disabled } = user;

  const toggleDisabled = useMutation({
    mutationFn: () => setDisabled(user, !disabled),
    onSuccess: (saved) => {
      setOpenDialog(undefined);
      queryClient.setQueryData(userQuery(id).queryKey, saved);
      void refreshQueries(queryClient, 'users', 'tokens');
      refreshHistory(queryClient);
      void showToast(disabled ? `${name} is enabled` : `${name} is disabled`);
    },
  });
  const revokeSessions = useMutation({
    mutationFn: () => api.users.revokeSessions(id),
    onSuccess: () => {
      setOpenDialog(undefined);
      refreshHistory(queryClient);
      void showToast(`All sessions of ${name} are ended`);
    },
  });
  const remove = useMutation({
    mutationFn: () => api.users.remove(id),
    onSuccess: () => {
      void navigate({ to: '/users' });
      queryClient.removeQueries({ queryKey: userQuery(id).queryKey });
      void refreshQueries(queryClient, 'users', 'tokens');
      refreshHistory(queryClient);
      void showToast(`${name} is deleted`);
    },
  });

  if (!canWrite && !canRevoke) return null;
  return (
    <section aria-label="Actions" className="actions">
      {canWrite && <Button onClick={() => setOpenDialog('edit')}>Edit</Button>}
      {canWrite && disabled && (
        <Button busy={toggleDisabled.isPending} onClick={() => toggleDisabled.mutate()}>
          Enable
        </Button>
      )}
      {canWrite && !disabled && <Button onClick={() => setOpenDialog('disable')}>Disable…</Button>}
      {canRevoke && <Button onClick={() => setOpenDialog('end')}>End all sessions…</Button>}
      {canWrite && <Button onClick={() => setOpenDialog('delete')}>Delete…</Button>}
      <ActionError error={openDialog === undefined ? toggleDisabled.error : undefined} />
      <Suspense>
        {openDialog === 'edit' && (
          <UserDialog
            user={user}
            onClose={() => setOpenDialog(undefined)}
            onSaved={() => {
              setOpenDialog(undefined);
              void showToast('The user is saved');
            }}
          />
        )}
        {openDialog === 'disable' && (
          <Confirm
            open
            title={`Disable ${name}?`}
            action="Disable the user"
            busy={toggleDisabled.isPending}
            error={toggleDisabled.error}
            onConfirm={() => toggleDisabled.mutate()}
            onCancel={() => setOpenDialog(undefined)}
          >
            <p>
              All their tokens are refused until the user is enabled again, and all their sessions end. Those
              stay ended.
            </p>
          </Confirm>
        )}
        {openDialog === 'end' && (
          <Confirm
            open
            title={`End all sessions of ${name}?`}
            action="End all sessions"
            busy={revokeSessions.isPending}
            error={revokeSessions.error}
            onConfirm={() => revokeSessions.mutate()}
            onCancel={() => setOpenDialog(undefined)}
          >
            <p>
              Wherever somebody is signed in as this user, they have to sign in again. Tokens go on: disable
              those that are in wrong hands, or the user.
            </p>
          </Confirm>
        )}
        {openDialog === 'delete' && (
          <Confirm
            open
            danger
            title={`Delete ${name}?`}
            action="Delete the user"
            busy={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate()}
            onCancel={() => setOpenDialog(undefined)}
          >
            <p>
              All their tokens are refused from now on, and stay refused when the id is used again. This
              cannot be undone.
            </p>
          </Confirm>
        )}
      </Suspense>
    </section>
  );
}
