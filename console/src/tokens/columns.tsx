import type { ReactNode } from 'react';
import type { Token } from '../../../client/src/index.ts';
import { usesLabel } from '../fields/uses.ts';
import { PURPOSE_LABELS, USER_TYPE_LABELS } from '../labels/labels.tsx';
import { formatNumber } from '../ui/locale.ts';
import { Time } from '../ui/time.tsx';
import type { TokenSearch } from './search.ts';

export type Column = {
  id: string;
  name: string;
  /** The table head, where the name is too long for it. */
  short?: string;
  cell: (token: Token) => ReactNode;
  number?: true;
  /** Cut to one line; the tooltip shows the whole text. */
  clip?: true;
  /** The orders of the list that a click on the head sets, first and second. */
  sort?: readonly [NonNullable<TokenSearch['sort']>, NonNullable<TokenSearch['sort']>];
  /** Not shown by default. */
  hidden?: true;
};

const NONE = <span className="soft">–</span>;
const time = (at: string | null): ReactNode => (at === null ? NONE : <Time at={at} />);

/** All optional columns; name and status are always shown. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'type',
    name: 'Type',
    cell: ({ user }) => (user?.type ? USER_TYPE_LABELS[user.type] : NONE),
  },
  {
    id: 'purpose',
    name: 'Purpose',
    cell: ({ purpose }) => PURPOSE_LABELS[purpose],
    hidden: true,
  },
  {
    id: 'expires',
    name: 'Expires',
    cell: ({ expiresAt }) =>
      expiresAt === null ? <span className="warn">never</span> : <Time at={expiresAt} />,
    sort: ['expiresAt', '-expiresAt'],
  },
  { id: 'lastUsed', name: 'Last used', cell: ({ lastAccessedAt }) => time(lastAccessedAt) },
  {
    id: 'successful',
    name: 'Successful attempts',
    short: '✓',
    cell: ({ successfulAttempts }) => formatNumber(successfulAttempts),
    number: true,
  },
  {
    id: 'failed',
    name: 'Failed attempts',
    short: '✕',
    cell: ({ failedAttempts }) => (
      <span className={failedAttempts > 0 ? 'bad' : undefined}>{formatNumber(failedAttempts)}</span>
    ),
    number: true,
  },
  {
    id: 'uses',
    name: 'Can be used',
    short: 'Uses',
    cell: ({ maxUses }) => usesLabel(maxUses),
  },
  { id: 'extra', name: 'Extra', cell: ({ extra }) => extra ?? NONE, clip: true },
  { id: 'reason', name: 'Reason', cell: ({ reason }) => reason ?? NONE, clip: true, hidden: true },
  {
    id: 'created',
    name: 'Created',
    cell: ({ createdAt }) => time(createdAt),
    sort: ['-createdAt', 'createdAt'],
    hidden: true,
  },
  {
    id: 'createdBy',
    name: 'Created by',
    cell: ({ createdBy }) => createdBy.name,
    clip: true,
  },
  {
    id: 'updated',
    name: 'Changed',
    cell: ({ updatedAt }) => time(updatedAt),
    sort: ['-updatedAt', 'updatedAt'],
    hidden: true,
  },
];

export function userName({ user }: Pick<Token, 'user'>): string {
  if (user === null) return 'Anonymous';
  return user.name ?? `Deleted user ${user.id}`;
}
