import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { providerQuery } from '../api/queries.ts';
import { newChannelId, receiveIdentity } from '../session/identity.ts';
import { type Credential, closeSession, openSession } from '../session/session.ts';
import { clearSignInHint } from '../session/session-storage.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyForm } from './key-form.tsx';

const WINDOW = 'width=480,height=640';

/** Milliseconds for which a page keeps what it shows without a sign-in. See docs/decisions/0056-a-page-without-a-sign-in-forgets.md. */
const FORGET_AFTER = 600_000;

function leave(): void {
  clearSignInHint();
  closeSession();
}

/** Asks to sign in again on top of the page, which keeps what was typed for a while. */
export function SessionEndedDialog({ credential }: { credential: Credential }) {
  const { data: provider } = useQuery(providerQuery);
  const [channelId] = useState(newChannelId);
  const [blocked, setBlocked] = useState(false);

  useEffect(() => {
    if (!provider || credential.kind !== 'identity') return undefined;
    return receiveIdentity(provider, channelId, (identity) => openSession({ kind: 'identity', identity }));
  }, [provider, credential, channelId]);

  useEffect(() => {
    const timer = setTimeout(leave, FORGET_AFTER);
    return () => clearTimeout(timer);
  }, []);

  return (
    <Dialog open title="Your sign-in has ended" onClose={leave} closeLabel="Leave" firm>
      <p>Sign in again to go on. What you have typed stays where it is for ten minutes.</p>
      {credential.kind === 'identity' ? (
        <>
          <Button
            tone="main"
            onClick={() =>
              setBlocked(window.open(`/console/sign-in-again?for=${channelId}`, channelId, WINDOW) === null)
            }
          >
            Sign in again
          </Button>
          {blocked && (
            <p role="alert">Your browser did not let a window open for that. Allow it, and press again.</p>
          )}
        </>
      ) : (
        <KeyForm main />
      )}
    </Dialog>
  );
}
