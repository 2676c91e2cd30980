import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Problem, type User, type UserType } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';
import { refreshQueries } from '../api/refresh.ts';
import { Conflict, difference } from '../form/conflict.tsx';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { USER_TYPE_LABELS, USER_TYPES } from '../labels/labels.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { fieldErrors, Notice } from '../ui/notice.tsx';

const FIELDS = [
  ['type', 'Type'],
  ['name', 'Name'],
  ['email', 'E-mail'],
  ['phone', 'Phone'],
  ['locale', 'Language'],
] as const;
type Field = (typeof FIELDS)[number][0];

type UserDialogProps = {
  /** Undefined: a new one. */
  user: User | undefined;
  onClose: () => void;
  onSaved: (user: User) => void;
};

/** Makes or changes a user. */
export function UserDialog({ user, onClose, onSaved }: UserDialogProps) {
  const queryClient = useQueryClient();
  const [id, setId] = useState(user?.id ?? '');
  const [type, setType] = useState<UserType>(user?.type ?? 'contact');
  const [name, setName] = useState(user?.name ?? '');
  const [email, setEmail] = useState(user?.email ?? '');
  const [phone, setPhone] = useState(user?.phone ?? '');
  const [locale, setLocale] = useState(user?.locale ?? '');
  const [taken, setTaken] = useState(false);
  const [theirs, setTheirs] = useState<User>();

  const own = {
    type,
    name: name.trim(),
    email: email.trim() || null,
    phone: phone.trim() || null,
    locale: locale.trim() || null,
  };
  const changed = Object.fromEntries(
    Object.entries(own).filter(([field, value]) => value !== (user?.[field as Field] ?? null)),
  );

  /** All of a user is replaced: what somebody else has changed since it was read is shown first, and stays. */
  const save = useMutation({
    mutationFn: async () => {
      setTaken(false);
      if (!user) {
        if (!(await exists(id))) return api.users.put(id, own);
        setTaken(true);
        return undefined;
      }
      const present = await api.users.get(id);
      if (present.updatedAt === (theirs ?? user).updatedAt) {
        const { type, name, email, phone, locale } = present;
        return api.users.put(id, { type, name, email, phone, locale, ...changed });
      }
      setTheirs(present);
      return undefined;
    },
    onSuccess: (saved) => {
      if (!saved) return;
      queryClient.setQueryData(userQuery(saved.id).queryKey, saved);
      void refreshQueries(queryClient, 'users', 'tokens');
      release();
      onSaved(saved);
    },
  });
  const refused = fieldErrors(save.error);
  const typed = user ? Object.keys(changed).length > 0 : [id, name, email, phone, locale].some(Boolean);
  const { leave, release, question } = useUnsaved(typed);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  }

  return (
    <Dialog
      open
      title={user ? 'Edit the user' : 'New user'}
      onClose={() => leave(onClose)}
      actions={
        <>
          <Button onClick={() => leave(onClose)}>Cancel</Button>
          <Button tone="main" type="submit" form="user" busy={save.isPending} disabled={theirs !== undefined}>
            Save
          </Button>
        </>
      }
    >
      <form id="user" className="form" onSubmit={submit}>
        {!user && (
          <TextField
            label="Id"
            value={id}
            onChange={setId}
            required
            maxLength={128}
            pattern="[A-Za-z0-9._:@+\-]+"
            spellCheck={false}
            hint="What your other systems call this user. It cannot be changed."
            error={taken ? 'There is a user of this id already.' : refused.id}
          />
        )}
        <SelectField
          label="Type"
          value={type}
          onChange={(next) => setType(next as UserType)}
          options={USER_TYPES.map((one) => [one, USER_TYPE_LABELS[one]] as const)}
        />
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          required
          maxLength={200}
          error={refused.name}
        />
        <TextField
          label="E-mail"
          type="email"
          value={email}
          onChange={setEmail}
          maxLength={254}
          error={refused.email}
        />
        <TextField
          label="Phone"
          type="tel"
          value={phone}
          onChange={setPhone}
          maxLength={32}
          error={refused.phone}
        />
        <TextField
          label="Language"
          value={locale}
          onChange={setLocale}
          maxLength={35}
          spellCheck={false}
          hint="Such as nl or pt-BR."
          error={refused.locale}
        />
        {user && theirs && (
          <Conflict
            rows={FIELDS.flatMap(([field, label]) =>
              difference(label, (value) => String(value ?? '–'), {
                base: user[field],
                saved: theirs[field],
                own: changed[field],
              }),
            )}
            busy={save.isPending}
            onKeepLocal={() => save.mutate()}
            onTakeRemote={() => {
              queryClient.setQueryData(userQuery(theirs.id).queryKey, theirs);
              onClose();
            }}
          />
        )}
        {save.error && <Notice error={save.error} />}
      </form>
      {question}
    </Dialog>
  );
}

/** Saving would replace whoever has the id. */
async function exists(id: string): Promise<boolean> {
  try {
    await api.users.get(id);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return false;
    throw error;
  }
}
