import { type FormEvent, useState } from 'react';
import { Problem } from '../../../client/src/index.ts';

/** Messages by the names of fields: those of the request, as the API names them, or `list/0` for an entry of a list. */
export type FieldErrors = Readonly<Record<string, string | undefined>>;

type FormOptions<Values> = {
  initial: Values;
  /** Finds problems before the API does. `submitted` tells whether the form was submitted: most are shown only then. */
  validate?: (values: Values, submitted: boolean) => FieldErrors;
  /** The part of the values that counts as a change; all of them by default. */
  compare?: (values: Values) => unknown;
};

/** The state of one form: its values, whether they differ from the initial ones, and the errors of its fields. */
export function useForm<Values extends object>({
  initial,
  validate = () => ({}),
  compare = (values) => values,
}: FormOptions<Values>) {
  const [form, setForm] = useState({ initial, values: initial, submitted: false });
  const { values, submitted } = form;

  const change = (update: (values: Values) => Values) =>
    setForm((before) => ({ ...before, values: update(before.values) }));
  const set = <Name extends keyof Values>(name: Name, value: Values[Name]) =>
    change((before) => ({ ...before, [name]: value }));

  return {
    values,
    changed: JSON.stringify(compare(values)) !== JSON.stringify(compare(form.initial)),
    set,
    change,
    /** Starts again from these values, which then count as unchanged. */
    reset: (next: Values) => setForm({ initial: next, values: next, submitted: false }),
    /** Value and onChange of a field. */
    field: <Name extends keyof Values>(name: Name) => ({
      value: values[name],
      onChange: (value: Values[Name]) => set(name, value),
    }),
    /** Own problems first, then what the API said of the last request. */
    errors: (requestError: unknown): FieldErrors => ({
      ...fieldErrors(requestError),
      ...withoutUndefined(validate(values, submitted)),
    }),
    /** Sends a form without problems; otherwise moves the focus to the first problem. */
    onSubmit: (send: (form: HTMLFormElement) => void) => (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      setForm((before) => ({ ...before, submitted: true }));
      if (Object.values(validate(values, true)).some(Boolean)) focusFirstError(event.currentTarget);
      else send(event.currentTarget);
    },
  };
}

const withoutUndefined = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([, message]) => message !== undefined));

/** The API's errors of single fields (RFC 9457, extension `errors`). Its details complete «this field …». */
function fieldErrors(error: unknown): FieldErrors {
  if (!(error instanceof Problem)) return {};
  const named = (error.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), `This ${detail}.`]);
  return Object.fromEntries(named);
}

/** The error of a field, or of the first of its entries. */
export const errorOfList = (errors: FieldErrors, name: string): string | undefined =>
  errors[name] ?? Object.entries(errors).find(([pointer]) => pointer.startsWith(`${name}/`))?.[1];

/** Moves the focus after the next render, when assistive technology can read the error with the field. */
export function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const wrong = form.querySelector<HTMLElement>(
      '[aria-invalid=true], fieldset:has(> .error) input:checked',
    );
    wrong?.focus();
  });
}
