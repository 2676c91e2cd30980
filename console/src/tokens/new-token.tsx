import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useCanGoBack, useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Purpose, TokenWithString } from '../../../client/src/index.ts';
import { EXTRA_MAX_LENGTH, REASON_MAX_LENGTH } from '../../../shared/token/limits.ts';
import { PURPOSES } from '../../../shared/token/token.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';
import { ExpiryField } from '../fields/expiry-field.tsx';
import { UserPicker } from '../fields/user-picker.tsx';
import { UsesField } from '../fields/uses-field.tsx';
import { focusFirstError, useForm } from '../form/use-form.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { PURPOSE_LABELS } from '../labels/labels.tsx';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Choice, inOneLine, TextArea, TextField } from '../ui/field.tsx';
import { useNow } from '../ui/time.tsx';
import {
  consequence,
  latestExpiry,
  toFormValues,
  toRequest,
  validate,
  withPurpose,
} from './new-token-form.ts';
import { cacheToken } from './queries.ts';
import { TokenCreatedDialog } from './token-created-dialog.tsx';

const route = getRouteApi('/tokens/new');
const list = getRouteApi('/tokens');

/** Creates a token and shows its link once: only the state of this component holds it. */
export function NewToken() {
  const search = list.useSearch();
  const navigate = route.useNavigate();
  const canCreate = useCan('tokens:impersonate');
  const [created, setCreated] = useState<TokenWithString>();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  // Returns to the page that opened the form: the list with its filters, or a user.
  const close = () => (canGoBack ? router.history.back() : void navigate({ to: '/tokens' }));

  if (!canCreate)
    return (
      <Dialog open title="New token" onClose={close}>
        <p>
          Your role lets you look at tokens and not make any. Ask an administrator for the role of an editor,
          or of support.
        </p>
      </Dialog>
    );
  if (created)
    return (
      <TokenCreatedDialog
        token={created}
        search={canGoBack ? search : {}}
        onClose={close}
        onAnother={() => setCreated(undefined)}
      />
    );
  return <NewTokenForm onCreated={setCreated} onClose={close} />;
}

function NewTokenForm({
  onCreated,
  onClose,
}: {
  onCreated: (token: TokenWithString) => void;
  onClose: () => void;
}) {
  const search = route.useSearch();
  const queryClient = useQueryClient();
  const now = useNow();
  const limited = usePrincipal().domains !== null;
  const purposes: readonly Purpose[] = useCan('tokens:write') ? PURPOSES : ['impersonation'];
  const form = useForm({
    initial: toFormValues(search, purposes),
    validate: (values, submitted) => (submitted ? validate(values, Date.now(), { limited }) : {}),
  });
  const { release, question } = useUnsaved(form.changed, 'Leave without making the token?');
  const { values, set } = form;
  const lastRequest = useRef({ content: '', idempotencyKey: '' });
  const user = useQuery({ ...userQuery(values.userId ?? ''), enabled: values.userId !== undefined });

  const create = useMutation({
    mutationFn: () => {
      const body = toRequest(values, Date.now());
      const content = JSON.stringify(body);
      // A retry of the same request has the same key, so that a lost response creates no second token.
      if (lastRequest.current.content !== content)
        lastRequest.current = { content, idempotencyKey: crypto.randomUUID() };
      return api.tokens.create(body, { idempotencyKey: lastRequest.current.idempotencyKey });
    },
    onSuccess: (token) => {
      release();
      cacheToken(queryClient, token);
      onCreated(token);
    },
  });

  const errors = form.errors(create.error);
  const submit = form.onSubmit((element) => {
    if (!create.isPending) create.mutate(undefined, { onError: () => focusFirstError(element) });
  });
  const impersonation = values.purpose === 'impersonation';
  return (
    <Dialog
      open
      title="New token"
      onClose={onClose}
      error={create.error}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="main" type="submit" form="new-token" busy={create.isPending}>
            Make the token
          </Button>
        </>
      }
    >
      <form id="new-token" className="form" onSubmit={submit} noValidate>
        <UserPicker
          label="Contact or customer"
          {...form.field('userId')}
          onUnresolvedText={(text) => set('unresolvedText', text)}
          hint={impersonation || limited ? undefined : 'Leave it empty for a token of nobody in particular.'}
          error={errors.userId}
        />
        <Choice
          label="Purpose"
          value={values.purpose}
          onChange={(purpose) => form.change((before) => withPurpose(before, purpose))}
          options={purposes.map((purpose) => [purpose, PURPOSE_LABELS[purpose]] as const)}
          hint={PURPOSE_HINTS[values.purpose]}
        />
        {impersonation && (
          <TextField
            label="Why do you act as this person?"
            {...form.field('reason')}
            placeholder="Support ticket #123"
            maxLength={REASON_MAX_LENGTH}
            hint="It is recorded with your name, and the storefront is told."
            error={errors.reason}
          />
        )}
        <ExpiryField
          {...form.field('expiry')}
          latest={latestExpiry(values, now)}
          error={errors.expiresAt ?? errors.expiresIn}
        />
        {!impersonation && <UsesField {...form.field('uses')} error={errors.maxUses ?? errors.oneTimeUse} />}
        <TextArea
          label="Extra"
          value={values.extra}
          onChange={(extra) => set('extra', inOneLine(extra))}
          placeholder="OCI - Acme, Support ticket #123"
          maxLength={EXTRA_MAX_LENGTH}
          hint="What tells this token from others."
          error={errors.extra}
        />
        {!impersonation && (
          <TextField
            label="Reason"
            {...form.field('reason')}
            maxLength={REASON_MAX_LENGTH}
            hint="Why it is made, for whoever reads the history."
            error={errors.reason}
          />
        )}
        <p className="notice plain">{consequence(values, user.data?.name, now)}</p>
      </form>
      {question}
    </Dialog>
  );
}

const PURPOSE_HINTS: Record<Purpose, string> = {
  login: 'The person it is for signs in without a password.',
  impersonation: 'You act as the user, once and within a day.',
  procurement: 'A procurement system (OCI) opens the shop with it.',
};
