import { useSyncExternalStore } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';

/** Keys and what they do, as the help shows them. All can be done without them too. */
export const SHORTCUTS = [
  { keys: ['n'], does: 'Make a token' },
  { keys: ['/'], does: 'Search' },
  { keys: ['j', 'k'], does: 'Move down and up the list' },
  { keys: ['x'], does: 'Select' },
  { keys: ['Enter'], does: 'Open' },
  { keys: ['g o'], does: 'Overview' },
  { keys: ['g t'], does: 'Login tokens' },
  { keys: ['g u'], does: 'Users' },
  { keys: ['g h'], does: 'History' },
  { keys: ['?'], does: 'Show these keys' },
] as const;

/** Keys of one letter are in the way of some who speak to their computer (WCAG 2.2, 2.1.4): this browser may do without. */
const NAME = 'login-tokens-shortcuts';
const listeners = new Set<() => void>();

const areOn = (): boolean => localStorage.getItem(NAME) !== 'off';

export function useShortcuts(): [on: boolean, turn: (on: boolean) => void] {
  const on = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, areOn);
  function turn(next: boolean) {
    if (next) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, 'off');
    for (const listener of listeners) listener();
  }
  return [on, turn];
}

/** A check box is no place to type in: the list goes on below it. */
const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('textarea, select, input:not([type=checkbox], [type=radio])');

/** Does something on a key while nobody types and no dialog is open. */
export function useShortcut(keys: string, act: () => void, { enabled = true } = {}): void {
  const [on] = useShortcuts();
  useHotkeys(
    keys,
    (event) => {
      event.preventDefault();
      act();
    },
    {
      enabled: enabled && on,
      useKey: true,
      ignoreModifiers: false,
      enableOnFormTags: true,
      ignoreEventWhen: ({ target }) =>
        isTypedInto(target) || document.querySelector('.dialog, .popup:popover-open') !== null,
    },
    [act, enabled, on],
  );
}
