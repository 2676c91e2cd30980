import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { KeyRequest, Role } from '../../../client/src/index.ts';
import {
  IDENTITY_DOMAIN_MAX_LENGTH,
  IDENTITY_MAX_LENGTH,
  KEY_NAME_MAX_LENGTH,
  USER_FIELD_MAX_LENGTH,
} from '../../../shared/api-key/limits.ts';
import { api } from '../api/client.ts';
import { refreshQueries } from '../api/query-client.ts';
import { type Expiry, expiryError, expiryTime } from '../fields/expiry.ts';
import { ExpiryField } from '../fields/expiry-field.tsx';
import { UserPicker } from '../fields/user-picker.tsx';
import { errorOfList, focusFirstError, useForm } from '../form/use-form.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { CHOOSE_USER_MESSAGE, ROLE_LABELS } from '../labels/labels.tsx';
import { usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { useNow } from '../ui/time.tsx';
import { KeyCreatedDialog } from './key-created-dialog.tsx';

const ROLE_HINTS: Record<Role, string> = {
  storefront:
    'Redeems tokens and asks about the sessions that they yield. For the server of a shop, never for its pages.',
  viewer: 'Looks at tokens, users and history.',
  support: 'Looks at everything a viewer does, and signs in as users, with a reason.',
  editor: 'Makes, changes and reveals tokens, and keeps users, too.',
  admin: 'Does everything, keys and settings among it.',
  procurement: 'Is the shared secret of a procurement system in its cXML documents, and opens no other door.',
};

type FormValues = {
  name: string;
  role: Role;
  /** E-mail domains with commas, blanks or semicolons between. */
  domains: string;
  expiry: Expiry;
  identity: string;
  /** The domain of the cXML identity. */
  domain: string;
  userId: string | undefined;
  /** The field of a cXML document that names the user. */
  userField: string;
  /** Text in the user picker that does not stand for a user. */
  unresolvedText: string | undefined;
};

function toRequest(values: FormValues): KeyRequest {
  const { name, role, domains, expiry, identity, domain, userId, userField } = values;
  const time = expiryTime(expiry, Date.now());
  const domainList = domains.split(/[\s,;]+/).filter((entry) => entry !== '');
  return {
    name: name.trim(),
    role,
    ...(domainList.length > 0 && { domains: domainList }),
    ...(typeof time === 'number' && { expiresAt: new Date(time).toISOString() }),
    ...(role === 'procurement' && {
      identity: identity.trim(),
      domain: domain.trim(),
      ...(userId ? { userId } : userField.trim() && { userField: userField.trim() }),
    }),
  };
}

/** Creates an API key and shows it once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const now = useNow();
  const { domains: ownDomains } = usePrincipal();
  const form = useForm<FormValues>({
    initial: {
      name: '',
      role: 'storefront',
      domains: ownDomains?.join(', ') ?? '',
      expiry: { choice: 'keep', at: '' },
      identity: '',
      domain: '',
      userId: undefined,
      userField: '',
      unresolvedText: undefined,
    },
    validate: ({ role, expiry, unresolvedText }, submitted) => ({
      expiresAt: expiryError(expiry, now),
      userId:
        submitted && role === 'procurement' && unresolvedText !== undefined ? CHOOSE_USER_MESSAGE : undefined,
    }),
    compare: ({ role: _, expiry: __, ...typed }) => typed,
  });
  const { leave, release, question } = useUnsaved(form.changed);
  const create = useMutation({
    mutationFn: () => api.keys.create(toRequest(form.values)),
    onSuccess: () => {
      release();
      void refreshQueries(queryClient, 'keys', 'events');
    },
  });
  const errors = form.errors(create.error);
  const { role } = form.values;

  if (create.data) return <KeyCreatedDialog apiKey={create.data} onClose={onClose} />;
  return (
    <Dialog
      open
      title="New key"
      onClose={() => leave(onClose)}
      error={create.error}
      actions={
        <>
          <Button onClick={() => leave(onClose)}>Cancel</Button>
          <Button tone="main" type="submit" form="new-key" busy={create.isPending}>
            Make the key
          </Button>
        </>
      }
    >
      <form
        id="new-key"
        className="form"
        onSubmit={form.onSubmit((element) => {
          if (!create.isPending) create.mutate(undefined, { onError: () => focusFirstError(element) });
        })}
      >
        <TextField
          label="Name"
          {...form.field('name')}
          required
          maxLength={KEY_NAME_MAX_LENGTH}
          placeholder="Shop of Acme, staging"
          hint="What uses it: the history shows this name."
          error={errors.name}
        />
        <SelectField
          label="Role"
          {...form.field('role')}
          options={(Object.keys(ROLE_HINTS) as Role[]).map((name) => [name, ROLE_LABELS[name]] as const)}
          hint={ROLE_HINTS[role]}
          error={errors.role}
        />
        {role === 'procurement' && (
          <>
            <TextField
              label="Domain of the identity"
              {...form.field('domain')}
              required
              maxLength={IDENTITY_DOMAIN_MAX_LENGTH}
              placeholder="DUNS"
              error={errors.domain}
            />
            <TextField
              label="Identity"
              {...form.field('identity')}
              required
              maxLength={IDENTITY_MAX_LENGTH}
              error={errors.identity}
            />
            <UserPicker
              label="User"
              {...form.field('userId')}
              onUnresolvedText={(text) => form.set('unresolvedText', text)}
              hint="Whom it logs in. Leave it empty for those of the domains below, by their e-mail address."
              error={errors.userId}
            />
            {form.values.userId === undefined && (
              <TextField
                label="Field with the user’s address"
                {...form.field('userField')}
                maxLength={USER_FIELD_MAX_LENGTH}
                placeholder="UserEmail"
                spellCheck={false}
                hint="The Extrinsic of a document that has it, or Contact/Email. Empty: the one in which buyers usually have it."
                error={errors.userField}
              />
            )}
          </>
        )}
        <TextField
          label="Limited to e-mail domains"
          {...form.field('domains')}
          placeholder="acme.com, acme.de"
          spellCheck={false}
          hint={
            ownDomains
              ? 'You are limited to these yourself.'
              : 'With commas between. Empty: it reaches the users of all domains.'
          }
          error={errorOfList(errors, 'domains')}
        />
        <ExpiryField
          {...form.field('expiry')}
          error={errors.expiresAt}
          keep="as late as a key may"
          never={false}
        />
      </form>
      {question}
    </Dialog>
  );
}
