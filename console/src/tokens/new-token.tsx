import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useCanGoBack, useRouter } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import type { Purpose, TokenWithString } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';
import { ExpiryField } from '../fields/expiry-field.tsx';
import { UserPicker } from '../fields/user-picker.tsx';
import { UsesField } from '../fields/uses-field.tsx';
import { showFirstError } from '../form/show-first-error.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { PURPOSE_LABELS, PURPOSES } from '../labels/labels.tsx';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Choice, inOneLine, TextArea, TextField } from '../ui/field.tsx';
import { fieldErrors, Notice } from '../ui/notice.tsx';
import { useNow } from '../ui/time.tsx';
import { consequence, draftOf, latestOf, problemsOf, requestOf, withPurpose } from './new-token-form.ts';
import { cacheToken } from './queries.ts';
import type { TokenSearch } from './search.ts';
import { TokenCreatedDialog } from './token-created-dialog.tsx';

const route = getRouteApi('/tokens/new');
const list = getRouteApi('/tokens');

/** Makes a token and shows its link, once: it lives in this component and nowhere else. */
export function NewToken() {
  const search = list.useSearch();
  const navigate = route.useNavigate();
  const canWrite = useCan('tokens:write');
  const [made, setMade] = useState<TokenWithString>();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  // Back to where it was asked for: the list as it was, or the page of a user.
  const close = () => (canGoBack ? router.history.back() : void navigate({ to: '/tokens' }));

  if (!canWrite)
    return (
      <Dialog open title="New token" onClose={close}>
        <p>
          Your role lets you look at tokens and not make any. Ask an administrator for the role of an editor.
        </p>
      </Dialog>
    );
  if (made)
    return (
      <TokenCreatedDialog
        token={made}
        search={canGoBack ? search : ({} as TokenSearch)}
        onClose={close}
        onAnother={() => setMade(undefined)}
      />
    );
  return <NewTokenForm onMade={setMade} onClose={close} />;
}

function NewTokenForm({
  onMade,
  onClose,
}: {
  onMade: (token: TokenWithString) => void;
  onClose: () => void;
}) {
  const search = route.useSearch();
  const queryClient = useQueryClient();
  const now = useNow();
  const [draft, setDraft] = useState(() => draftOf(search));
  const [asked, setAsked] = useState(false);
  const initial = useRef(JSON.stringify(draft));
  const attempt = useRef({ content: '', key: '' });
  const user = useQuery({ ...userQuery(draft.userId ?? ''), enabled: draft.userId !== undefined });

  const create = useMutation({
    mutationFn: () => {
      const body = requestOf(draft, Date.now());
      const content = JSON.stringify(body);
      // Pressing again after an answer that never came finds the token that was made.
      if (attempt.current.content !== content) attempt.current = { content, key: crypto.randomUUID() };
      return api.tokens.create(body, { idempotencyKey: attempt.current.key });
    },
    onSuccess: (token) => {
      cacheToken(queryClient, token);
      onMade(token);
    },
  });

  const limits = { limited: usePrincipal().domains !== null };
  const problems = asked ? problemsOf(draft, now, limits) : {};
  const refused = fieldErrors(create.error);
  const errorOf = (name: string) => problems[name] ?? refused[name];

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(true);
    const form = event.currentTarget;
    if (Object.keys(problemsOf(draft, Date.now(), limits)).length > 0) showFirstError(form);
    else if (!create.isPending) create.mutate(undefined, { onError: () => showFirstError(form) });
  }

  const { question } = useUnsaved(
    JSON.stringify(draft) !== initial.current && !create.isSuccess,
    'Leave without making the token?',
  );
  const impersonation = draft.purpose === 'impersonation';
  return (
    <Dialog
      open
      title="New token"
      onClose={onClose}
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
          value={draft.userId}
          onChange={(userId) => setDraft((before) => ({ ...before, userId }))}
          onUnresolvedText={(typed) => setDraft((before) => ({ ...before, typed }))}
          hint={
            impersonation || limits.limited
              ? undefined
              : 'Leave it empty for a token of nobody in particular.'
          }
          error={errorOf('userId')}
        />
        <Choice
          label="Purpose"
          value={draft.purpose}
          onChange={(purpose) => setDraft(withPurpose(draft, purpose as Purpose))}
          options={PURPOSES.map((purpose) => [purpose, PURPOSE_LABELS[purpose]] as const)}
          hint={PURPOSE_HINTS[draft.purpose]}
        />
        {impersonation && (
          <TextField
            label="Why do you act as this person?"
            value={draft.reason}
            onChange={(reason) => setDraft({ ...draft, reason })}
            placeholder="Support ticket #123"
            maxLength={500}
            hint="It is recorded with your name, and the storefront is told."
            error={errorOf('reason')}
          />
        )}
        <ExpiryField
          value={draft.expiry}
          onChange={(expiry) => setDraft({ ...draft, expiry })}
          latest={latestOf(draft, now)}
          error={errorOf('expiresAt') ?? errorOf('expiresIn')}
        />
        {!impersonation && (
          <UsesField
            value={draft.uses}
            onChange={(uses) => setDraft({ ...draft, uses })}
            error={errorOf('maxUses') ?? errorOf('oneTimeUse')}
          />
        )}
        <TextArea
          label="Extra"
          value={draft.extra}
          onChange={(extra) => setDraft({ ...draft, extra: inOneLine(extra) })}
          placeholder="OCI - Acme, Support ticket #123"
          maxLength={1_000}
          hint="What tells this token from others."
          error={errorOf('extra')}
        />
        {!impersonation && (
          <TextField
            label="Reason"
            value={draft.reason}
            onChange={(reason) => setDraft({ ...draft, reason })}
            maxLength={500}
            hint="Why it is made, for whoever reads the history."
            error={errorOf('reason')}
          />
        )}
        <p className="notice plain">{consequence(draft, user.data?.name, now)}</p>
        {create.error && <Notice error={create.error} />}
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
