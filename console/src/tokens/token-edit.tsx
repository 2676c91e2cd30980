import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Problem, type Token, type TokenChanges } from '../../../client/src/index.ts';
import { api } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { Conflict, type Difference } from '../ui/conflict.tsx';
import { TextArea } from '../ui/field.tsx';
import { fieldErrors, Notice } from '../ui/notice.tsx';
import { exact, useNow } from '../ui/time.tsx';
import { tell } from '../ui/toast.ts';
import { type Expiry, expiryError, IMPERSONATION_LIMIT, momentOf } from './fields/expiry.ts';
import { ExpiryField } from './fields/expiry-field.tsx';
import { maxUsesOf, toUses, usesError, usesWords } from './fields/uses.ts';
import { UsesField } from './fields/uses-field.tsx';
import { keepToken, tokenQuery } from './queries.ts';

/** What is typed stays as it is while the token behind it is read anew. */
export function TokenEdit({ token: present, onDone }: { token: Token; onDone: () => void }) {
  const queryClient = useQueryClient();
  const now = useNow();
  /** The token that the form was filled from: what is saved is meant for this version. */
  const [token, setToken] = useState(present);
  const [expiry, setExpiry] = useState<Expiry>({ choice: 'keep', at: '' });
  const [uses, setUses] = useState(() => toUses(token.maxUses));
  const [extra, setExtra] = useState(token.extra ?? '');
  const [theirs, setTheirs] = useState<Token>();
  const impersonation = token.purpose === 'impersonation';
  const latest = impersonation ? Date.parse(token.createdAt) + IMPERSONATION_LIMIT * 1000 : undefined;

  function changes(): TokenChanges {
    const moment = momentOf(expiry, Date.now());
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
      keepToken(queryClient, saved);
      void tell('The token is saved');
      onDone();
    },
    onError: async (error) => {
      if (!(error instanceof Problem) || error.code !== 'version_mismatch') return;
      setTheirs(await queryClient.fetchQuery({ ...tokenQuery(token.id), staleTime: 0 }));
    },
  });

  const problems = { expiry: expiryError(expiry, now, latest), uses: usesError(uses) };
  const refused = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (problems.expiry || problems.uses || save.isPending) return;
    if (Object.keys(changes()).length === 0) onDone();
    else save.mutate((theirs ?? token).version);
  }

  return (
    <form className="form" aria-label="Edit the token" onSubmit={submit} noValidate>
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
      <TextArea label="Extra" value={extra} onChange={setExtra} maxLength={1_000} error={refused.extra} />
      {theirs ? (
        <Conflict
          rows={differences()}
          busy={save.isPending}
          onKeepMine={() => save.mutate(theirs.version)}
          onTakeTheirs={() => {
            setToken(theirs);
            onDone();
          }}
        />
      ) : (
        save.error && <Notice error={save.error} />
      )}
      <p className="token-actions">
        <Button tone="main" type="submit" busy={save.isPending} disabled={theirs !== undefined}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </p>
    </form>
  );

  function differences(): Difference[] {
    if (!theirs) return [];
    const mine = { ...token, ...changes() };
    const rows = [
      ['Expires at', expiryWords(theirs.expiresAt), expiryWords(mine.expiresAt ?? null)],
      ['Can be used', usesWords(theirs.maxUses), usesWords(mine.maxUses ?? null)],
      ['Extra', theirs.extra ?? '–', mine.extra ?? '–'],
      ['Enabled', yesOrNo(theirs), yesOrNo(token)],
    ] as const;
    return rows
      .filter(([, saved, own]) => saved !== own)
      .map(([name, saved, own]) => ({ name, theirs: saved, yours: own }));
  }
}

const expiryWords = (expiresAt: string | null): string => (expiresAt === null ? 'never' : exact(expiresAt));
const yesOrNo = ({ status }: Token): string => (status === 'disabled' ? 'no' : 'yes');
