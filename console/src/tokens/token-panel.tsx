import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Problem, type TokenString } from '../../../client/src/index.ts';
import { StatusBadge } from '../labels/labels.tsx';
import { useCan } from '../principal/principal.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { Notice } from '../ui/notice.tsx';
import { userName } from './columns.tsx';
import { LinkView } from './link-view.tsx';
import { findTokenInLists, tokenQuery } from './queries.ts';
import { SetUpSheetButton } from './set-up-sheet-button.tsx';
import { TokenActions } from './token-actions.tsx';
import { TokenFacts } from './token-facts.tsx';
import { TokenHistory } from './token-history.tsx';
import { TokenSecret } from './token-secret.tsx';
import './token-panel.css';

const TokenEdit = lazyComponent(() => import('./token-edit.tsx'), 'TokenEdit');
const route = getRouteApi('/tokens/$tokenId');
const list = getRouteApi('/tokens');

/** A token beside its list. */
export function TokenPanel() {
  const { tokenId } = route.useParams();
  const search = list.useSearch();
  const navigate = route.useNavigate();
  return <OpenToken key={tokenId} id={tokenId} onClose={() => void navigate({ to: '/tokens', search })} />;
}

function OpenToken({ id, onClose }: { id: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const {
    data: token,
    error,
    refetch,
  } = useQuery({
    ...tokenQuery(id),
    // Shows the data of its row while the token loads.
    placeholderData: () => findTokenInLists(queryClient, id),
  });
  const canWrite = useCan('tokens:write');
  const canReveal = useCan('tokens:reveal');
  const [editing, setEditing] = useState(false);
  /** The new link after a rotation, which is shown once. */
  const [rotated, setRotated] = useState<TokenString>();

  const isMissing = error instanceof Problem && error.status === 404;
  const title = token && !isMissing ? userName(token) : isMissing ? 'There is no such token' : 'Token';
  return (
    <Dialog
      open
      side
      title={title}
      onClose={onClose}
      aside={token && !isMissing ? <StatusBadge status={token.status} /> : undefined}
    >
      {isMissing && (
        <p role="alert">
          It was deleted, or it is not one that you may see. What is kept of its history is below.
        </p>
      )}
      {error && !isMissing && <Notice error={error} retry={refetch} />}
      {/* Typed text stays visible when the token was deleted meanwhile, so that it can be copied. */}
      {token && editing && (
        <Suspense>
          <TokenEdit token={token} onDone={() => setEditing(false)} />
        </Suspense>
      )}
      {token && !isMissing && (
        <>
          {rotated ? (
            <section aria-label="The new link" className="notice plain rotated">
              <p role="status">
                The old link is refused from now on. This is the new one, shown here and now.
              </p>
              <LinkView string={rotated}>
                {token.purpose === 'procurement' && <SetUpSheetButton token={token} string={rotated} />}
              </LinkView>
            </section>
          ) : (
            // Hides the link of an impersonation: another administrator could act in the name of its creator.
            canReveal && token.purpose !== 'impersonation' && <TokenSecret token={token} />
          )}
          <TokenFacts token={token} />
          {!editing && canWrite && (
            <TokenActions
              token={token}
              onEdit={() => setEditing(true)}
              onRotated={setRotated}
              onDeleted={onClose}
            />
          )}
        </>
      )}
      {/* Asked for at once, and shown below what it belongs to. */}
      <div hidden={!token && !error}>
        <TokenHistory id={id} />
      </div>
    </Dialog>
  );
}
