import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { ActionError } from './notice.tsx';

type ConfirmProps = {
  open: boolean;
  /** The question, such as «Delete 3 tokens?» */
  title: string;
  /** The consequences of the action. */
  children: ReactNode;
  /** The label of the confirming button: a verb and its object. */
  action: string;
  danger?: boolean;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onCancel: () => void;
};

/** Explains the consequences of an action before it runs. The initial focus is on Cancel. */
export function Confirm({
  open,
  title,
  children,
  action,
  danger,
  busy,
  error,
  onConfirm,
  onCancel,
}: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => next || busy || onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog confirm">
          <header className="dialog-head">
            <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          </header>
          <AlertDialog.Description render={<div />} className="dialog-body">
            {children}
          </AlertDialog.Description>
          <ActionError error={error} />
          <footer className="dialog-actions">
            <AlertDialog.Close className="button plain">Cancel</AlertDialog.Close>
            <Button tone={danger ? 'danger' : 'main'} busy={busy ?? false} onClick={onConfirm}>
              {action}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
