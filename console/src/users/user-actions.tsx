import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import type { User } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';
import { refreshHistory, refreshQueries } from '../api/refresh.ts';
import { useCan } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { Notice } from '../ui/notice.tsx';
import { showToast } from '../ui/toast.ts';

const Confirm = lazyComponent(() => import('../ui/confirm.tsx'), 'Confirm');
const UserDialog = lazyComponent(() => import('./user-dialog.tsx'), 'UserDialog');

/** What can be done to a user. What has consequences says them first. */
export function UserActions({ user }: { user: User }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const canWrite = useCan('users:write');
  const canRevoke = useCan('sessions:revoke');
  const [asking, setAsking] = useState<'edit' | 'disable' | 'end' | 'delete'>();
  const { id, name, disabled } = user;

  const enable = useMutation({
    // All of a user is replaced: what somebody else has changed meanwhile is to stay.
    mutationFn: async () => {
      const { type, name, email, phone, locale } = await api.users.get(id);
      return api.users.put(id, { type, name, email, phone, locale, disabled: !disabled });
    },
    onSuccess: (saved) => {
      setAsking(undefined);
      queryClient.setQueryData(userQuery(id).queryKey, saved);
      void refreshQueries(queryClient, 'users', 'tokens');
      refreshHistory(queryClient);
      void showToast(disabled ? `${name} is enabled` : `${name} is disabled`);
    },
  });
  const end = useMutation({
    mutationFn: () => api.users.revokeSessions(id),
    onSuccess: () => {
      setAsking(undefined);
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
      {canWrite && <Button onClick={() => setAsking('edit')}>Edit</Button>}
      {canWrite && disabled && (
        <Button busy={enable.isPending} onClick={() => enable.mutate()}>
          Enable
        </Button>
      )}
      {canWrite && !disabled && <Button onClick={() => setAsking('disable')}>Disable…</Button>}
      {canRevoke && <Button onClick={() => setAsking('end')}>End all sessions…</Button>}
      {canWrite && <Button onClick={() => setAsking('delete')}>Delete…</Button>}
      {enable.error && asking === undefined && <Notice error={enable.error} />}
      <Suspense>
        {asking === 'edit' && (
          <UserDialog
            user={user}
            onClose={() => setAsking(undefined)}
            onSaved={() => {
              setAsking(undefined);
              void showToast('The user is saved');
            }}
          />
        )}
        {asking === 'disable' && (
          <Confirm
            open
            title={`Disable ${name}?`}
            action="Disable the user"
            busy={enable.isPending}
            error={enable.error}
            onConfirm={() => enable.mutate()}
            onCancel={() => setAsking(undefined)}
          >
            <p>
              All their tokens are refused until the user is enabled again, and all their sessions end. Those
              stay ended.
            </p>
          </Confirm>
        )}
        {asking === 'end' && (
          <Confirm
            open
            title={`End all sessions of ${name}?`}
            action="End all sessions"
            busy={end.isPending}
            error={end.error}
            onConfirm={() => end.mutate()}
            onCancel={() => setAsking(undefined)}
          >
            <p>
              Wherever somebody is signed in as this user, they have to sign in again. Tokens go on: disable
              those that are in wrong hands, or the user.
            </p>
          </Confirm>
        )}
        {asking === 'delete' && (
          <Confirm
            open
            danger
            title={`Delete ${name}?`}
            action="Delete the user"
            busy={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate()}
            onCancel={() => setAsking(undefined)}
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
