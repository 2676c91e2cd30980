import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Key } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { refreshQueries } from '../api/query-client.ts';
import { OverlapField } from '../fields/overlap-field.tsx';
import { usePrincipal } from '../principal/principal.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { KeyCreatedDialog } from './key-created-dialog.tsx';

/** Gives a key a new string and shows it once. */
export function RotateKey({ apiKey, onClose }: { apiKey: Key; onClose: () => void }) {
  const queryClient = useQueryClient();
  const principal = usePrincipal();
  const [overlap, setOverlap] = useState(0);
  const rotate = useMutation({
    mutationFn: () => api.keys.rotate(apiKey.id, { overlap }, { ifMatch: apiKey.version }),
    onSuccess: () => void refreshQueries(queryClient, 'keys', 'events'),
  });
  if (rotate.data) return <KeyCreatedDialog apiKey={rotate.data} onClose={onClose} />;
  return (
    <Confirm
      open
      title={`Give ${apiKey.name} a new key?`}
      action="Rotate the key"
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate()}
      onCancel={onClose}
    >
      <p>
        The id stays, and so do role, limits and expiry. Whatever uses the old key needs the new one.
        {principal.id === `key:${apiKey.id}` && ' It is the key that you have signed in with.'}
      </p>
      <OverlapField value={overlap} onChange={setOverlap} />
    </Confirm>
  );
}
