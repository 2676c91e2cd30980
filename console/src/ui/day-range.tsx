import { type ChangeEvent, useState } from 'react';
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

/** Browsers take years from 1 on for whole, as they are typed. */
const isWhole = (text: string): boolean => Number.parseInt(text, 10) >= 1970;

type TypedProps = {
  /** What the browser's picker is to hold; empty: nothing. */
  value: string;
  /** Told of what is whole, and of nothing. */
  onChange: (text: string) => void;
};

/** What a picker of dates holds: while somebody types in it, nothing is put in its place. */
export function useTyped({ value, onChange }: TypedProps) {
  const [typed, setTyped] = useState<string>();
  return {
    value: typed ?? value,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      setTyped(target.value);
      if (target.value === '' ? !target.validity.badInput : isWhole(target.value)) onChange(target.value);
    },
    onBlur: () => setTyped(undefined),
  };
}

/** Two days, both of them included. */
export function DayRange({ label, from, to, onChange }: DayRangeProps) {
  const first = useTyped({
    value: toDay(Date.parse(from ?? '')),
    onChange: (day) => onChange(startOf(day), to),
  });
  const last = useTyped({
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
