import type { Purpose } from '../../../client/src/index.ts';
import { USES_MAX } from '../../../shared/token/limits.ts';
import { formatNumber } from '../ui/locale.ts';

/** The use limit of a token, as form values. */
export type Uses = {
  choice: 'once' | 'some' | 'unlimited';
  /** The text of the number input, for `some`. */
  number: string;
};

export const DEFAULT_USES: Record<Purpose, Uses['choice']> = {
  login: 'once',
  impersonation: 'once',
  procurement: 'unlimited',
};

export const usesFromMax = (maxUses: number | null): Uses =>
  maxUses === null
    ? { choice: 'unlimited', number: '' }
    : maxUses === 1
      ? { choice: 'once', number: '' }
      : { choice: 'some', number: String(maxUses) };

/** The `maxUses` of a request; undefined if the number is invalid. */
export function maxUsesOf({ choice, number }: Uses): number | null | undefined {
  if (choice === 'once') return 1;
  if (choice === 'unlimited') return null;
  const text = number.trim();
  const uses = Number(text);
  return /^\d{1,10}$/.test(text) && uses >= 1 && uses <= USES_MAX ? uses : undefined;
}

export const usesError = (uses: Uses): string | undefined =>
  maxUsesOf(uses) === undefined ? `Type a whole number from 1 to ${formatNumber(USES_MAX)}.` : undefined;

export const usesLabel = (maxUses: number | null): string =>
  maxUses === null ? 'reusable' : maxUses === 1 ? 'once' : `${formatNumber(maxUses)} times`;
