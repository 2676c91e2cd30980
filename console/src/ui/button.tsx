import type { ButtonHTMLAttributes, ReactNode } from 'react';

type Tone = 'plain' | 'main' | 'danger' | 'quiet';

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  tone?: Tone;
  /** The action is running: the button keeps its focus and ignores clicks. */
  busy?: boolean;
  /** The accessible name of a button that shows only an icon. */
  label?: string;
  children: ReactNode;
};

export function Button({
  tone = 'plain',
  busy = false,
  label,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`button ${tone}${label ? ' icon' : ''}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...(label !== undefined && { 'aria-label': label, title: label })}
      onClick={(event) => {
        if (!busy) onClick?.(event);
        else event.preventDefault();
      }}
    />
  );
}
