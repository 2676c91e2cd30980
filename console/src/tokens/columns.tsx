import type { ReactNode } from 'react';
import type { Token } from '../../../client/src/index.ts';
import { usesLabel } from '../fields/uses.ts';
import { PURPOSE_LABELS, USER_TYPE_LABELS } from '../labels/labels.tsx';
import { Time } from '../ui/time.tsx';
import type { TokenSearch } from './search.ts';

export type Column = {
  id: string;
  name: string;
  /** What stands in the head of the table where the name is too long for it. */
  short?: string;
  cell: (token: Token) => ReactNode;
  number?: true;
  /** Cut where there is no room for it; the whole is shown to whoever points at it. */
  clip?: true;
  /** The order of the list that this column shows, the first one chosen first. */
  sort?: readonly [NonNullable<TokenSearch['sort']>, NonNullable<TokenSearch['sort']>];
  /** Shown only to those who choose it. */
  hidden?: true;
};

const NOTHING = <span className="soft">–</span>;
const time = (at: string | null): ReactNode => (at === null ? NOTHING : <Time at={at} />);

/** All columns but the name and the status, which are always there. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'type',
    name: 'Type',
    cell: ({ user }) => (user?.type ? USER_TYPE_LABELS[user.type] : NOTHING),
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
    cell: ({ successfulAttempts }) => successfulAttempts.toLocaleString(),
    number: true,
  },
  {
    id: 'failed',
    name: 'Failed attempts',
    short: '✕',
    cell: ({ failedAttempts }) => (
      <span className={failedAttempts > 0 ? 'bad' : undefined}>{failedAttempts.toLocaleString()}</span>
    ),
    number: true,
  },
  {
    id: 'uses',
    name: 'Can be used',
    short: 'Uses',
    cell: ({ maxUses }) => usesLabel(maxUses),
  },
  { id: 'extra', name: 'Extra', cell: ({ extra }) => extra ?? NOTHING, clip: true },
  { id: 'reason', name: 'Reason', cell: ({ reason }) => reason ?? NOTHING, clip: true, hidden: true },
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

/** Whom a token logs in. */
export function userName({ user }: Pick<Token, 'user'>): string {
  if (user === null) return 'Anonymous';
  return user.name ?? `Deleted user ${user.id}`;
}
