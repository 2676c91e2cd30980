import type { Purpose } from '../../../client/src/index.ts';

/** How often a token can be used, as a form has it. */
export type Uses = {
  choice: 'once' | 'some' | 'unlimited';
  /** What is typed as number, for `some`. */
  number: string;
};

/** What the API allows. */
const MOST = 1_000_000_000;

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

/** As the API has it; undefined while what is typed is no number of uses. */
export function maxUsesOf({ choice, number }: Uses): number | null | undefined {
  if (choice === 'once') return 1;
  if (choice === 'unlimited') return null;
  const text = number.trim();
  const uses = Number(text);
  return /^\d{1,10}$/.test(text) && uses >= 1 && uses <= MOST ? uses : undefined;
}

export const usesError = (uses: Uses): string | undefined =>
  maxUsesOf(uses) === undefined ? 'Type a whole number from 1 to 1,000,000,000.' : undefined;

export const usesLabel = (maxUses: number | null): string =>
  maxUses === null ? 'reusable' : maxUses === 1 ? 'once' : `${maxUses.toLocaleString()} times`;
