import { Field } from './field.tsx';
import { useDateInput } from './input-state.ts';
import { startOf, toDay } from './local-time.ts';

type DayRangeProps = {
  label: string;
  /** RFC 3339; `to` is exclusive. */
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
};

/** Two inputs for the first and the last day, both inclusive. */
export function DayRange({ label, from, to, onChange }: DayRangeProps) {
  const first = useDateInput({
    value: toDay(Date.parse(from ?? '')),
    onChange: (day) => onChange(startOf(day), to),
  });
  const last = useDateInput({
    value: toDay(Date.parse(to ?? '') - 1),
    onChange: (day) => onChange(from, startOf(day, { next: true })),
  });
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
        {(control) => <input {...control} type="date" {...first} />}
      </Field>
      <Field
        label={
          <>
            <span className="hidden">{label} </span>until
          </>
        }
      >
        {(control) => <input {...control} type="date" {...last} />}
      </Field>
    </fieldset>
  );
}
