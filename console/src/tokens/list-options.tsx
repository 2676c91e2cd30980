import { useId } from 'react';
import { SelectField } from '../ui/field.tsx';
import { Columns3 } from '../ui/icons.tsx';
import { COLUMNS } from './columns.tsx';
import { type Preferences, ROWS } from './preferences.ts';

type ListOptionsProps = { preferences: Preferences; onChange: (changes: Partial<Preferences>) => void };

/** Chooses columns and rows of the list. The browser remembers both. */
export function ListOptions({ preferences: { columns, rows }, onChange }: ListOptionsProps) {
  const id = useId();
  return (
    <>
      <button type="button" className="button plain list-options-button" popoverTarget={id}>
        <Columns3 size={15} /> Columns
      </button>
      <div id={id} popover="auto" className="popup list-options">
        <fieldset>
          <legend>Columns</legend>
          {COLUMNS.map((column) => (
            <label key={column.id} className="option">
              <input
                type="checkbox"
                checked={columns.includes(column.id)}
                onChange={({ target: { checked } }) =>
                  onChange({
                    columns: checked ? [...columns, column.id] : columns.filter((one) => one !== column.id),
                  })
                }
              />
              {column.name}
            </label>
          ))}
        </fieldset>
        <SelectField
          label="Rows"
          value={String(rows)}
          onChange={(value) => onChange({ rows: Number(value) })}
          options={ROWS.map((number) => [String(number), String(number)] as const)}
        />
      </div>
    </>
  );
}
