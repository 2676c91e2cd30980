import { useNavigate, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { useCan } from '../principal/principal.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';

const ShortcutsDialog = lazyComponent(() => import('../keyboard/shortcuts-dialog.tsx'), 'ShortcutsDialog');

let ask: (() => void) | undefined;

/** Shows the help from wherever it is asked for. */
export const openShortcuts = (): void => ask?.();

/** The keys that work on every page, and the help that names all. */
export function ShortcutsHelp() {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  // Beside a user, a new token is one for them.
  const { userId } = useParams({ strict: false });
  // The menu that asks is outside of where pages are.
  useEffect(() => {
    ask = () => setOpen(true);
    return () => {
      ask = undefined;
    };
  }, []);
  useShortcut('?', () => setOpen(true));
  useShortcut('n', () => void navigate({ to: '/tokens/new', ...(userId && { search: { userId } }) }), {
    enabled: useCan('tokens:write'),
  });
  useShortcut('g>o', () => void navigate({ to: '/' }));
  useShortcut('g>t', () => void navigate({ to: '/tokens' }));
  useShortcut('g>u', () => void navigate({ to: '/users' }));
  useShortcut('g>h', () => void navigate({ to: '/history' }));
  return <Suspense>{open && <ShortcutsDialog onClose={() => setOpen(false)} />}</Suspense>;
}
