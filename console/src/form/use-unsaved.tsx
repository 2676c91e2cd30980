import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, Suspense, useRef, useState } from 'react';
import { lazyComponent } from '../ui/lazy-component.ts';

const Confirm = lazyComponent(() => import('../ui/confirm.tsx'), 'Confirm');

type Unsaved = {
  /** Closes a dialog without leaving the page; asks first if there are changes. */
  leave: (close: () => void) => void;
  /** Stops asking: the changes are saved. */
  release: () => void;
  /** The question, to be rendered. */
  question: ReactNode;
};

/** Asks before unsaved changes are lost, also when the page is left or reloaded. */
export function useUnsaved(changed: boolean, title = 'Leave without saving?'): Unsaved {
  // A ref, because a page is often left in the same tick as its changes are saved.
  const released = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => changed && !released.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => changed && !released.current,
    withResolver: true,
  });
  const [pendingClose, setPendingClose] = useState<() => void>();
  const blocked = blocker.status === 'blocked';

  function confirm() {
    setPendingClose(undefined);
    pendingClose?.();
    blocker.proceed?.();
  }
  function cancel() {
    setPendingClose(undefined);
    blocker.reset?.();
  }

  return {
    leave: (close) => (changed ? setPendingClose(() => close) : close()),
    release: () => {
      released.current = true;
    },
    question: (blocked || pendingClose) && (
      <Suspense>
        <Confirm open title={title} action="Leave" onConfirm={confirm} onCancel={cancel}>
          <p>What you have typed is lost.</p>
        </Confirm>
      </Suspense>
    ),
  };
}
