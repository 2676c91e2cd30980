import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';

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
  /** Closes by its buttons alone: what it shows is not to be lost by Escape. */
  firm?: boolean;
};

const CONTROLS = ['input', 'select', 'textarea', 'button', 'a']
  .map((name) => `.dialog-body ${name}`)
  .concat('.dialog-actions button')
  .join();

export function Dialog({
  open,
  title,
  onClose,
  children,
  aside,
  actions,
  side,
  closeLabel,
  firm = false,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={open}
      // Beside a panel is the page that it belongs to; beside any other dialog, a slip of the hand loses what is in it.
      disablePointerDismissal={firm || !side}
      onOpenChange={(next, { reason }) => next || (firm && reason === 'escape-key') || onClose()}
    >
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup
          ref={popup}
          className={side ? 'dialog side-panel' : 'dialog'}
          // What somebody came for, rather than what closes it; with a finger, nothing that opens a keyboard.
          initialFocus={(by) =>
            by === 'touch' || (popup.current?.querySelector<HTMLElement>(CONTROLS) ?? true)
          }
        >
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
