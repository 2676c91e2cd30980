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

/** Does something on a key while nobody types and no dialog is open. */
export function useShortcut(keys: string, act: () => void, { enabled = true } = {}): void {
  useHotkeys(
    keys,
    (event) => {
      event.preventDefault();
      act();
    },
    {
      enabled,
      useKey: true,
      ignoreModifiers: false,
      ignoreEventWhen: () => document.querySelector('[role=dialog],[role=alertdialog],[role=menu]') !== null,
    },
    [act, enabled],
  );
}
