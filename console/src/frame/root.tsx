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

/** Pages of the OpenID Connect redirect, which need no session. */
const PUBLIC_PATHS = ['/signed-in', '/sign-in-again'];

/** Shows the sign-in page without a session, at the same address: a link opens its page after the sign-in. */
export function Root() {
  const session = useSession();
  const { pathname } = useLocation();
  if (PUBLIC_PATHS.includes(pathname)) return <Outlet />;
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
