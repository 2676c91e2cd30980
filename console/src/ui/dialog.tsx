import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, useRef } from 'react';
import { X } from './icons.tsx';
import { ActionError } from './notice.tsx';

type DialogProps = {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Beside the title, such as a status badge. */
  aside?: ReactNode;
  /** Buttons of the footer. */
  actions?: ReactNode;
  /** Why the action failed: beside its button, which stays in view however far the dialog is scrolled. */
  error?: unknown;
  /** A panel at the right edge, beside the page. On a phone every dialog fills the screen. */
  side?: boolean;
  /** For what is read as a page. */
  wide?: boolean;
  closeLabel?: string;
  /** Closes by its buttons only: Escape must not lose a secret that is shown once. */
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
  error,
  side,
  wide,
  closeLabel,
  firm = false,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={open}
      // A click beside a side panel closes it; beside other dialogs it would lose what was typed.
      disablePointerDismissal={firm || !side}
      onOpenChange={(next, { reason }) => next || (firm && reason === 'escape-key') || onClose()}
    >
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup
          ref={popup}
          className={`dialog${side ? ' side-panel' : ''}${wide ? ' wide' : ''}`}
          // Focuses the first control instead of the close button; on touch screens none, which would open a keyboard.
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
              <X size={18} />
            </Base.Close>
          </header>
          <div className="dialog-body">{children}</div>
          <ActionError error={error} />
          {actions && <footer className="dialog-actions">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
