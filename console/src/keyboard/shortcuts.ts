import { useSyncExternalStore } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';

/** The shortcuts as the help lists them. Each action is also available without a key. */
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

/** Shortcuts of one character can be turned off for this browser (WCAG 2.2, 2.1.4): they disturb speech input. */
const STORAGE_KEY = 'login-tokens-shortcuts';
const listeners = new Set<() => void>();

const areEnabled = (): boolean => localStorage.getItem(STORAGE_KEY) !== 'off';

export function useShortcuts(): [enabled: boolean, setEnabled: (enabled: boolean) => void] {
  const on = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, areEnabled);
  function turn(next: boolean) {
    if (next) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, 'off');
    for (const listener of listeners) listener();
  }
  return [on, turn];
}

/** Check boxes are excluded: shortcuts of a list work while one of its check boxes has the focus. */
const isTextInput = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('textarea, select, input:not([type=checkbox], [type=radio])');

/** Runs `action` on a key, unless a text input has the focus or a dialog is open. */
export function useShortcut(keys: string, action: () => void, { enabled = true } = {}): void {
  const [on] = useShortcuts();
  useHotkeys(
    keys,
    (event) => {
      event.preventDefault();
      action();
    },
    {
      enabled: enabled && on,
      useKey: true,
      ignoreModifiers: false,
      enableOnFormTags: true,
      ignoreEventWhen: ({ target }) =>
        isTextInput(target) || document.querySelector('.dialog, .popup:popover-open') !== null,
    },
    [action, enabled, on],
  );
}
