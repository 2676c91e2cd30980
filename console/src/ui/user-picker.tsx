import { Combobox } from '@base-ui/react/combobox';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { USER_TYPE_WORDS } from '../words.ts';
import { Field } from './field.tsx';
import { explain } from './notice.tsx';
import { useSettled } from './use-settled.ts';
import './user-picker.css';
import { userQuery, userSearchQuery } from './user-query.ts';

/** Milliseconds without a keystroke before it is asked who is meant. */
const PAUSE = 150;

/** Somebody in the list; of a user who was set from outside nothing but the id is known at first. */
type Choice = { id: string; name: string };

type UserPickerProps = {
  label: ReactNode;
  /** The id of the user; undefined: nobody. */
  value: string | undefined;
  onChange: (userId: string | undefined) => void;
  placeholder?: string;
  hint?: ReactNode;
  error?: string | undefined;
};

/** Finds a user by the beginning of a word of the name or of the e-mail address. */
export function UserPicker({
  label,
  value,
  onChange,
  placeholder = 'Name or e-mail address',
  hint,
  error,
}: UserPickerProps) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState<string>();
  const search = useSettled((typed ?? '').trim(), PAUSE);
  const found = useQuery(userSearchQuery(search));
  const chosen = useQuery({ ...userQuery(value ?? ''), enabled: value !== undefined });

  const searching = search !== '' && typed !== undefined;
  const users = searching ? (found.data?.users ?? []) : [];
  const choice: Choice | null = value === undefined ? null : { id: value, name: chosen.data?.name ?? value };

  function choose(next: Choice | null) {
    const user = users.find(({ id }) => id === next?.id);
    if (user) queryClient.setQueryData(userQuery(user.id).queryKey, user);
    setTyped(undefined);
    onChange(next?.id);
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
      inputValue={typed ?? choice?.name ?? ''}
      onInputValueChange={(next, { reason }) => setTyped(reason === 'input-change' ? next : undefined)}
      onOpenChange={(open) => open || setTyped(undefined)}
    >
      <Field label={label} hint={hint} error={error ?? unknownUser(chosen.error)}>
        {(control) => (
          <Combobox.InputGroup className="picker">
            <Search aria-hidden="true" size={15} className="picker-icon" />
            <Combobox.Input {...control} placeholder={placeholder} spellCheck={false} />
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

/** Of a user who was set from outside, by an address for example. */
function unknownUser(error: unknown): string | undefined {
  if (!error) return undefined;
  if (error instanceof Problem && error.status === 404) return 'There is no user of this id.';
  return `The name of this user is not known: ${explain(error).title.toLowerCase()}.`;
}
