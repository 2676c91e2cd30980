import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react';

type Described = {
  label: ReactNode;
  hint?: ReactNode;
  /** The problem of the value, and how to solve it. */
  error?: ReactNode;
};

/** Attributes that connect a control with its label, hint and error for assistive technology. */
type Control = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

/** A control with its label above it, and its hint and error below it. */
export function Field({
  label,
  hint,
  error,
  children,
}: Described & { children: (control: Control) => ReactNode }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(describedBy && { 'aria-describedby': describedBy }),
        ...(error && { 'aria-invalid': true }),
      })}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="error">
          {error}
        </p>
      )}
    </div>
  );
}

type Text = Described & { value: string; onChange: (value: string) => void };

export const TextField = ({
  label,
  hint,
  error,
  onChange,
  ...rest
}: Text & Omit<InputHTMLAttributes<HTMLInputElement>, keyof Text>) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => (
      <input type="text" {...rest} {...control} onChange={(event) => onChange(event.target.value)} />
    )}
  </Field>
);

export const TextArea = ({
  label,
  hint,
  error,
  onChange,
  ...rest
}: Text & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof Text>) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => (
      <textarea rows={2} {...rest} {...control} onChange={(event) => onChange(event.target.value)} />
    )}
  </Field>
);

type Options<Value extends string> = readonly (readonly [value: Value, name: string])[];

type SelectProps<Value extends string> = Described & {
  value: NoInfer<Value>;
  onChange: (value: NoInfer<Value>) => void;
  options: Options<Value>;
};

export const SelectField = <Value extends string>({
  label,
  hint,
  error,
  value,
  onChange,
  options,
}: SelectProps<Value>) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => (
      <select
        {...control}
        value={value}
        onChange={({ target }) => {
          const chosen = options[target.selectedIndex];
          if (chosen) onChange(chosen[0]);
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    )}
  </Field>
);

/** Radio buttons: for a few options that are all visible. */
export function Choice<Value extends string>({
  label,
  hint,
  error,
  value,
  onChange,
  options,
}: SelectProps<Value>) {
  const name = useId();
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <fieldset className="choice" aria-describedby={describedBy || undefined}>
      <legend>{label}</legend>
      <div className="choices">
        {options.map(([option, shown]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>{shown}</span>
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${name}-hint`} className="hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${name}-error`} className="error">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Joins pasted lines: the API accepts no line breaks in this text. */
export const inOneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');
