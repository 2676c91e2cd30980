import { type FormEvent, useState } from 'react';
import { Problem } from '../../../client/src/index.ts';

/** Messages by the names of the fields of the request; `domains/0` is an entry of a list. */
export type FieldErrors = Readonly<Record<string, string | undefined>>;

type FormOptions<Values> = {
  initial: Values;
  /** Finds problems before the API does. Most are returned only when the form was `submitted`. */
  validate?: (values: Values, submitted: boolean) => FieldErrors;
  /** Selects the values whose change counts; all by default. */
  compare?: (values: Values) => unknown;
};

/** The state of a form: its values, whether they differ from the initial ones, and the errors of its fields. */
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
    /** Replaces values and initial values, so that nothing counts as changed. */
    reset: (next: Values) => setForm({ initial: next, values: next, submitted: false }),
    /** Props of an input. */
    field: <Name extends keyof Values>(name: Name) => ({
      value: values[name],
      onChange: (value: Values[Name]) => set(name, value),
    }),
    /** Problems from `validate`, and the field errors of the last response for all other fields. */
    errors: (requestError: unknown): FieldErrors => ({
      ...fieldErrors(requestError),
      ...withoutUndefined(validate(values, submitted)),
    }),
    /** Calls `send` if `validate` finds no problem; otherwise focuses the first field with an error. */
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

/** The field errors of a response (RFC 9457, extension member `errors`), whose details complete «This field …». */
function fieldErrors(error: unknown): FieldErrors {
  if (!(error instanceof Problem)) return {};
  const named = (error.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), `This ${detail}.`]);
  return Object.fromEntries(named);
}

/** The error of a field, or of the first of its entries. */
export const errorOfList = (errors: FieldErrors, name: string): string | undefined =>
  errors[name] ?? Object.entries(errors).find(([pointer]) => pointer.startsWith(`${name}/`))?.[1];

/** Focuses after the next render, so that screen readers announce the error with the field. */
export function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const wrong = form.querySelector<HTMLElement>(
      '[aria-invalid=true], fieldset:has(> .error) input:checked',
    );
    wrong?.focus();
  });
}
