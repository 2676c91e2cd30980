import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useSession } from '../session/session.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { Frame } from './frame.tsx';

const SessionEndedDialog = lazyComponent(
  () => import('../sign-in/session-ended-dialog.tsx'),
  'SessionEndedDialog',
);

/** Pages of the round trip to the identity provider, which nobody needs to be signed in for. */
const SIGNING_IN = ['/signed-in', '/sign-in-again'];

/** The address is kept while somebody signs in, so that a link opens what it leads to. */
export function Root() {
  const session = useSession();
  const { pathname } = useLocation();
  if (SIGNING_IN.includes(pathname)) return <Outlet />;
  if (session.state === 'none') return <SignInPage />;
  return (
    <>
      <Frame />
      <Suspense>
        {session.state === 'ended' && <SessionEndedDialog credential={session.credential} />}
      </Suspense>
    </>
  );
}
