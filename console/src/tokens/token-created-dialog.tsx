import { Link } from '@tanstack/react-router';
import type { TokenWithString } from '../../../client/src/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { userName } from './columns.tsx';
import { LinkView } from './link-view.tsx';
import type { TokenSearch } from './search.ts';
import { SetUpSheetButton } from './set-up-sheet-button.tsx';

type Props = {
  token: TokenWithString;
  /** The search of the list behind the dialog. */
  search: TokenSearch;
  onClose: () => void;
  onAnother: () => void;
};

/** Shows the link of a new token once. Showing it again requires a reveal, which is recorded. */
export function TokenCreatedDialog({ token, search, onClose, onAnother }: Props) {
  return (
    <Dialog
      open
      title="The token is made"
      onClose={onClose}
      firm
      actions={
        <>
          <Button onClick={onAnother}>Make another</Button>
          <Link to="/tokens/$tokenId" params={{ tokenId: token.id }} search={search} className="button plain">
            Open the token
          </Link>
          <Button tone="main" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p role="status">
        This is the link of{' '}
        <bdi>
          <strong>{userName(token)}</strong>
        </bdi>
        . It is shown here and now: hand it on as you would a password.
      </p>
      <LinkView string={token}>
        {token.purpose === 'procurement' && <SetUpSheetButton token={token} string={token} />}
      </LinkView>
    </Dialog>
  );
}
