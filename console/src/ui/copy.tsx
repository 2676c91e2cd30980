import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

/** Milliseconds that the button says that it has copied. */
const SAY_FOR = 2_000;

type CopyProps = {
  /** What the button is called, such as «Copy the id». */
  label: string;
  /** What is copied; a function where it has yet to be asked for, so that it is copied without being shown. */
  value: string | (() => Promise<string>);
  /** Shown beside the icon. */
  text?: string;
  onError?: (error: unknown) => void;
};

/** Copies without showing. */
export function CopyButton({ label, value, text, onError }: CopyProps) {
  const [copied, setCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof value === 'string' ? value : await value());
      setCopied(true);
      setTimeout(() => setCopied(false), SAY_FOR);
    } catch (error) {
      onError?.(error);
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
