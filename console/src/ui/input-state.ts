import { type ChangeEvent, useEffect, useState } from 'react';

/** The value once it has stayed the same for that many milliseconds. */
export function useDebounced<Value>(value: Value, after: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(timer);
  }, [value, after]);
  return settled;
}

/** Browsers take years from 1 on for whole, as they are typed. */
const isWhole = (text: string): boolean => Number.parseInt(text, 10) >= 1970;

type DateInputProps = {
  /** What the browser's picker is to hold; empty: nothing. */
  value: string;
  /** Told of what is whole, and of nothing. */
  onChange: (text: string) => void;
};

/** What a picker of dates holds: while somebody types in it, nothing is put in its place. */
export function useDateInput({ value, onChange }: DateInputProps) {
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
