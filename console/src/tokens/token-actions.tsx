import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Token, TokenString } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { refreshHistory } from '../api/query-client.ts';
import { OverlapField } from '../fields/overlap-field.tsx';
import { useCan } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ActionError } from '../ui/notice.tsx';
import { showToast } from '../ui/toast.ts';
import { userName } from './columns.tsx';
import { cacheToken, removeCachedToken } from './queries.ts';

type TokenActionsProps = {
  token: Token;
  onEdit: () => void;
  onRotated: (string: TokenString) => void;
  onDeleted: () => void;
};

/** The actions on a token; those with consequences ask for confirmation. */
export function TokenActions({ token, onEdit, onRotated, onDeleted }: TokenActionsProps) {
  const queryClient = useQueryClient();
  const canRevoke = useCan('sessions:revoke');
  const [overlap, setOverlap] = useState(0);
  const [openDialog, setOpenDialog] = useState<'rotate' | 'end' | 'delete'>();
  const { id } = token;
  const disabled = token.status === 'disabled';

  const toggleDisabled = useMutation({
    mutationFn: () => api.tokens.update(id, { status: disabled ? 'active' : 'disabled' }),
    onSuccess: (changed) => {
      cacheToken(queryClient, changed);
      void showToast(disabled ? 'The token is enabled' : 'The token is disabled');
    },
  });
  const rotate = useMutation({
    mutationFn: () => api.tokens.rotate(id, { overlap }),
    onSuccess: (rotated) => {
      const { token, loginUrl, callbackUrl } = rotated;
      cacheToken(queryClient, rotated);
      setOpenDialog(undefined);
      onRotated({ token, loginUrl, callbackUrl });
    },
  });
  const revokeSessions = useMutation({
    mutationFn: () => api.tokens.revokeSessions(id),
    onSuccess: () => {
      setOpenDialog(undefined);
      refreshHistory(queryClient);
      void showToast('All sessions of the token are ended');
    },
  });
  const remove = useMutation({
    mutationFn: () => api.tokens.remove(id),
    onSuccess: () => {
      onDeleted();
      removeCachedToken(queryClient, id);
      void showToast('The token is deleted');
    },
  });

  const cancel = () => {
    setOpenDialog(undefined);
    for (const { reset } of [rotate, revokeSessions, remove]) reset();
  };
  return (
    <section aria-label="Actions">
      <p className="token-actions">
        <Button tone="main" onClick={onEdit}>
          Edit
        </Button>
        <Button busy={toggleDisabled.isPending} onClick={() => toggleDisabled.mutate()}>
          {disabled ? 'Enable' : 'Disable'}
        </Button>
        <Button onClick={() => setOpenDialog('rotate')}>Rotate…</Button>
        {canRevoke && <Button onClick={() => setOpenDialog('end')}>End sessions…</Button>}
        <Button onClick={() => setOpenDialog('delete')}>Delete…</Button>
      </p>
      <ActionError error={toggleDisabled.error} />
      <Confirm
        open={openDialog === 'rotate'}
        title="Give the token a new link?"
        action="Rotate"
        busy={rotate.isPending}
        error={rotate.error}
        onConfirm={() => rotate.mutate()}
        onCancel={cancel}
      >
        {token.purpose === 'procurement' ? (
          <>
            <p>Whoever uses the link that is out there needs the new one.</p>
            <OverlapField value={overlap} onChange={setOverlap} />
          </>
        ) : (
          <p>The link that is out there is refused at once. Whoever uses it needs the new one.</p>
        )}
      </Confirm>
      <Confirm
        open={openDialog === 'end'}
        title="End all sessions of this token?"
        action="End sessions"
        busy={revokeSessions.isPending}
        error={revokeSessions.error}
        onConfirm={() => revokeSessions.mutate()}
        onCancel={cancel}
      >
        <p>
          Everybody who signed in with it has to sign in again. The token itself goes on: disable it, too, if
          its link is in wrong hands.
        </p>
      </Confirm>
      <Confirm
        open={openDialog === 'delete'}
        danger
        title={`Delete the token of ${userName(token)}?`}
        action="Delete the token"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onCancel={cancel}
      >
        <p>Its link is refused at once. This cannot be undone. The history stays.</p>
      </Confirm>
    </section>
  );
}
