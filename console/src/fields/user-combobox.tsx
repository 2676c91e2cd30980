import { Combobox } from '@base-ui/react/combobox';
import type { BaseUIEvent } from '@base-ui/react/types';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { User } from '../../../client/src/index.ts';
import { userQuery, userSearchQuery } from '../api/queries.ts';
import { USER_TYPE_LABELS } from '../labels/labels.tsx';
import { Field } from '../ui/field.tsx';
import { useDebounced } from '../ui/input-state.ts';
import { describeError } from '../ui/notice.tsx';
import { PLACEHOLDER, type UserComboboxProps, userLoadError } from './user-picker-props.ts';

/** Milliseconds without a keystroke before it is asked who is meant. */
const PAUSE = 150;

/** Whether every word of a text begins one of the name, or the address. */
function isCalled({ name, email }: User, text: string): boolean {
  const words = [...name.split(/\s+/), email ?? ''].map((word) => word.toLowerCase());
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}

/** Somebody in the list; of a user who was set from outside nothing but the id is known at first. */
type Choice = { id: string; name: string };

/** What a user picker becomes once somebody begins to use it. */
export function UserCombobox({
  label,
  value,
  onChange,
  onUnresolvedText,
  hint,
  error,
  begun,
  takesFocus,
}: UserComboboxProps) {
  const queryClient = useQueryClient();
  const begin = useCallback((input: HTMLInputElement | null) => {
    if (!input) return;
    if (takesFocus) input.focus();
    setHost(input.closest<HTMLElement>('.dialog, main'));
  }, []);
  const [typed, setTyped] = useState(begun);
  const [open, setOpen] = useState(takesFocus);
  const highlighted = useRef<string>(undefined);
  /** Enter was pressed before the list was there. */
  const [hurried, setHurried] = useState(false);
  /** What the list belongs to: the dialog, or the page. */
  const [host, setHost] = useState<HTMLElement | null>(null);
  const search = useDebounced((typed ?? '').trim(), PAUSE);
  const found = useQuery(userSearchQuery(search));
  const chosen = useQuery({ ...userQuery(value ?? ''), enabled: value !== undefined });

  const searching = search !== '' && typed !== undefined;
  const users = searching ? (found.data?.users ?? []) : [];
  const choice: Choice | null = value === undefined ? null : { id: value, name: chosen.data?.name ?? value };

  function choose(next: Choice | null) {
    const user = users.find(({ id }) => id === next?.id);
    if (user) queryClient.setQueryData(userQuery(user.id).queryKey, user);
    type(undefined);
    setOpen(false);
    onChange(next?.id);
  }

  function type(text: string | undefined) {
    setHurried(false);
    setTyped(text);
    onUnresolvedText?.(text?.trim() || undefined);
  }

  function show(next: boolean) {
    setOpen(next);
    if (!next && !onUnresolvedText) setTyped(undefined);
  }

  /** Whether those in the list are who was asked for last, and not who was found for less of the name. */
  const isSettled = search === (typed ?? '').trim() && !found.isPlaceholderData && !found.isFetching;

  /** No name that is typed sends a form. Who is quicker than the list gets its first when it is there. */
  function take(event: BaseUIEvent<KeyboardEvent>, text: string) {
    event.preventDefault();
    event.preventBaseUIHandler();
    const user = users.find(({ id }) => id === highlighted.current) ?? users[0];
    if (user && (isSettled || isCalled(user, text))) choose(user);
    else if (!isSettled) setHurried(true);
  }

  useEffect(() => {
    if (!hurried || !isSettled) return;
    setHurried(false);
    const [first] = users;
    if (first) choose(first);
  }, [hurried, isSettled]);

  /** The list closes first, and what is around it the next time; who was chosen stays. */
  function leaveList(event: BaseUIEvent<KeyboardEvent>) {
    event.preventBaseUIHandler();
    if (!open) return;
    event.nativeEvent.stopPropagation();
    show(false);
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
      inputValue={typed ?? choice?.name ?? ''}
      onInputValueChange={(next, { reason }) => type(reason === 'input-change' ? next : undefined)}
      onOpenChange={show}
    >
      <Field label={label} hint={hint} error={error ?? userLoadError(chosen.error)}>
        {(control) => (
          <Combobox.InputGroup className="picker">
            <Search aria-hidden="true" size={15} className="picker-icon" />
            <Combobox.Input
              {...control}
              placeholder={PLACEHOLDER}
              spellCheck={false}
              ref={begin}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && typed) take(event, typed);
                if (event.key === 'Escape') leaveList(event);
              }}
            />
            <Combobox.Clear className="button quiet icon picker-clear" aria-label="Clear the user">
              <X aria-hidden="true" size={15} />
            </Combobox.Clear>
          </Combobox.InputGroup>
        )}
      </Field>
      {/* Without a popup of the library’s nothing tells it that it is closed. */}
      {open && (
        <Combobox.Portal container={host}>
          <Combobox.Positioner className="picker-place" sideOffset={4} align="start">
            {/* The library's own popup would hide the rest of the page from those who do not see it. */}
            <div className="popup picker-popup" aria-busy={found.isFetching || undefined}>
              <Combobox.Status className="picker-status">{say()}</Combobox.Status>
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

  function say(): string {
    if (!searching) return typed ? 'Searching …' : 'Type the beginning of a name or of an e-mail address.';
    if (found.error) return `${describeError(found.error).title}. ${describeError(found.error).detail}`;
    if (!found.data) return 'Searching …';
    if (users.length === 0) return `Nobody found with «${search}».`;
    if (found.data.more) return 'The first of many: type more to find others.';
    return '';
  }
}
