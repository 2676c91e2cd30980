import type { KeyWithString } from '../../../client/src/index.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { KeySheetButton } from './key-sheet-button.tsx';

/** Shows the string of a new or rotated key once: the service stores only its hash. */
export const KeyCreatedDialog = ({
  apiKey: { key, ...apiKey },
  onClose,
}: {
  apiKey: KeyWithString;
  onClose: () => void;
}) => (
  <Dialog
    open
    title="The key is made"
    onClose={onClose}
    firm
    actions={
      <Button tone="main" onClick={onClose}>
        I have kept it
      </Button>
    }
  >
    <p role="status">
      This is the key of <strong>{apiKey.name}</strong>. It is shown here and now, and never again: nobody can
      look it up.
    </p>
    <Field label="Key">
      {(control) => (
        <input
          {...control}
          type="text"
          readOnly
          value={key}
          className="mono"
          onFocus={(event) => event.target.select()}
        />
      )}
    </Field>
    <p>
      <CopyButton label="Copy the key" text="Copy the key" value={key} />{' '}
      {apiKey.role === 'procurement' && <KeySheetButton apiKey={apiKey} />}
    </p>
  </Dialog>
);
