import { useState } from 'react';
import { COLUMNS } from './columns.tsx';

/** How somebody likes the list, on this browser. It says nothing of anybody. */
export type Preferences = { columns: readonly string[]; rows: number };

const NAME = 'login-tokens-list';
export const ROWS = [25, 50, 100] as const;
export const DEFAULT_PREFERENCES: Preferences = {
  columns: COLUMNS.filter(({ hidden }) => !hidden).map(({ id }) => id),
  rows: 50,
};

/** Whatever is kept there: another version of this page, or somebody else, may have written it. */
export function readPreferences(text: string | null): Preferences {
  try {
    const { columns, rows } = JSON.parse(text ?? '') as { columns?: unknown; rows?: unknown };
    return {
      columns: Array.isArray(columns)
        ? COLUMNS.map(({ id }) => id).filter((id) => columns.includes(id))
        : DEFAULT_PREFERENCES.columns,
      rows: ROWS.find((known) => known === rows) ?? DEFAULT_PREFERENCES.rows,
    };
  } catch {
    return DEFAULT_PREFERENCES;
  }
}

export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, setPreferences] = useState(() => readPreferences(localStorage.getItem(NAME)));
  function change(changes: Partial<Preferences>) {
    const next = { ...preferences, ...changes };
    setPreferences(next);
    localStorage.setItem(NAME, JSON.stringify(next));
  }
  return [preferences, change];
}
