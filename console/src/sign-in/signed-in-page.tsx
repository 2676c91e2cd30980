import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { providerQuery } from '../api/queries.ts';
import { createIdentity, readAuthorizationResponse, sendGrant } from '../session/identity.ts';
import { currentSession, openSession } from '../session/session.ts';
import { setSignInHint } from '../session/session-storage.ts';

/** Reads the provider's response, and replaces the address: the code does not stay in the browser's history. */
export function SignedInPage() {
  const { data: provider, error } = useQuery(providerQuery);
  const router = useRouter();
  const [outcome, setOutcome] = useState<'handed-over' | 'failed'>();
  const read = useRef(false);

  useEffect(() => {
    // A code can be exchanged once, and React may run an effect twice.
    if (!provider || read.current || currentSession().state === 'open') return;
    read.current = true;
    readAuthorizationResponse(provider).then(
      ({ grant, afterSignIn }) => {
        if (afterSignIn.channelId) {
          sendGrant(grant, afterSignIn.channelId);
          router.history.replace('/console/signed-in');
          setOutcome('handed-over');
          window.close();
          return;
        }
        setSignInHint();
        openSession({ kind: 'identity', identity: createIdentity(provider, grant) });
        router.history.replace(afterSignIn.returnTo);
      },
      () => {
        router.history.replace('/console/signed-in');
        setOutcome('failed');
      },
    );
  }, [provider, router]);

  if (outcome === 'handed-over')
    return <CenteredPage title="You are signed in">Close this window and go on where you were.</CenteredPage>;
  if (outcome === 'failed' || error || provider === null)
    return (
      <CenteredPage title="You could not be signed in">
        The identity provider did not confirm who you are, or its answer is too old.{' '}
        <Link to="/">Start again</Link>.
      </CenteredPage>
    );
  return <CenteredPage title="Signing you in …" />;
}

const CenteredPage = ({ title, children }: { title: string; children?: React.ReactNode }) => (
  <main className="lone">
    <h1>{title}</h1>
    {children && <p>{children}</p>}
  </main>
);
