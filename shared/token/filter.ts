import { inScope, type Scope } from '../principal/scope.ts';
import type { User, UserType } from '../user/user.ts';
import { type Purpose, type Status, statusOf, type Token } from './token.ts';

export type Comparison = { comparator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte'; number: number };

export const SORTS = [
  'createdAt',
  '-createdAt',
  'expiresAt',
  '-expiresAt',
  'updatedAt',
  '-updatedAt',
] as const;
export type Sort = (typeof SORTS)[number];

/** The filters of a list of tokens. Times are epoch seconds: `…From` is inclusive, `…To` is exclusive. */
export type TokenFilters = {
  ids?: readonly string[] | undefined;
  userId?: string | undefined;
  anonymous?: boolean | undefined;
  type?: UserType | undefined;
  expiresFrom?: number | undefined;
  expiresTo?: number | undefined;
  createdFrom?: number | undefined;
  createdTo?: number | undefined;
  updatedFrom?: number | undefined;
  updatedTo?: number | undefined;
  successfulAttempts?: Comparison | undefined;
  failedAttempts?: Comparison | undefined;
  oneTimeUse?: boolean | undefined;
  neverExpires?: boolean | undefined;
  status?: Status | undefined;
  purpose?: Purpose | undefined;
  sort?: Sort | undefined;
};

/** Whether a token matches the filters that need no user. `now` is epoch seconds. */
export function matchesToken(token: Token, filters: TokenFilters, now: number): boolean {
  const { anonymous, oneTimeUse, neverExpires, status, purpose, userId, ids } = filters;
  return (
    (ids === undefined || ids.includes(token.id)) &&
    (userId === undefined || token.userId === userId) &&
    (anonymous === undefined || anonymous === (token.userId === undefined)) &&
    within(token.createdAt, filters.createdFrom, filters.createdTo) &&
    within(token.updatedAt, filters.updatedFrom, filters.updatedTo) &&
    within(token.expiresAt ?? Number.POSITIVE_INFINITY, filters.expiresFrom, filters.expiresTo) &&
    satisfies(token.successfulAttempts, filters.successfulAttempts) &&
    satisfies(token.failedAttempts, filters.failedAttempts) &&
    (oneTimeUse === undefined || oneTimeUse === (token.maxUses === 1)) &&
    (neverExpires === undefined || neverExpires === (token.expiresAt === null)) &&
    (status === undefined || status === statusOf(token, now)) &&
    (purpose === undefined || purpose === token.purpose)
  );
}

/** Whether a filter or the scope needs the user of a token. */
export const needsUser = ({ type }: TokenFilters, scope: Scope): boolean =>
  type !== undefined || scope !== undefined;

/** Whether the user of a token matches the filters, and is within the scope. */
export const matchesUser = (user: User | undefined, { type }: TokenFilters, scope: Scope): boolean =>
  inScope(scope, user) && (type === undefined || user?.type === type);

const within = (value: number, from = Number.NEGATIVE_INFINITY, to?: number): boolean =>
  value >= from && (to === undefined || value < to);

function satisfies(value: number, comparison: Comparison | undefined): boolean {
  if (!comparison) return true;
  const { comparator, number } = comparison;
  switch (comparator) {
    case 'eq':
      return value === number;
    case 'ne':
      return value !== number;
    case 'gt':
      return value > number;
    case 'gte':
      return value >= number;
    case 'lt':
      return value < number;
    case 'lte':
      return value <= number;
  }
}
