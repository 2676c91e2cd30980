import { Combobox } from '@base-ui/react/combobox';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { USER_TYPE_WORDS } from '../words.ts';
import { Field } from './field.tsx';
import { explain } from './notice.tsx';
import { useSettled } from './use-settled.ts';
import { PLACEHOLDER, type UserPickerProps, unknownUser } from './user-picker.tsx';
import { userQuery, userSearchQuery } from './user-query.ts';

/** Milliseconds without a keystroke before it is asked who is meant. */
const PAUSE = 150;

/** Whoever has begun to type goes on here, unless they have gone elsewhere meanwhile. */
function takeFocus(input: HTMLInputElement | null): void {
  if (document.activeElement === document.body) input?.focus();
}

/** Somebody in the list; of a user who was set from outside nothing but the id is known at first. */
type Choice = { id: string; name: string };

type UserComboboxProps = UserPickerProps & {
  /** What was typed before this was there. */
  begun: string | undefined;
};

/** What a user picker becomes once somebody begins to use it: it has the focus from then on. */
export function UserCombobox({ label, value, onChange, onTyped, hint, error, begun }: UserComboboxProps) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(begun);
  const [open, setOpen] = useState(true);
  const highlighted = useRef(false);
  const search = useSettled((typed ?? '').trim(), PAUSE);
  const found = useQuery(userSearchQuery(search));
  const chosen = useQuery({ ...userQuery(value ?? ''), enabled: value !== undefined });

  const searching = search !== '' && typed !== undefined;
  const users = searching ? (found.data?.users ?? []) : [];
  const choice: Choice | null = value === undefined ? null : { id: value, name: chosen.data?.name ?? value };

  function choose(next: Choice | null) {
    const user = users.find(({ id }) => id === next?.id);
    if (user) queryClient.setQueryData(userQuery(user.id).queryKey, user);
    type(undefined);
    onChange(next?.id);
  }

  function type(text: string | undefined) {
    setTyped(text);
    onTyped?.(text?.trim() || undefined);
  }

  /** What was typed before the list was there has highlighted nobody: the first is taken. No name that is typed sends a form. */
  function take(event: KeyboardEvent) {
    event.preventDefault();
    const [first] = users;
    if (highlighted.current || !first) return;
    choose(first);
    setOpen(false);
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
        highlighted.current = item !== undefined;
      }}
      inputValue={typed ?? choice?.name ?? ''}
      onInputValueChange={(next, { reason }) => type(reason === 'input-change' ? next : undefined)}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next && !onTyped) setTyped(undefined);
      }}
    >
      <Field label={label} hint={hint} error={error ?? unknownUser(chosen.error)}>
        {(control) => (
          <Combobox.InputGroup className="picker">
            <Search aria-hidden="true" size={15} className="picker-icon" />
            <Combobox.Input
              {...control}
              placeholder={PLACEHOLDER}
              spellCheck={false}
              ref={takeFocus}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && typed) take(event);
                // What is around it is closed then; who was chosen stays.
                if (event.key === 'Escape' && !open) event.preventBaseUIHandler();
              }}
            />
            <Combobox.Clear className="button quiet icon picker-clear" aria-label="Clear the user">
              <X aria-hidden="true" size={15} />
            </Combobox.Clear>
          </Combobox.InputGroup>
        )}
      </Field>
      <Combobox.Portal>
        <Combobox.Positioner className="picker-place" sideOffset={4} align="start">
          <Combobox.Popup className="popup picker-popup" aria-busy={found.isFetching || undefined}>
            <Combobox.Status className="picker-status">{say()}</Combobox.Status>
            {/* Without it Escape would close the dialog around, too, while nobody is found. */}
            <Combobox.Empty />
            <Combobox.List>
              {(user: (typeof users)[number]) => (
                <Combobox.Item key={user.id} value={user} className="menu-item picker-item">
                  <span className="picker-name">{user.name}</span>
                  <span className="soft">{user.email ?? user.id}</span>
                  <span className="soft picker-type">
                    {USER_TYPE_WORDS[user.type]}
                    {user.disabled && ', disabled'}
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );

  function say(): string {
    if (!searching) return typed ? 'Searching …' : 'Type the beginning of a name or of an e-mail address.';
    if (found.error) return `${explain(found.error).title}. ${explain(found.error).detail}`;
    if (!found.data) return 'Searching …';
    if (users.length === 0) return `Nobody found with «${search}».`;
    if (found.data.more) return 'The first of many: type more to find others.';
    return '';
  }
}
