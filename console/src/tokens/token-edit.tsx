import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Token, TokenChanges } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { type Expiry, expiryError, expiryTime, IMPERSONATION_LIMIT } from '../fields/expiry.ts';
import { ExpiryField } from '../fields/expiry-field.tsx';
import { maxUsesOf, usesError, usesFromMax, usesLabel } from '../fields/uses.ts';
import { UsesField } from '../fields/uses-field.tsx';
import { Conflict, type Difference, difference, isConflict, type Words } from '../form/conflict.tsx';
import { showFirstError } from '../form/show-first-error.ts';
import { useUnsaved } from '../form/use-unsaved.tsx';
import { Button } from '../ui/button.tsx';
import { inOneLine, TextArea } from '../ui/field.tsx';
import { fieldErrors, Notice } from '../ui/notice.tsx';
import { exact, useNow } from '../ui/time.tsx';
import { showToast } from '../ui/toast.ts';
import { cacheToken, tokenQuery } from './queries.ts';

/** What is typed stays as it is while the token behind it is read anew. */
export function TokenEdit({ token: present, onDone }: { token: Token; onDone: () => void }) {
  const queryClient = useQueryClient();
  const now = useNow();
  /** The token that the form was filled from: what is saved is meant for this version. */
  const [token, setToken] = useState(present);
  const [expiry, setExpiry] = useState<Expiry>({ choice: 'keep', at: '' });
  const [uses, setUses] = useState(() => usesFromMax(token.maxUses));
  const [extra, setExtra] = useState(token.extra ?? '');
  const [theirs, setTheirs] = useState<Token>();
  const impersonation = token.purpose === 'impersonation';
  const latest = impersonation ? Date.parse(token.createdAt) + IMPERSONATION_LIMIT * 1000 : undefined;

  function changes(): TokenChanges {
    const moment = expiryTime(expiry, Date.now());
    const maxUses = maxUsesOf(uses);
    return {
      ...(expiry.choice !== 'keep' && {
        expiresAt: typeof moment === 'number' ? new Date(moment).toISOString() : null,
      }),
      ...(maxUses !== undefined && maxUses !== token.maxUses && { maxUses }),
      ...(extra.trim() !== (token.extra ?? '') && { extra: extra.trim() || null }),
    };
  }

  const save = useMutation({
    mutationFn: (version: number) => api.tokens.update(token.id, changes(), { ifMatch: version }),
    onSuccess: (saved) => {
      cacheToken(queryClient, saved);
      void showToast('The token is saved');
      onDone();
    },
    onError: async (error) => {
      if (!isConflict(error)) return;
      setTheirs(await queryClient.fetchQuery({ ...tokenQuery(token.id), staleTime: 0 }));
    },
  });

  const { leave, question } = useUnsaved(!save.isSuccess && Object.keys(changes()).length > 0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest' });
    form.current?.querySelector<HTMLElement>('input:checked, textarea')?.focus();
  }, []);

  const problems = { expiry: expiryError(expiry, now, latest), uses: usesError(uses) };
  const refused = fieldErrors(save.error);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (problems.expiry || problems.uses) return showFirstError(event.currentTarget);
    if (save.isPending) return;
    if (Object.keys(changes()).length === 0) onDone();
    else save.mutate((theirs ?? token).version);
  }

  return (
    <form ref={form} className="form" aria-label="Edit the token" onSubmit={submit} noValidate>
      <ExpiryField
        value={expiry}
        onChange={setExpiry}
        keep={token.expiresAt === null ? 'never, as now' : `${exact(token.expiresAt)}, as now`}
        latest={latest}
        error={problems.expiry ?? refused.expiresAt}
      />
      {!impersonation && (
        <UsesField value={uses} onChange={setUses} error={problems.uses ?? refused.maxUses} />
      )}
      <TextArea
        label="Extra"
        value={extra}
        onChange={(next) => setExtra(inOneLine(next))}
        maxLength={1_000}
        error={refused.extra}
      />
      {theirs && (
        <Conflict
          rows={differences()}
          busy={save.isPending}
          onKeepLocal={() => save.mutate(theirs.version)}
          onTakeRemote={() => {
            setToken(theirs);
            onDone();
          }}
        />
      )}
      {save.error && !isConflict(save.error) && <Notice error={save.error} />}
      <p className="token-actions">
        <Button tone="main" type="submit" busy={save.isPending} disabled={theirs !== undefined}>
          Save
        </Button>
        <Button onClick={() => leave(onDone)}>Cancel</Button>
      </p>
      {question}
    </form>
  );

  function differences(): Difference[] {
    if (!theirs) return [];
    const { expiresAt, maxUses, extra: noted } = changes();
    const rows = [
      ['Expires at', expiryLabel, token.expiresAt, theirs.expiresAt, expiresAt],
      ['Can be used', usesLabel, token.maxUses, theirs.maxUses, maxUses],
      ['Extra', (text: string | null) => text ?? '–', token.extra, theirs.extra, noted],
      ['Enabled', String, yesOrNo(token), yesOrNo(theirs), undefined],
    ] as const;
    return rows.flatMap(([name, words, base, saved, own]) =>
      difference(name, words as Words, { base, saved, own }),
    );
  }
}

const expiryLabel = (expiresAt: string | null): string => (expiresAt === null ? 'never' : exact(expiresAt));
const yesOrNo = ({ status }: Token): string => (status === 'disabled' ? 'no' : 'yes');
