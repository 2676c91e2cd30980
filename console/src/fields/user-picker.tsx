import { useQuery } from '@tanstack/react-query';
import { type ComponentType, useRef, useState } from 'react';
import { Field } from '../ui/field.tsx';
import { Search, X } from '../ui/icons.tsx';
import { retryImport } from '../ui/lazy-component.ts';
import './user-picker.css';
import { userQuery } from '../api/queries.ts';
import { useCredentialGuard } from './credential-guard.tsx';
import {
  PLACEHOLDER,
  type UserComboboxProps,
  type UserPickerProps,
  userLoadError,
} from './user-picker-props.ts';

const loadCombobox = async () => (await retryImport(() => import('./user-combobox.tsx'))).UserCombobox;

/**
 * Finds a user by the beginning of a word of the name, or of the e-mail address. The combobox is a quarter of all script:
 * it loads on first use, and takes over the text that was typed meanwhile.
 */
export function UserPicker({ error, ...rest }: UserPickerProps) {
  const { accepts, message } = useCredentialGuard();
  const props = { ...rest, error: message ?? error };
  const [Combobox, setCombobox] = useState<ComponentType<UserComboboxProps>>();
  const [text, setText] = useState<string>();
  const blurred = useRef(false);

  // Without Suspense, which would remove the input during typing.
  const load = () => void loadCombobox().then((component) => setCombobox(() => component));
  function changeText(next: string) {
    if (!accepts(next)) return;
    setText(next);
    props.onUnresolvedText?.(next.trim() || undefined);
  }
  if (Combobox)
    return <Combobox {...props} accepts={accepts} initialText={text} autoFocus={!blurred.current} />;
  return (
    <PlainPicker
      {...props}
      text={text}
      onTextChange={changeText}
      onBegin={load}
      onFocusChange={(focused) => {
        blurred.current = !focused;
      }}
    />
  );
}

type PlainPickerProps = UserPickerProps & {
  text: string | undefined;
  onTextChange: (text: string) => void;
  onBegin: () => void;
  onFocusChange: (focused: boolean) => void;
};

function PlainPicker({
  label,
  value,
  onChange,
  hint,
  error,
  text,
  onTextChange,
  onBegin,
  onFocusChange,
}: PlainPickerProps) {
  const chosen = useQuery({ ...userQuery(value ?? ''), enabled: value !== undefined });
  const name = value === undefined ? '' : (chosen.data?.name ?? value);
  return (
    <Field label={label} hint={hint} error={error ?? userLoadError(chosen.error)}>
      {(control) => (
        <div className="picker">
          <Search size={15} className="picker-icon" />
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
            value={text ?? name}
            onChange={({ target, nativeEvent }) => {
              onTextChange(target.value);
              // Replacing the input would abort an IME composition.
              if (!(nativeEvent as InputEvent).isComposing) onBegin();
            }}
            onCompositionEnd={onBegin}
            onPointerDown={onBegin}
            onFocus={() => onFocusChange(true)}
            // Without relatedTarget the input was replaced, or the window lost the focus.
            onBlur={({ relatedTarget }) => relatedTarget && onFocusChange(false)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onBegin();
              // Text without a user must not submit the form.
              if (event.key === 'Enter' && text) event.preventDefault();
            }}
          />
          {value !== undefined && (
            <button
              type="button"
              className="button quiet icon picker-clear"
              aria-label="Clear the user"
              onClick={() => onChange(undefined)}
            >
              <X size={15} />
            </button>
          )}
        </div>
      )}
    </Field>
  );
}
