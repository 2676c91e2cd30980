import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { User, UserType } from '../../../client/src/index.ts';
import {
  EMAIL_MAX_LENGTH,
  LOCALE_MAX_LENGTH,
  PHONE_MAX_LENGTH,
  USER_ID_MAX_BYTES,
  USER_ID_PATTERN,
  USER_NAME_MAX_LENGTH,
} from '../../../shared/user/limits.ts';
import { USER_TYPES } from '../../../shared/user/user.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';
import { refreshQueries } from '../api/query-client.ts';
import { Conflict, difference, isConflict } from '../form/conflict.tsx';
import { focusFirstError, useForm } from '../form/use-form.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { USER_TYPE_LABELS } from '../labels/labels.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { changeUser } from './change-user.ts';

const FIELDS = [
  ['type', 'Type'],
  ['name', 'Name'],
  ['email', 'E-mail'],
  ['phone', 'Phone'],
  ['locale', 'Language'],
] as const;
type FieldName = (typeof FIELDS)[number][0];

type FormValues = { id: string; type: UserType; name: string; email: string; phone: string; locale: string };
type UserFields = Pick<User, FieldName>;

const toFormValues = (user: User | undefined): FormValues => ({
  id: user?.id ?? '',
  type: user?.type ?? 'contact',
  name: user?.name ?? '',
  email: user?.email ?? '',
  phone: user?.phone ?? '',
  locale: user?.locale ?? '',
});

const toFields = ({ type, name, email, phone, locale }: FormValues): UserFields => ({
  type,
  name: name.trim(),
  email: email.trim() || null,
  phone: phone.trim() || null,
  locale: locale.trim() || null,
});

/** The fields in which the form differs from the user that it was filled from. */
const changesOf = (values: FormValues, user: User | undefined): Partial<UserFields> =>
  Object.fromEntries(
    Object.entries(toFields(values)).filter(([name, value]) => value !== (user?.[name as FieldName] ?? null)),
  );

type UserDialogProps = {
  /** Undefined for a new user. */
  user: User | undefined;
  onClose: () => void;
  onSaved: (user: User) => void;
};

type Outcome = { saved: User } | 'id_exists' | 'conflict';

/** Creates or changes a user. Saves against the version that the form was filled from, even when it was refetched. */
export function UserDialog({ user: current, onClose, onSaved }: UserDialogProps) {
  const queryClient = useQueryClient();
  const [user] = useState(current);
  const form = useForm({
    initial: toFormValues(user),
    compare: (values) =>
      user ? changesOf(values, user) : [values.id, values.name, values.email, values.phone, values.locale],
  });
  const { leave, release, question } = useUnsaved(form.changed);
  /** The version that was saved by another user after the form was filled. */
  const [remote, setRemote] = useState<User>();
  const changes = changesOf(form.values, user);

  const save = useMutation({
    mutationFn: async (): Promise<Outcome> => {
      try {
        return { saved: await put() };
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (!user) return 'id_exists';
        setRemote(await api.users.get(user.id));
        return 'conflict';
      }
    },
    onSuccess: (outcome) => {
      if (typeof outcome === 'string') return;
      queryClient.setQueryData(userQuery(outcome.saved.id).queryKey, outcome.saved);
      void refreshQueries(queryClient, 'users', 'tokens');
      release();
      onSaved(outcome.saved);
    },
  });
  const put = () =>
    user
      ? changeUser(remote ?? user, changes)
      : api.users.put(form.values.id, toFields(form.values), { ifNoneMatch: '*' });
  const errors = form.errors(save.error);

  return (
    <Dialog
      open
      title={user ? 'Edit the user' : 'New user'}
      onClose={() => leave(onClose)}
      error={save.error}
      actions={
        <>
          <Button onClick={() => leave(onClose)}>Cancel</Button>
          <Button tone="main" type="submit" form="user" busy={save.isPending} disabled={remote !== undefined}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="user"
        className="form"
        onSubmit={form.onSubmit((element) => {
          const focusError = () => focusFirstError(element);
          const onSuccess = (outcome: Outcome) => void (outcome === 'id_exists' && focusError());
          if (!save.isPending) save.mutate(undefined, { onError: focusError, onSuccess });
        })}
      >
        {!user && (
          <TextField
            label="Id"
            {...form.field('id')}
            required
            maxLength={USER_ID_MAX_BYTES}
            pattern={USER_ID_PATTERN}
            spellCheck={false}
            hint="What your other systems call this user. It cannot be changed."
            error={save.data === 'id_exists' ? 'There is a user of this id already.' : errors.id}
          />
        )}
        <SelectField
          label="Type"
          {...form.field('type')}
          options={USER_TYPES.map((type) => [type, USER_TYPE_LABELS[type]] as const)}
        />
        <TextField
          label="Name"
          {...form.field('name')}
          required
          maxLength={USER_NAME_MAX_LENGTH}
          error={errors.name}
        />
        <TextField
          label="E-mail"
          type="email"
          {...form.field('email')}
          maxLength={EMAIL_MAX_LENGTH}
          error={errors.email}
        />
        <TextField
          label="Phone"
          type="tel"
          {...form.field('phone')}
          maxLength={PHONE_MAX_LENGTH}
          error={errors.phone}
        />
        <TextField
          label="Language"
          {...form.field('locale')}
          maxLength={LOCALE_MAX_LENGTH}
          spellCheck={false}
          hint="Such as nl or pt-BR."
          error={errors.locale}
        />
        {user && remote && (
          <Conflict
            rows={FIELDS.flatMap(([name, label]) =>
              difference<string | null>(label, (value) => value ?? '–', {
                base: user[name],
                remote: remote[name],
                local: changes[name],
              }),
            )}
            busy={save.isPending}
            onKeepLocal={() => save.mutate()}
            onTakeRemote={() => {
              queryClient.setQueryData(userQuery(remote.id).queryKey, remote);
              onClose();
            }}
          />
        )}
      </form>
      {question}
    </Dialog>
  );
}
