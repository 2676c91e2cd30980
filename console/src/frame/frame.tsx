import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { PrincipalProvider, useMe } from '../principal/principal.tsx';
import { signOut } from '../session/session.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { AccountMenu } from './account-menu.tsx';
import { NoConsoleAccess } from './error-pages.tsx';
import { Navigation } from './navigation.tsx';
import { ShortcutsHelp } from './shortcuts-help.tsx';

/** Moves a lost focus to the content after navigation, so that screen readers announce the new page. */
function useFocusAfterNavigation(): void {
  const { pathname } = useLocation();
  const [, page = ''] = pathname.split('/');
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('content')?.focus();
  }, [page, pathname.startsWith('/users/')]);
}

/** Side bar and content of every page. It renders before the principal is loaded. */
export function Frame() {
  useFocusAfterNavigation();
  const { data: principal, error, refetch } = useMe();
  if (principal && !principal.permissions.includes('tokens:read'))
    return <NoConsoleAccess principal={principal} />;
  return (
    <div className="frame">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <aside className="side">
        <p className="brand">
          <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width="22" height="22" />
          <span>Login Tokens</span>
        </p>
        <Navigation principal={principal} />
        {principal && <AccountMenu principal={principal} />}
      </aside>
      <main id="content" tabIndex={-1}>
        {principal ? (
          <PrincipalProvider principal={principal}>
            <Suspense>
              <Outlet />
            </Suspense>
            <ShortcutsHelp />
          </PrincipalProvider>
        ) : (
          error && (
            <>
              <Notice error={error} retry={refetch} />
              <p>
                <Button onClick={signOut}>Sign in as somebody else</Button>
              </p>
            </>
          )
        )}
      </main>
    </div>
  );
}
