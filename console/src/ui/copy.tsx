import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { showToast } from './toast.ts';

/** Milliseconds that the button says that it has copied. */
const SAY_FOR = 2_000;

type CopyProps = {
  /** What the button is called, such as «Copy the id». */
  label: string;
  /** What is copied; a function where it has yet to be asked for, so that it is copied without being shown. */
  value: string | (() => Promise<string>);
  /** Shown beside the icon. */
  text?: string;
  /** When what is copied could not be had. */
  onError?: (error: unknown) => void;
};

/** Copies without showing. */
export function CopyButton({ label, value, text, onError }: CopyProps) {
  const [copied, setCopied] = useState(false);

  async function copy() {
    let asked: unknown;
    try {
      if (typeof value === 'string') await navigator.clipboard.writeText(value);
      // Some browsers let a page write only right after a press: they are told at once what is yet to come.
      else await navigator.clipboard.write([new ClipboardItem({ 'text/plain': value().catch(note) })]);
      setCopied(true);
      setTimeout(() => setCopied(false), SAY_FOR);
    } catch {
      if (asked !== undefined && onError) onError(asked);
      else
        void showToast(
          'Nothing was copied',
          'Your browser did not allow it. Select the text, and copy it by hand.',
        );
    }

    function note(error: unknown): never {
      asked = error;
      throw error;
    }
  }

  const Icon = copied ? Check : Copy;
  const icon = <Icon aria-hidden="true" size={15} />;
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

/** An id to look at and to copy; `shown` is as much of it as there is room for. */
export const CopyableId = ({ id, label, shown = id }: { id: string; label: string; shown?: string }) => (
  <span className="copyable">
    <span className="mono">{shown}</span>
    <CopyButton label={label} value={id} />
  </span>
);
