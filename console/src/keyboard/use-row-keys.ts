import { useShortcut } from './shortcuts.ts';

const rows = (): HTMLTableRowElement[] => [...document.querySelectorAll<HTMLTableRowElement>('tr[data-id]')];

/** Moves the focus from one row's link to another's: Enter opens it then, as any link. */
function move(by: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  all[Math.min(Math.max(next, 0), all.length - 1)]?.querySelector('a')?.focus();
}

/** j and k move down and up the list, x selects. */
export function useRowKeys({ onSelect }: { onSelect: ((id: string) => void) | undefined }): void {
  useShortcut('j', () => move(1));
  useShortcut('k', () => move(-1));
  useShortcut(
    'x',
    () => {
      const row = rows().find((one) => one.contains(document.activeElement));
      if (row?.dataset.id) onSelect?.(row.dataset.id);
    },
    { enabled: onSelect !== undefined },
  );
}
