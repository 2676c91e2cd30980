import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, Suspense, useRef, useState } from 'react';
import { lazyComponent } from '../ui/lazy-component.ts';

const Confirm = lazyComponent(() => import('../ui/confirm.tsx'), 'Confirm');

type Unsaved = {
  /** Closes what it stands in without leaving the page, once somebody has said so. */
  leave: (close: () => void) => void;
  /** What was typed is saved: the page may be left. */
  release: () => void;
  /** To be rendered. */
  question: ReactNode;
};

/** Asks before what is typed is lost: by itself when its page is left. */
export function useUnsaved(changed: boolean, title = 'Leave without saving?'): Unsaved {
  // Known at once: what is saved is left in the same moment.
  const released = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => changed && !released.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => changed && !released.current,
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
    release: () => {
      released.current = true;
    },
    question: (blocked || closing) && (
      <Suspense>
        <Confirm open title={title} action="Leave" onConfirm={goOn} onCancel={stay}>
          <p>What you have typed is lost.</p>
        </Confirm>
      </Suspense>
    ),
  };
}
