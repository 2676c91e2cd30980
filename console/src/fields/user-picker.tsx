import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { type ComponentType, useRef, useState } from 'react';
import { Field } from '../ui/field.tsx';
import { again } from '../ui/lazy-component.ts';
import './user-picker.css';
import { userQuery } from '../api/queries.ts';
import {
  PLACEHOLDER,
  type UserComboboxProps,
  type UserPickerProps,
  userLoadError,
} from './user-picker-props.ts';

const loadCombobox = async () => (await again(() => import('./user-combobox.tsx'))).UserCombobox;

/**
 * Finds a user by the beginning of a word of the name or of the e-mail address. What does that is a quarter of all
 * script: it comes when somebody begins, and finds what was typed meanwhile.
 */
export function UserPicker(props: UserPickerProps) {
  const [Combobox, setCombobox] = useState<ComponentType<UserComboboxProps>>();
  const [typed, setTyped] = useState<string>();
  const left = useRef(false);

  // Not by Suspense: the field that somebody types in must stay the same one until the other is there.
  const begin = () => void loadCombobox().then((part) => setCombobox(() => part));
  function type(text: string) {
    setTyped(text);
    props.onUnresolvedText?.(text.trim() || undefined);
  }
  if (Combobox) return <Combobox {...props} begun={typed} takesFocus={!left.current} />;
  return (
    <PlainPicker
      {...props}
      typed={typed}
      onType={type}
      onBegin={begin}
      onFocusChange={(has) => {
        left.current = !has;
      }}
    />
  );
}

type PlainPickerProps = UserPickerProps & {
  typed: string | undefined;
  onType: (text: string) => void;
  onBegin: () => void;
  onFocusChange: (has: boolean) => void;
};

function PlainPicker({
  label,
  value,
  onChange,
  hint,
  error,
  typed,
  onType,
  onBegin,
  onFocusChange,
}: PlainPickerProps) {
  const chosen = useQuery({ ...userQuery(value ?? ''), enabled: value !== undefined });
  const name = value === undefined ? '' : (chosen.data?.name ?? value);
  return (
    <Field label={label} hint={hint} error={error ?? userLoadError(chosen.error)}>
      {(control) => (
        <div className="picker">
          <Search aria-hidden="true" size={15} className="picker-icon" />
          <input
            {...control}
            type="text"
            role="combobox"
            aria-expanded={false}
            aria-haspopup="listbox"
            aria-autocomplete="list"
            autoComplete="off"
            placeholder={PLACEHOLDER}
            spellCheck={false}
            value={typed ?? name}
            onChange={({ target, nativeEvent }) => {
              onType(target.value);
              // Another element in the place of this one would break off what is being composed.
              if (!(nativeEvent as InputEvent).isComposing) onBegin();
            }}
            onCompositionEnd={onBegin}
            onPointerDown={onBegin}
            onFocus={() => onFocusChange(true)}
            // Elsewhere in the page: a field that is replaced has nobody go anywhere.
            onBlur={({ relatedTarget }) => relatedTarget && onFocusChange(false)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onBegin();
              // Typed, and not looked up yet: that sends no form.
              if (event.key === 'Enter' && typed) event.preventDefault();
            }}
          />
          {value !== undefined && (
            <button
              type="button"
              className="button quiet icon picker-clear"
              aria-label="Clear the user"
              onClick={() => onChange(undefined)}
            >
              <X aria-hidden="true" size={15} />
            </button>
          )}
        </div>
      )}
    </Field>
  );
}
