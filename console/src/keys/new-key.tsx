import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { KeyRequest, KeyWithString, Role } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { refreshQueries } from '../api/refresh.ts';
import { type Expiry, expiryError, expiryTime } from '../fields/expiry.ts';
import { ExpiryField } from '../fields/expiry-field.tsx';
import { UserPicker } from '../fields/user-picker.tsx';
import { showFirstError } from '../form/show-first-error.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { CHOOSE_USER_MESSAGE, ROLE_LABELS } from '../labels/labels.tsx';
import { usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, SelectField, TextField } from '../ui/field.tsx';
import { fieldErrors, Notice } from '../ui/notice.tsx';
import { useNow } from '../ui/time.tsx';

const ROLE_HINTS: Record<Role, string> = {
  storefront:
    'Redeems tokens and asks about the sessions that they yield. For the server of a shop, never for its pages.',
  viewer: 'Looks at tokens, users and history.',
  editor: 'Makes, changes and reveals tokens, and keeps users, too.',
  admin: 'Does everything, keys and settings among it.',
  procurement: 'Is the shared secret of a procurement system in its cXML documents, and opens no other door.',
};

/** Makes an API key and shows it, once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const now = useNow();
  const { domains: own } = usePrincipal();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('storefront');
  const [domains, setDomains] = useState(own?.join(', ') ?? '');
  const [expiry, setExpiry] = useState<Expiry>({ choice: 'never', at: '' });
  const [identity, setIdentity] = useState('');
  const [domain, setDomain] = useState('');
  const [userId, setUserId] = useState<string>();
  const [typed, setTyped] = useState<string>();
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<KeyWithString>();

  const listed = domains.split(/[\s,;]+/).filter((one) => one !== '');
  const procurement = role === 'procurement';
  const create = useMutation({
    mutationFn: () => {
      const moment = expiryTime(expiry, Date.now());
      const body: KeyRequest = {
        name: name.trim(),
        role,
        ...(listed.length > 0 && { domains: listed }),
        expiresAt: typeof moment === 'number' ? new Date(moment).toISOString() : null,
        ...(procurement && { identity: identity.trim(), domain: domain.trim(), ...(userId && { userId }) }),
      };
      return api.keys.create(body);
    },
    onSuccess: (key) => {
      setMade(key);
      void refreshQueries(queryClient, 'keys', 'events');
    },
  });
  const refused = fieldErrors(create.error);
  const late = expiryError(expiry, now);

  const filled = JSON.stringify([name, domains, identity, domain, userId, typed]);
  const [initial] = useState(filled);
  const { leave, question } = useUnsaved(filled !== initial && !create.isSuccess);
  const nobody = procurement && typed !== undefined ? CHOOSE_USER_MESSAGE : undefined;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(true);
    if (late || nobody) showFirstError(event.currentTarget);
    else if (!create.isPending) create.mutate();
  }

  if (made)
    return (
      <Dialog
        open
        title="The key is made"
        onClose={onClose}
        firm
        actions={
          <Button tone="main" onClick={onClose}>
            I have kept it
          </Button>
        }
      >
        <p role="status">
          This is the key of <strong>{made.name}</strong>. It is shown here and now, and never again: nobody
          can look it up.
        </p>
        <Field label="Key">
          {(control) => (
            <input
              {...control}
              type="text"
              readOnly
              value={made.key}
              className="mono"
              onFocus={(event) => event.target.select()}
            />
          )}
        </Field>
        <p>
          <CopyButton label="Copy the key" text="Copy the key" value={made.key} />
        </p>
      </Dialog>
    );
  return (
    <Dialog
      open
      title="New key"
      onClose={() => leave(onClose)}
      actions={
        <>
          <Button onClick={() => leave(onClose)}>Cancel</Button>
          <Button tone="main" type="submit" form="new-key" busy={create.isPending}>
            Make the key
          </Button>
        </>
      }
    >
      <form id="new-key" className="form" onSubmit={submit}>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          required
          maxLength={64}
          placeholder="Shop of Acme, staging"
          hint="What uses it: the history shows this name."
          error={refused.name}
        />
        <SelectField
          label="Role"
          value={role}
          onChange={(next) => setRole(next as Role)}
          options={(Object.keys(ROLE_HINTS) as Role[]).map((one) => [one, ROLE_LABELS[one]] as const)}
          hint={ROLE_HINTS[role]}
          error={refused.role}
        />
        {procurement && (
          <>
            <TextField
              label="Domain of the identity"
              value={domain}
              onChange={setDomain}
              required
              maxLength={64}
              placeholder="DUNS"
              error={refused.domain}
            />
            <TextField
              label="Identity"
              value={identity}
              onChange={setIdentity}
              required
              maxLength={128}
              error={refused.identity}
            />
            <UserPicker
              label="User"
              value={userId}
              onChange={setUserId}
              onUnresolvedText={setTyped}
              hint="Whom it logs in. Leave it empty for those of the domains below, by their e-mail address."
              error={(asked ? nobody : undefined) ?? refused.userId}
            />
          </>
        )}
        <TextField
          label="Limited to e-mail domains"
          value={domains}
          onChange={setDomains}
          placeholder="acme.com, acme.de"
          spellCheck={false}
          hint={
            own
              ? 'You are limited to these yourself.'
              : 'With commas between. Empty: it reaches the users of all domains.'
          }
          error={refused.domains ?? refused[`domains/${indexOfError(refused)}`]}
        />
        <ExpiryField
          value={expiry}
          onChange={setExpiry}
          error={late ?? refused.expiresAt}
          never="It never expires: whoever gets hold of the key can use it until somebody deletes it."
        />
        {create.error && <Notice error={create.error} />}
      </form>
      {question}
    </Dialog>
  );
}

/** The first of the domains that something is wrong with. */
const indexOfError = (errors: Record<string, string>): string | undefined =>
  Object.keys(errors)
    .find((name) => name.startsWith('domains/'))
    ?.slice('domains/'.length);
