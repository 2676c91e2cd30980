import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { awaitHandOver } from './identity.ts';
import { KeyForm } from './key-form.tsx';
import { providerQuery } from './provider.ts';
import { closeSession, openSession, type Proof } from './session.ts';

/** Asks to sign in again over the page as it is: what was typed there is not lost. */
export function EndedDialog({ proof }: { proof: Proof }) {
  const queryClient = useQueryClient();
  const { data: provider } = useQuery(providerQuery);
  const goOn = useCallback(() => void queryClient.invalidateQueries(), [queryClient]);

  useEffect(() => {
    if (!provider || proof.kind !== 'identity') return undefined;
    return awaitHandOver(provider, (identity) => {
      openSession({ kind: 'identity', identity });
      goOn();
    });
  }, [provider, proof, goOn]);

  return (
    <Dialog open title="Your sign-in has ended" onClose={closeSession} closeLabel="Leave">
      <p>Sign in again to go on. What you have typed stays where it is.</p>
      {proof.kind === 'identity' ? (
        <Button
          tone="main"
          onClick={() =>
            window.open('/console/sign-in-again', 'login-tokens-sign-in', 'width=480,height=640')
          }
        >
          Sign in again
        </Button>
      ) : (
        <KeyForm main onDone={goOn} />
      )}
    </Dialog>
  );
}
