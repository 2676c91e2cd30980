import { useState } from 'react';
import { PAGE_LIMIT } from '../../../functions/http/fields.ts';
import { COLUMNS } from './columns.tsx';

/** The layout of the list in this browser. */
export type Preferences = { columns: readonly string[]; rows: number };

const STORAGE_KEY = 'login-tokens-list';
export const ROWS = [25, 50, PAGE_LIMIT] as const;
export const DEFAULT_PREFERENCES: Preferences = {
  columns: COLUMNS.filter(({ hidden }) => !hidden).map(({ id }) => id),
  rows: 50,
};

/** Validates the stored text, which another version of the console may have written. */
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
  const [preferences, setPreferences] = useState(() => readPreferences(localStorage.getItem(STORAGE_KEY)));
  function change(changes: Partial<Preferences>) {
    const next = { ...preferences, ...changes };
    setPreferences(next);
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  }
  return [preferences, change];
}
