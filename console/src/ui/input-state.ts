import { type ChangeEvent, useEffect, useState } from 'react';

/** The value after it has not changed for `delay` milliseconds. */
export function useDebounced<Value>(value: Value, delay: number): Value {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return debounced;
}

/** While a year is typed, browsers report the years 2, 20 and 202 as complete dates. */
const isComplete = (text: string): boolean => Number.parseInt(text, 10) >= 1970;

type DateInputProps = {
  /** In the format of the input; empty for no date. */
  value: string;
  /** Called with complete dates, and with '' when the input is cleared. */
  onChange: (text: string) => void;
};

/** Props of a date input that keeps incomplete text until it loses the focus. */
export function useDateInput({ value, onChange }: DateInputProps) {
  const [draft, setDraft] = useState<string>();
  return {
    value: draft ?? value,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      setDraft(target.value);
      if (target.value === '' ? !target.validity.badInput : isComplete(target.value)) onChange(target.value);
    },
    onBlur: () => setDraft(undefined),
  };
}
