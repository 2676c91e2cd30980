import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';

type DialogProps = {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Beside the title, such as a status. */
  aside?: ReactNode;
  /** Buttons at the end. */
  actions?: ReactNode;
  /** A panel at the right edge that leaves the page in sight; on a phone all dialogs are full screens. */
  side?: boolean;
  closeLabel?: string;
  /** What has the focus first, when it is not the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
};

export function Dialog({
  open,
  title,
  onClose,
  children,
  aside,
  actions,
  side,
  closeLabel,
  initialFocus,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={side ? 'dialog side-panel' : 'dialog'} {...(initialFocus && { initialFocus })}>
          <header className="dialog-head">
            <Base.Title className="dialog-title">{title}</Base.Title>
            {aside}
            <Base.Close
              className="button quiet icon"
              aria-label={closeLabel ?? 'Close'}
              title={closeLabel ?? 'Close'}
            >
              <X aria-hidden="true" size={18} />
            </Base.Close>
          </header>
          <div className="dialog-body">{children}</div>
          {actions && <footer className="dialog-actions">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
