import { QrCode as QrIcon } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import type { TokenString } from '../../../client/src/index.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Field } from '../ui/field.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import './link-view.css';

const QrCode = lazyComponent(() => import('./qr-code.tsx'), 'QrCode');

/** The link of a token to copy, or as a QR code. */
export function LinkView({
  string: { token, loginUrl },
  children,
}: {
  string: TokenString;
  /** Further buttons. */
  children?: ReactNode;
}) {
  const [qrCodeShown, setQrCodeShown] = useState(false);
  return (
    <div className="link-view">
      <Field label="Link">
        {(control) => (
          <input
            {...control}
            type="text"
            readOnly
            value={loginUrl}
            className="mono"
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <div className="link-actions">
        <CopyButton label="Copy the link" text="Copy the link" value={loginUrl} />
        <CopyButton label="Copy the token alone" text="Copy the token" value={token} />
        <Button
          onClick={() => setQrCodeShown(!qrCodeShown)}
          aria-expanded={qrCodeShown}
          aria-label={qrCodeShown ? 'Hide the QR code' : 'Show the QR code'}
        >
          <QrIcon aria-hidden="true" size={15} /> QR code
        </Button>
        {children}
      </div>
      <Suspense>{qrCodeShown && <QrCode text={loginUrl} title="QR code of the link" />}</Suspense>
    </div>
  );
}
