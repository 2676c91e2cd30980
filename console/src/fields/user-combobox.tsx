import { Combobox } from '@base-ui/react/combobox';
import type { BaseUIEvent } from '@base-ui/react/types';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { User } from '../../../client/src/index.ts';
import { userQuery, userSearchQuery } from '../api/queries.ts';
import { USER_TYPE_LABELS } from '../labels/labels.tsx';
import { Field } from '../ui/field.tsx';
import { Search, X } from '../ui/icons.tsx';
import { useDebounced } from '../ui/input-state.ts';
import { describeError } from '../ui/notice.tsx';
import { PLACEHOLDER, type UserComboboxProps, userLoadError } from './user-picker-props.ts';

/** Milliseconds. */
const DEBOUNCE = 150;

/** Whether every word of the text begins a word of the name, or the e-mail address: the rule of the API. */
function matches({ name, email }: User, text: string): boolean {
  const words = [...name.split(/\s+/), email ?? ''].map((word) => word.toLowerCase());
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}

/** A user of the list, or one that was set from outside and is still loading. */
type Choice = { id: string; name: string };

/** Replaces the plain input of UserPicker on first use. */
export function UserCombobox({
  label,
  value,
  onChange,
  onUnresolvedText,
  hint,
  error,
  initialText,
  autoFocus,
  accepts,
}: UserComboboxProps) {
  const queryClient = useQueryClient();
  const attach = useCallback((input: HTMLInputElement | null) => {
    if (!input) return;
    if (autoFocus) input.focus();
    setContainer(input.closest<HTMLElement>('.dialog, main'));
  }, []);
  const [text, setText] = useState(initialText);
  const [open, setOpen] = useState(autoFocus);
  const highlighted = useRef<string>(undefined);
  /** Enter was pressed before the list was loaded. */
  const [enterPending, setEnterPending] = useState(false);
  /** The dialog or page that contains the input: the list is rendered inside of it. */
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const search = useDebounced((text ?? '').trim(), DEBOUNCE);
  const results = useQuery(userSearchQuery(search));
  const selected = useQuery({ ...userQuery(value ?? ''), enabled: value !== undefined });

  const searching = search !== '' && text !== undefined;
  const users = searching ? (results.data?.users ?? []) : [];
  const choice: Choice | null =
    value === undefined ? null : { id: value, name: selected.data?.name ?? value };

  function choose(next: Choice | null) {
    const user = users.find(({ id }) => id === next?.id);
    if (user) queryClient.setQueryData(userQuery(user.id).queryKey, user);
    changeText(undefined);
    setOpen(false);
    onChange(next?.id);
  }

  function changeText(text: string | undefined) {
    setEnterPending(false);
    setText(text);
    onUnresolvedText?.(text?.trim() || undefined);
  }

  function changeOpen(next: boolean) {
    setOpen(next);
    if (!next && !onUnresolvedText) setText(undefined);
  }

  /** Whether the list is the result of the whole text, and not of its beginning. */
  const isSettled = search === (text ?? '').trim() && !results.isPlaceholderData && !results.isFetching;

  /** Chooses the highlighted user instead of submitting the form; waits for the list if it is still loading. */
  function chooseByEnter(event: BaseUIEvent<KeyboardEvent>, text: string) {
    event.preventDefault();
    event.preventBaseUIHandler();
    const user = users.find(({ id }) => id === highlighted.current) ?? users[0];
    if (user && (isSettled || matches(user, text))) choose(user);
    else if (!isSettled) setEnterPending(true);
  }

  useEffect(() => {
    if (!enterPending || !isSettled) return;
    setEnterPending(false);
    const [first] = users;
    if (first) choose(first);
  }, [enterPending, isSettled]);

  /** Escape closes the list first, and the dialog around it the next time. The selected user stays. */
  function closeByEscape(event: BaseUIEvent<KeyboardEvent>) {
    event.preventBaseUIHandler();
    if (!open) return;
    event.nativeEvent.stopPropagation();
    changeOpen(false);
  }

  return (
    <Combobox.Root<Choice>
      items={users}
      filter={null}
      autoHighlight
      value={choice}
      onValueChange={choose}
      isItemEqualToValue={(one, other) => one.id === other.id}
      itemToStringLabel={({ name }) => name}
      open={open}
      onItemHighlighted={(item) => {
        highlighted.current = item?.id;
      }}
      inputValue={text ?? choice?.name ?? ''}
      onInputValueChange={(next, { reason }) => {
        if (reason !== 'input-change') changeText(undefined);
        else if (accepts(next)) changeText(next);
      }}
      onOpenChange={changeOpen}
    >
      <Field label={label} hint={hint} error={error ?? userLoadError(selected.error)}>
        {(control) => (
          <Combobox.InputGroup className="picker">
            <Search size={15} className="picker-icon" />
            <Combobox.Input
              {...control}
              placeholder={PLACEHOLDER}
              spellCheck={false}
              ref={attach}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && text) chooseByEnter(event, text);
                if (event.key === 'Escape') closeByEscape(event);
              }}
            />
            <Combobox.Clear className="button quiet icon picker-clear" aria-label="Clear the user">
              <X size={15} />
            </Combobox.Clear>
          </Combobox.InputGroup>
        )}
      </Field>
      {/* The library closes only its own popup, so this one is removed here. */}
      {open && (
        <Combobox.Portal container={container}>
          <Combobox.Positioner className="picker-place" sideOffset={4} align="start">
            {/* The library's own popup would hide the rest of the page from screen readers. */}
            <div className="popup picker-popup" aria-busy={results.isFetching || undefined}>
              <Combobox.Status className="picker-status">{statusText()}</Combobox.Status>
              <Combobox.List>
                {(user: (typeof users)[number]) => (
                  <Combobox.Item key={user.id} value={user} className="menu-item picker-item">
                    <bdi className="picker-name">{user.name}</bdi>
                    <span className="soft">{user.email ?? user.id}</span>
                    <span className="soft picker-type">
                      {USER_TYPE_LABELS[user.type]}
                      {user.disabled && ', disabled'}
                    </span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </div>
          </Combobox.Positioner>
        </Combobox.Portal>
      )}
    </Combobox.Root>
  );

  function statusText(): string {
    if (!searching) return text ? 'Searching …' : 'Type the beginning of a name or of an e-mail address.';
    if (results.error) return `${describeError(results.error).title}. ${describeError(results.error).detail}`;
    if (!results.data) return 'Searching …';
    if (users.length === 0) return `Nobody found with «${search}».`;
    if (results.data.more) return 'The first of many: type more to find others.';
    return '';
  }
}
