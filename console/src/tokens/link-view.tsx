import { Link } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import type { TokenString } from '../../../client/src/index.ts';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Field } from '../ui/field.tsx';
import { QrCode as QrIcon } from '../ui/icons.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import './link-view.css';

const QrCode = lazyComponent(() => import('./qr-code.tsx'), 'QrCode');

/** The link of a token to copy, or as a QR code. */
export function LinkView({
  string: { token, loginUrl, callbackUrl },
  children,
}: {
  string: TokenString;
  /** Further buttons. */
  children?: ReactNode;
}) {
  const [qrCodeShown, setQrCodeShown] = useState(false);
  return (
    <div className="link-view">
      {callbackUrl === null && <NoCallback />}
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
          <QrIcon size={15} /> QR code
        </Button>
        {children}
      </div>
      <Suspense>{qrCodeShown && <QrCode text={loginUrl} title="QR code of the link" />}</Suspense>
    </div>
  );
}

/** The link leads to a page that can take people nowhere. */
function NoCallback() {
  const canSet = useCan('settings:write') && usePrincipal().domains === null;
  return (
    <p role="alert" className="notice warning">
      <span>
        <strong>Nobody arrives with this link yet.</strong> The settings do not say where people are taken.{' '}
        {canSet ? (
          <>
            Set it in the <Link to="/settings">settings</Link>: the link works from then on.
          </>
        ) : (
          'Ask an administrator to set it: the link works from then on.'
        )}
      </span>
    </p>
  );
}
