import { useEffect, useRef, useState } from 'react';
import { retryingApi } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { toDay } from '../ui/local-time.ts';
import { formatNumber } from '../ui/locale.ts';
import { Notice } from '../ui/notice.tsx';
import { exportTokens, openSink } from './export.ts';
import { filterLabels } from './filter-labels.ts';
import { filtersOf, toQuery } from './list-query.ts';
import type { TokenSearch } from './search.ts';

type State =
  | { name: 'ready' | 'cancelled' }
  | { name: 'writing' | 'done'; tokens: number }
  | { name: 'failed'; error: unknown };

/** Saves the filtered tokens as a CSV file. */
export function ExportDialog({ search, onClose }: { search: TokenSearch; onClose: () => void }) {
  const [state, setState] = useState<State>({ name: 'ready' });
  const abortController = useRef<AbortController>(null);
  useEffect(() => () => abortController.current?.abort(), []);

  async function start() {
    abortController.current = new AbortController();
    const { signal } = abortController.current;
    try {
      const sink = await openSink(`login-tokens-${toDay(Date.now())}.csv`);
      setState({ name: 'writing', tokens: 0 });
      let count = 0;
      await exportTokens(retryingApi, toQuery(search), sink, {
        signal,
        onProgress: (tokens) => {
          count = tokens;
          setState({ name: 'writing', tokens });
        },
      });
      setState({ name: 'done', tokens: count });
    } catch (error) {
      const cancelled = signal.aborted || (error instanceof DOMException && error.name === 'AbortError');
      setState(cancelled ? { name: 'cancelled' } : { name: 'failed', error });
    }
  }

  const writing = state.name === 'writing';
  const filters = filterLabels(filtersOf(search));
  return (
    <Dialog
      open
      title="Export"
      onClose={onClose}
      actions={
        writing ? (
          <Button onClick={() => abortController.current?.abort()}>Cancel the export</Button>
        ) : state.name === 'done' ? (
          <Button tone="main" onClick={onClose}>
            Close
          </Button>
        ) : (
          <Button tone="main" onClick={() => void start()}>
            {state.name === 'ready' ? 'Export as CSV' : 'Begin again'}
          </Button>
        )
      }
    >
      <p>
        {filters.length === 0
          ? 'All login tokens, one in a line.'
          : `The login tokens that are shown, one in a line: ${filters.map(({ label }) => label).join(', ')}.`}{' '}
        Nothing in the file logs anybody in.
      </p>
      <div role="status">
        {writing && <p>{formatNumber(state.tokens)} tokens so far …</p>}
        {state.name === 'done' && <p>{formatNumber(state.tokens)} tokens are in the file.</p>}
        {state.name === 'cancelled' && <p>Cancelled. No file was kept.</p>}
      </div>
      {state.name === 'failed' && (
        <>
          <Notice error={state.error} />
          <p>No file was kept: it would not have been whole.</p>
        </>
      )}
    </Dialog>
  );
}
