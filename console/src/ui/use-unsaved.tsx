import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import { lazily } from './lazily.ts';

const Confirm = lazily(() => import('./confirm.tsx'), 'Confirm');

/**
 * Asks before what is typed is lost: by itself when its page is left, and by `leave` when what it stands in is closed without
 * leaving the page. `question` is to be rendered.
 */
export function useUnsaved(
  changed: boolean,
  title = 'Leave without saving?',
): { leave: (close: () => void) => void; question: ReactNode } {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => changed && current.pathname !== next.pathname,
    enableBeforeUnload: () => changed,
    withResolver: true,
  });
  const [closing, setClosing] = useState<() => void>();
  const blocked = blocker.status === 'blocked';

  function goOn() {
    setClosing(undefined);
    closing?.();
    blocker.proceed?.();
  }
  function stay() {
    setClosing(undefined);
    blocker.reset?.();
  }

  return {
    leave: (close) => (changed ? setClosing(() => close) : close()),
    question: (blocked || closing) && (
      <Suspense>
        <Confirm open title={title} action="Leave" onConfirm={goOn} onCancel={stay}>
          <p>What you have typed is lost.</p>
        </Confirm>
      </Suspense>
    ),
  };
}
