import { Toast } from '@base-ui/react/toast';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { X } from './icons.tsx';

export const toasts = Toast.createToastManager();

function ToastList() {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast">
      <Toast.Content className="toast-content">
        <div>
          <Toast.Title className="toast-title" />
          <Toast.Description />
        </div>
        <Toast.Close className="button quiet icon" aria-label="Close">
          <X size={16} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

// An own root, so that pages load this only for the first toast. Rendered synchronously, or the first toast would be
// added before anything listens.
const root = createRoot(document.body.appendChild(document.createElement('div')));
flushSync(() =>
  root.render(
    <Toast.Provider toastManager={toasts}>
      <Toast.Viewport className="toasts">
        <ToastList />
      </Toast.Viewport>
    </Toast.Provider>,
  ),
);
