import { Field } from './field.tsx';

type DayRangeProps = {
  label: string;
  /** The first moment, and the first one after it, as RFC 3339 has them. */
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
};

/** The day of a moment where the reader is, as the browser's picker has it. */
export function toDay(moment: number): string {
  if (Number.isNaN(moment)) return '';
  const date = new Date(moment);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first moment of a day where the reader is, or of the next one; days of a change of the clock have other lengths. */
export function startOf(day: string, { next = false } = {}): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const start = new Date(year, month - 1, date + (next ? 1 : 0));
  return start.toISOString();
}

/** Two days, both of them included. */
export function DayRange({ label, from, to, onChange }: DayRangeProps) {
  return (
    <fieldset className="day-range">
      <legend>{label}</legend>
      <Field
        label={
          <>
            <span className="hidden">{label} </span>from
          </>
        }
      >
        {(control) => (
          <input
            {...control}
            type="date"
            value={toDay(Date.parse(from ?? ''))}
            onChange={(event) => onChange(startOf(event.target.value), to)}
          />
        )}
      </Field>
      <Field
        label={
          <>
            <span className="hidden">{label} </span>until
          </>
        }
      >
        {(control) => (
          <input
            {...control}
            type="date"
            value={toDay(Date.parse(to ?? '') - 1)}
            onChange={(event) => onChange(from, startOf(event.target.value, { next: true }))}
          />
        )}
      </Field>
    </fieldset>
  );
}
