import type { ReactNode } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { describeError } from '../ui/notice.tsx';

export type UserPickerProps = {
  label: ReactNode;
  /** The id of the user. */
  value: string | undefined;
  onChange: (userId: string | undefined) => void;
  /**
   * Called with text that stands for no user, so that the form can refuse it, and with undefined when there is none.
   * With this callback such text stays when the picker loses the focus.
   */
  onUnresolvedText?: (text: string | undefined) => void;
  hint?: ReactNode;
  error?: ReactNode;
};

export const PLACEHOLDER = 'Name or e-mail address';

export type UserComboboxProps = UserPickerProps & {
  /** The text that was typed while the combobox was loading. */
  initialText: string | undefined;
  /** Whether the input that the combobox replaces has the focus. */
  autoFocus: boolean;
  /** Whether the text may be searched for. */
  accepts: (text: string) => boolean;
};

/** The error of loading the user whose id was set from outside, such as by a link. */
export function userLoadError(error: unknown): string | undefined {
  if (!error) return undefined;
  if (error instanceof Problem && error.status === 404) return 'There is no user of this id.';
  return `The name of this user is not known: ${describeError(error).title.toLowerCase()}.`;
}
