import { useRef, useState } from 'react';
import { STATUSES } from '../../../shared/token/token.ts';
import { omitUndefined } from '../address/search-params.ts';
import { UserPicker } from '../fields/user-picker.tsx';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { SlidersHorizontal, X } from '../ui/icons.tsx';
import { filterLabels } from './filter-labels.ts';
import type { TokenFilters } from './list-query.ts';
import type { TokenSearch } from './search.ts';

type FilterBarProps = {
  filters: TokenFilters;
  sort: NonNullable<TokenSearch['sort']>;
  onChange: (changes: TokenSearch) => void;
  onClear: () => void;
  onMore: () => void;
};

const HOUR = 3_600_000;
const SPANS = [
  ['24', 'in 24 hours', 24],
  ['168', 'in 7 days', 168],
  ['720', 'in 30 days', 720],
] as const;

type ExpiresChoice = '' | 'never' | 'other' | (typeof SPANS)[number][0];

/** The preset that a range of expiries was made from. The address holds its two ends, so that a shared link shows the same. */
function expiresChoice({ expiresFrom, expiresTo, neverExpires }: TokenFilters): ExpiresChoice {
  if (neverExpires === 'true') return 'never';
  if (expiresFrom === undefined && expiresTo === undefined) return neverExpires === undefined ? '' : 'other';
  const hours = (Date.parse(expiresTo ?? '') - Date.parse(expiresFrom ?? '')) / HOUR;
  return SPANS.find(([, , length]) => length === hours)?.[0] ?? 'other';
}

function expiresFilter(choice: string): TokenSearch {
  const now = Date.now();
  const hours = SPANS.find(([value]) => value === choice)?.[2];
  return {
    neverExpires: choice === 'never' ? 'true' : undefined,
    expiresFrom: hours && new Date(now).toISOString(),
    expiresTo: hours && new Date(now + hours * HOUR).toISOString(),
  };
}

const USED = [
  ['never', 'never', { successfulAttempts: 'eq:0' }],
  ['used', 'at least once', { successfulAttempts: 'gte:1' }],
  ['refused', 'was refused', { failedAttempts: 'gte:1' }],
] as const;

type UsedChoice = '' | 'other' | (typeof USED)[number][0];

function usedChoice({ successfulAttempts, failedAttempts }: TokenFilters): UsedChoice {
  if (successfulAttempts === undefined && failedAttempts === undefined) return '';
  const known = USED.find(
    ([, , filter]) =>
      JSON.stringify(filter) === JSON.stringify(omitUndefined({ successfulAttempts, failedAttempts })),
  );
  return known?.[0] ?? 'other';
}

const other = (choice: string): readonly (readonly ['other', string])[] =>
  choice === 'other' ? [['other', 'custom']] : [];

/** The most common filters, and a chip to remove each filter that is set. */
export function FilterBar({ filters, sort, onChange, onClear, onMore }: FilterBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  useShortcut('/', () => bar.current?.querySelector('input')?.focus());
  const expires = expiresChoice(filters);
  const used = usedChoice(filters);
  const active = filterLabels(filters);
  const folded = active.filter(({ name }) => name !== 'userId').length;
  // Closed on a phone, where the filters would fill the screen.
  const [unfolded] = useState(() => matchMedia('(width > 40rem)').matches);
  return (
    <>
      <search className="filter-bar" ref={bar}>
        <div className="filter-user">
          <UserPicker
            label="User"
            value={filters.userId}
            onChange={(userId) => onChange({ userId, anonymous: undefined })}
          />
        </div>
        <details className="filter-fold" open={unfolded}>
          <summary>Filters{folded > 0 && ` (${folded})`}</summary>
          <div className="filter-fields">
            <SelectField
              label="Status"
              value={filters.status ?? ''}
              onChange={(status) => onChange({ status: status || undefined })}
              options={[['', 'any'], ...STATUSES.map((status) => [status, status] as const)]}
            />
            <SelectField
              label="Expires"
              value={expires}
              onChange={(choice) => onChange(expiresFilter(choice))}
              options={[
                ['', 'any time'],
                ...SPANS.map(([value, name]) => [value, name] as const),
                ['never', 'never'],
                ...other(expires),
              ]}
            />
            <SelectField
              label="Used"
              value={used}
              onChange={(choice) =>
                onChange({
                  successfulAttempts: undefined,
                  failedAttempts: undefined,
                  ...USED.find(([value]) => value === choice)?.[2],
                })
              }
              options={[
                ['', 'any number'],
                ...USED.map(([value, name]) => [value, name] as const),
                ...other(used),
              ]}
            />
            <SelectField
              label="Order"
              value={sort}
              onChange={(next) => onChange({ sort: next })}
              options={ORDERS}
            />
          </div>
        </details>
        <Button onClick={onMore}>
          <SlidersHorizontal size={15} /> More filters
        </Button>
      </search>
      {active.length > 0 && (
        <ul className="chips" aria-label="What is filtered">
          {active.map(({ name, label }) => (
            <li key={name} className="chip">
              {label}
              <button
                type="button"
                aria-label={`Do not filter: ${label}`}
                onClick={() => {
                  onChange({ [name]: undefined });
                  bar.current?.querySelector('input')?.focus();
                }}
              >
                <X size={13} />
              </button>
            </li>
          ))}
          <li>
            <Button tone="quiet" onClick={onClear}>
              clear
            </Button>
          </li>
        </ul>
      )}
    </>
  );
}

const ORDERS = [
  ['-createdAt', 'newest first'],
  ['createdAt', 'oldest first'],
  ['expiresAt', 'expires first'],
  ['-expiresAt', 'expires last'],
  ['-updatedAt', 'changed last'],
  ['updatedAt', 'changed first'],
] as const;
