import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { providerQuery } from '../api/queries.ts';
import { createIdentity, handOver, readAuthorizationResponse } from '../session/identity.ts';
import { currentSession, openSession } from '../session/session.ts';
import { setSignInHint } from '../session/session-storage.ts';

/** Takes the provider's answer out of the address, which is replaced: no code stays in the history. */
export function SignedInPage() {
  const { data: provider, error } = useQuery(providerQuery);
  const router = useRouter();
  const [outcome, setOutcome] = useState<'handed-over' | 'failed'>();
  const read = useRef(false);

  useEffect(() => {
    // An answer can be read once: effects may run twice, and this page is shown until the one that was asked for is there.
    if (!provider || read.current || currentSession().state === 'open') return;
    read.current = true;
    readAuthorizationResponse(provider).then(
      ({ grant, afterSignIn }) => {
        if (afterSignIn.handOver) {
          handOver(grant, afterSignIn.handOver);
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
