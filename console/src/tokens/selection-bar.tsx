import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { api } from '../api/client.ts';
import { refreshHistory, refreshQueries } from '../api/query-client.ts';
import { Button } from '../ui/button.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { describeError } from '../ui/notice.tsx';
import { showToast } from '../ui/toast.ts';

const Confirm = lazyComponent(() => import('../ui/confirm.tsx'), 'Confirm');

type SelectionBarProps = { selected: ReadonlySet<string>; onSelect: (ids: ReadonlySet<string>) => void };

/** Parallel requests. */
const CONCURRENCY = 5;

/** Focuses the head of the list, or the page where a phone hides the head. */
function focusList(): void {
  const all = document.querySelector<HTMLInputElement>('thead .pick input');
  if (all?.checkVisibility()) all.focus();
  else document.getElementById('content')?.focus();
}

/** Bulk actions. Tokens that failed stay selected. */
export function SelectionBar({ selected, onSelect }: SelectionBarProps) {
  const queryClient = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ids = [...selected];
  const count = `${ids.length} ${ids.length === 1 ? 'token' : 'tokens'}`;

  function finish(failed: readonly string[], done: number, participle: string, error?: unknown) {
    onSelect(new Set(failed));
    // Waits until this bar and the dialog are removed, which would take the focus.
    if (failed.length === 0) setTimeout(focusList, 50);
    void refreshQueries(queryClient, 'tokens', 'token');
    refreshHistory(queryClient);
    if (done > 0) void showToast(`${done} ${done === 1 ? 'token is' : 'tokens are'} ${participle}`);
    setFailure(failed.length === 0 ? undefined : failureText(failed.length, error));
  }

  const remove = useMutation({
    mutationFn: () => api.tokens.removeMany(ids),
    onSuccess: ({ deleted, notFound, failed }) => {
      setDeleting(false);
      // A token that does not exist any more counts as deleted.
      finish(failed, deleted.length + notFound.length, 'deleted');
    },
  });

  const disable = useMutation({
    mutationFn: async () => {
      const failed: string[] = [];
      let why: unknown;
      for (let at = 0; at < ids.length; at += CONCURRENCY) {
        const batch = ids.slice(at, at + CONCURRENCY);
        const outcomes = await Promise.allSettled(
          batch.map((id) => api.tokens.update(id, { status: 'disabled' })),
        );
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.status === 'fulfilled') continue;
          failed.push(batch[index] ?? '');
          why = outcome.reason;
        }
      }
      return { failed, why };
    },
    onSuccess: ({ failed, why }) => finish(failed, ids.length - failed.length, 'disabled', why),
  });

  return (
    <section className="selection-bar" aria-label="Selection">
      <p role="status">{count} selected</p>
      {failure && (
        <p role="alert" className="notice">
          {failure}
        </p>
      )}
      <Button busy={disable.isPending} onClick={() => disable.mutate()}>
        Disable
      </Button>
      <Button onClick={() => setDeleting(true)}>Delete…</Button>
      <Button
        tone="quiet"
        onClick={() => {
          onSelect(new Set());
          focusList();
        }}
      >
        Select none
      </Button>
      <Suspense>
        {deleting && (
          <Confirm
            open
            danger
            title={`Delete ${count}?`}
            action={`Delete ${count}`}
            busy={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate()}
            onCancel={() => {
              setDeleting(false);
              remove.reset();
            }}
          >
            <p>
              {ids.length === 1 ? 'Its link is' : 'Their links are'} refused at once. This cannot be undone.
              The history stays.
            </p>
          </Confirm>
        )}
      </Suspense>
    </section>
  );
}

function failureText(count: number, error: unknown): string {
  const reason = error === undefined ? undefined : describeError(error);
  const advice = reason ? `${reason.title}. ${reason.detail}` : 'Try again.';
  return `${count} could not be done and ${count === 1 ? 'is' : 'are'} still selected. ${advice}`;
}
