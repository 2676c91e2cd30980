import type { Ref } from 'react';
import { Field } from '../ui/field.tsx';
import { useCredentialGuard } from './credential-guard.tsx';

type SearchFieldProps = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  placeholder: string;
  maxLength: number;
  ref?: Ref<HTMLInputElement>;
};

/** Text to search for. */
export function SearchField({ label, onChange, ...input }: SearchFieldProps) {
  const { accepts, message } = useCredentialGuard();
  return (
    <Field label={label} error={message}>
      {(control) => (
        <input
          {...control}
          {...input}
          type="search"
          spellCheck={false}
          onChange={({ target }) => accepts(target.value) && onChange(target.value)}
        />
      )}
    </Field>
  );
}
