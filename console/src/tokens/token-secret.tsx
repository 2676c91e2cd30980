import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Token } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { refreshHistory } from '../api/query-client.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Eye, EyeOff } from '../ui/icons.tsx';
import { ActionError } from '../ui/notice.tsx';
import { LinkView } from './link-view.tsx';
import { SetUpSheetButton } from './set-up-sheet-button.tsx';

/** Milliseconds. */
const VISIBLE_TIME = 60_000;

/** Reveals or copies the link on demand. The service records every reveal. */
export function TokenSecret({ token }: { token: Token }) {
  const { id } = token;
  const queryClient = useQueryClient();
  const [copyError, setCopyError] = useState<unknown>();
  const reveal = useMutation({
    mutationFn: () => api.tokens.reveal(id),
    onSuccess: () => refreshHistory(queryClient),
  });
  const { data: string, reset } = reveal;

  useEffect(() => {
    if (!string) return undefined;
    const timer = setTimeout(reset, VISIBLE_TIME);
    return () => clearTimeout(timer);
  }, [string, reset]);

  async function copy(): Promise<string> {
    setCopyError(undefined);
    const { loginUrl } = await api.tokens.reveal(id);
    refreshHistory(queryClient);
    return loginUrl;
  }

  const error = reveal.error ?? copyError;
  return (
    <section className="token-secret" aria-label="Link">
      {string ? (
        <>
          <LinkView string={string}>
            <Button onClick={reset}>
              <EyeOff size={15} /> Hide
            </Button>
          </LinkView>
          <p className="hint">It is hidden again after a minute.</p>
        </>
      ) : (
        <>
          <p className="masked mono" aria-hidden="true">
            ••••••••••••••••••••••••
          </p>
          <div className="link-actions">
            <Button busy={reveal.isPending} onClick={() => reveal.mutate()}>
              <Eye size={15} /> Reveal the link
            </Button>
            <CopyButton
              label="Copy the link without showing it"
              text="Copy the link"
              value={copy}
              onError={setCopyError}
            />
          </div>
          <p className="hint">Revealing and copying are recorded with your name.</p>
        </>
      )}
      {/* In both states, so that the sheet stays open when the link is revealed or hidden. */}
      {token.purpose === 'procurement' && (
        <p>
          <SetUpSheetButton
            token={token}
            string={string}
            revealing={{ reveal: () => reveal.mutate(), busy: reveal.isPending, error: reveal.error }}
          />
        </p>
      )}
      <ActionError error={error} />
    </section>
  );
}
