import { useNavigate, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { useCan } from '../principal/principal.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';

const ShortcutsDialog = lazyComponent(() => import('../keyboard/shortcuts-dialog.tsx'), 'ShortcutsDialog');

let openDialog: (() => void) | undefined;

/** For the account menu, which lies outside of the pages. */
export const openShortcutsDialog = (): void => openDialog?.();

/** The shortcuts of every page, and the dialog that lists all shortcuts. */
export function ShortcutsHelp() {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  // On the page of a user, a new token is for this user.
  const { userId } = useParams({ strict: false });
  useEffect(() => {
    openDialog = () => setOpen(true);
    return () => {
      openDialog = undefined;
    };
  }, []);
  useShortcut('?', () => setOpen(true));
  useShortcut('n', () => void navigate({ to: '/tokens/new', ...(userId && { search: { userId } }) }), {
    enabled: useCan('tokens:impersonate'),
  });
  useShortcut('g>o', () => void navigate({ to: '/' }));
  useShortcut('g>t', () => void navigate({ to: '/tokens' }));
  useShortcut('g>u', () => void navigate({ to: '/users' }));
  useShortcut('g>h', () => void navigate({ to: '/history' }));
  return <Suspense>{open && <ShortcutsDialog onClose={() => setOpen(false)} />}</Suspense>;
}
