import { useShortcut } from './shortcuts.ts';

const rows = (): HTMLTableRowElement[] => [...document.querySelectorAll<HTMLTableRowElement>('tr[data-id]')];

/** Moves the focus to the link of another row. Enter then opens it. */
function moveFocus(by: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  all[Math.min(Math.max(next, 0), all.length - 1)]?.querySelector('a')?.focus();
}

/** j and k move down and up the list, x selects the row. */
export function useRowKeys({ onSelect }: { onSelect: ((id: string) => void) | undefined }): void {
  useShortcut('j', () => moveFocus(1));
  useShortcut('k', () => moveFocus(-1));
  useShortcut(
    'x',
    () => {
      const row = rows().find((one) => one.contains(document.activeElement));
      if (row?.dataset.id) onSelect?.(row.dataset.id);
    },
    { enabled: onSelect !== undefined },
  );
}
