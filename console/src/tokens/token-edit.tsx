import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Token, TokenChanges } from '../../../client/src/index.ts';
import { EXTRA_MAX_LENGTH } from '../../../shared/token/limits.ts';
import { IMPERSONATION_LIMIT } from '../../../shared/token/token.ts';
import { api } from '../api/client.ts';
import { type Expiry, expiryError, expiryTime } from '../fields/expiry.ts';
import { ExpiryField } from '../fields/expiry-field.tsx';
import { maxUsesOf, type Uses, usesError, usesFromMax, usesLabel } from '../fields/uses.ts';
import { UsesField } from '../fields/uses-field.tsx';
import { Conflict, type Difference, difference, isConflict } from '../form/conflict.tsx';
import { useForm } from '../form/use-form.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { Button } from '../ui/button.tsx';
import { inOneLine, TextArea } from '../ui/field.tsx';
import { ActionError } from '../ui/notice.tsx';
import { exact, useNow } from '../ui/time.tsx';
import { showToast } from '../ui/toast.ts';
import { cacheToken, tokenQuery } from './queries.ts';

type FormValues = { expiry: Expiry; uses: Uses; extra: string };

function changesOf({ expiry, uses, extra }: FormValues, token: Token): TokenChanges {
  const time = expiryTime(expiry, Date.now());
  const maxUses = maxUsesOf(uses);
  return {
    ...(expiry.choice !== 'keep' && {
      expiresAt: typeof time === 'number' ? new Date(time).toISOString() : null,
    }),
    ...(maxUses !== undefined && maxUses !== token.maxUses && { maxUses }),
    ...(extra.trim() !== (token.extra ?? '') && { extra: extra.trim() || null }),
  };
}

/** Saves against the version that the form was filled from, even when the token was refetched meanwhile. */
export function TokenEdit({ token: current, onDone }: { token: Token; onDone: () => void }) {
  const queryClient = useQueryClient();
  const now = useNow();
  const [base] = useState(current);
  /** The version that was saved by another user after the form was filled. */
  const [remote, setRemote] = useState<Token>();
  const impersonation = base.purpose === 'impersonation';
  const latest = impersonation ? Date.parse(base.createdAt) + IMPERSONATION_LIMIT * 1000 : undefined;
  const form = useForm<FormValues>({
    initial: {
      expiry: { choice: 'keep', at: '' },
      uses: usesFromMax(base.maxUses),
      extra: base.extra ?? '',
    },
    validate: ({ expiry, uses }) => ({
      expiresAt: expiryError(expiry, now, latest),
      maxUses: usesError(uses),
    }),
    compare: (values) => changesOf(values, base),
  });
  const { leave, release, question } = useUnsaved(form.changed);

  const save = useMutation({
    mutationFn: (version: number) =>
      api.tokens.update(base.id, changesOf(form.values, base), { ifMatch: version }),
    onSuccess: (saved) => {
      cacheToken(queryClient, saved);
      void showToast('The token is saved');
      release();
      onDone();
    },
    onError: async (error) => {
      if (!isConflict(error)) return;
      setRemote(await queryClient.fetchQuery({ ...tokenQuery(base.id), staleTime: 0 }));
    },
  });

  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' });
    element.current?.querySelector<HTMLElement>('input:checked, textarea')?.focus();
  }, []);

  const errors = form.errors(save.error);
  const submit = form.onSubmit(() => {
    if (save.isPending) return;
    if (form.changed) save.mutate((remote ?? base).version);
    else onDone();
  });

  return (
    <form ref={element} className="form" aria-label="Edit the token" onSubmit={submit} noValidate>
      <ExpiryField
        {...form.field('expiry')}
        keep={base.expiresAt === null ? 'never, as now' : `${exact(base.expiresAt)}, as now`}
        latest={latest}
        error={errors.expiresAt}
      />
      {!impersonation && <UsesField {...form.field('uses')} error={errors.maxUses} />}
      <TextArea
        label="Extra"
        value={form.values.extra}
        onChange={(extra) => form.set('extra', inOneLine(extra))}
        maxLength={EXTRA_MAX_LENGTH}
        error={errors.extra}
      />
      {remote && (
        <Conflict
          rows={differences(base, remote, changesOf(form.values, base))}
          busy={save.isPending}
          onKeepLocal={() => save.mutate(remote.version)}
          onTakeRemote={onDone}
        />
      )}
      <ActionError error={isConflict(save.error) ? undefined : save.error} />
      <p className="token-actions">
        <Button tone="main" type="submit" busy={save.isPending} disabled={remote !== undefined}>
          Save
        </Button>
        <Button onClick={() => leave(onDone)}>Cancel</Button>
      </p>
      {question}
    </form>
  );
}

const differences = (base: Token, remote: Token, changes: TokenChanges): Difference[] => [
  ...difference('Expires at', expiryLabel, {
    base: base.expiresAt,
    remote: remote.expiresAt,
    local: changes.expiresAt,
  }),
  ...difference('Can be used', usesLabel, {
    base: base.maxUses,
    remote: remote.maxUses,
    local: changes.maxUses,
  }),
  ...difference('Extra', (text: string | null) => text ?? '–', {
    base: base.extra,
    remote: remote.extra,
    local: changes.extra,
  }),
  ...difference('Enabled', yesOrNo, { base: base.status, remote: remote.status, local: undefined }),
];

const expiryLabel = (expiresAt: string | null): string => (expiresAt === null ? 'never' : exact(expiresAt));
const yesOrNo = (status: Token['status']): string => (status === 'disabled' ? 'no' : 'yes');
