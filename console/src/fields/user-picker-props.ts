import type { ReactNode } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { describeError } from '../ui/notice.tsx';

export type UserPickerProps = {
  label: ReactNode;
  /** The id of the user; undefined: nobody. */
  value: string | undefined;
  onChange: (userId: string | undefined) => void;
  /**
   * Told of what is typed and stands for nobody yet, and of nothing when it does. Where somebody listens, what is typed stays
   * when the picker is left: they refuse it, and nobody is taken for nobody in particular.
   */
  onUnresolvedText?: (text: string | undefined) => void;
  hint?: ReactNode;
  error?: string | undefined;
};

export const PLACEHOLDER = 'Name or e-mail address';

export type UserComboboxProps = UserPickerProps & {
  /** What was typed before this was there. */
  begun: string | undefined;
  /** Whether whoever began it is still there. */
  takesFocus: boolean;
};

/** Of a user who was set from outside, by an address for example. */
export function userLoadError(error: unknown): string | undefined {
  if (!error) return undefined;
  if (error instanceof Problem && error.status === 404) return 'There is no user of this id.';
  return `The name of this user is not known: ${describeError(error).title.toLowerCase()}.`;
}
