import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Problem, type TokenString } from '../../../client/src/index.ts';
import { useCan } from '../session/principal.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { Status } from '../ui/status.tsx';
import { userName } from './columns.tsx';
import { LinkView } from './link-view.tsx';
import { tokenQuery } from './queries.ts';
import { TokenActions } from './token-actions.tsx';
import { TokenEdit } from './token-edit.tsx';
import { TokenFacts } from './token-facts.tsx';
import { TokenHistory } from './token-history.tsx';
import { TokenSecret } from './token-secret.tsx';
import './token-panel.css';

const route = getRouteApi('/tokens/$tokenId');
const list = getRouteApi('/tokens');

/** A token beside the list that it was opened from. */
export function TokenPanel() {
  const { tokenId } = route.useParams();
  const search = list.useSearch();
  const navigate = route.useNavigate();
  return <OpenToken key={tokenId} id={tokenId} onClose={() => void navigate({ to: '/tokens', search })} />;
}

function OpenToken({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: token, error, refetch } = useQuery(tokenQuery(id));
  const canWrite = useCan('tokens:write');
  const canReveal = useCan('tokens:reveal');
  const [editing, setEditing] = useState(false);
  /** After rotating: the new link, once. */
  const [rotated, setRotated] = useState<TokenString>();

  const gone = error instanceof Problem && error.status === 404;
  const title = token && !gone ? userName(token) : gone ? 'There is no such token' : 'Token';
  return (
    <Dialog
      open
      side
      title={title}
      onClose={onClose}
      aside={token && !gone ? <Status status={token.status} /> : undefined}
    >
      {gone && <p>It was deleted, or it is not one that you may see. What is known of it is below.</p>}
      {error && !gone && <Notice error={error} retry={refetch} />}
      {token && !gone && (
        <>
          {rotated ? (
            <section aria-label="The new link" className="notice plain rotated">
              <p role="status">
                The old link is refused from now on. This is the new one, shown here and now.
              </p>
              <LinkView string={rotated} />
            </section>
          ) : (
            // A support case is opened by whoever has a reason, not by whoever finds the link of somebody else.
            canReveal && token.purpose !== 'impersonation' && <TokenSecret id={id} />
          )}
          <TokenFacts token={token} />
          {editing ? (
            <TokenEdit token={token} onDone={() => setEditing(false)} />
          ) : (
            canWrite && (
              <TokenActions
                token={token}
                onEdit={() => setEditing(true)}
                onRotated={setRotated}
                onDeleted={onClose}
              />
            )
          )}
        </>
      )}
      <TokenHistory id={id} />
    </Dialog>
  );
}
