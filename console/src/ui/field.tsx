import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react';

type Described = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value, and what would be right. */
  error?: string | undefined;
};

/** What a control of a field is given, so that it is named and described to everybody. */
type Control = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

/** A control with its label above, and below what helps to fill it in or says what is wrong with it. */
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

type Options = readonly (readonly [value: string, name: string])[];

export const SelectField = ({
  label,
  hint,
  error,
  value,
  onChange,
  options,
}: Text & { options: Options }) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => (
      <select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    )}
  </Field>
);

type ChoiceProps = Text & { options: Options };

/** One of a few, all in sight. */
export function Choice({ label, hint, error, value, onChange, options }: ChoiceProps) {
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

/** Text that the API takes in one line only, as it is typed or pasted in several. */
export const inOneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');
