import { useState } from 'react';
import { Button } from './button.tsx';
import { Check, Copy } from './icons.tsx';
import { showToast } from './toast.ts';

/** Milliseconds. */
const CONFIRMATION_TIME = 2_000;

type CopyProps = {
  /** The accessible name, such as «Copy the id». */
  label: string;
  /** A function loads the value on click, so that a secret is copied without being shown. */
  value: string | (() => Promise<string>);
  /** Visible text beside the icon. */
  text?: string;
  /** Called when the value could not be loaded. */
  onError?: (error: unknown) => void;
};

export function CopyButton({ label, value, text, onError }: CopyProps) {
  const [copied, setCopied] = useState(false);

  async function copy() {
    let loadError: unknown;
    try {
      if (typeof value === 'string') await navigator.clipboard.writeText(value);
      // Safari allows writing only during the click, so the item is created before its value is loaded.
      else await navigator.clipboard.write([new ClipboardItem({ 'text/plain': value().catch(rethrow) })]);
      setCopied(true);
      setTimeout(() => setCopied(false), CONFIRMATION_TIME);
    } catch {
      if (loadError !== undefined && onError) onError(loadError);
      else
        void showToast(
          'Nothing was copied',
          'Your browser did not allow it. Select the text, and copy it by hand.',
        );
    }

    function rethrow(error: unknown): never {
      loadError = error;
      throw error;
    }
  }

  const Icon = copied ? Check : Copy;
  const icon = <Icon size={15} />;
  return text === undefined ? (
    <Button tone="quiet" label={copied ? 'Copied' : label} onClick={() => void copy()}>
      {icon}
    </Button>
  ) : (
    <Button onClick={() => void copy()} aria-label={copied ? 'Copied' : label}>
      {icon} {copied ? 'Copied' : text}
    </Button>
  );
}

/** An id with a button to copy it; `shown` may be a shortened form. */
export const CopyableId = ({ id, label, shown = id }: { id: string; label: string; shown?: string }) => (
  <span className="copyable">
    <span className="mono">{shown}</span>
    <CopyButton label={label} value={id} />
  </span>
);
