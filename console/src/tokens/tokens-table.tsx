import { Link } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import type { Token } from '../../../client/src/index.ts';
import { PURPOSE_LABELS, StatusBadge } from '../labels/labels.tsx';
import { ArrowDown, ArrowUp } from '../ui/icons.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { type Column, userName } from './columns.tsx';
import type { TokenSearch } from './search.ts';

type TokensTableProps = {
  /** Undefined while the first page loads. */
  tokens: readonly Token[] | undefined;
  columns: readonly Column[];
  search: TokenSearch;
  busy: boolean;
  /** Undefined without permission for bulk actions. */
  selection:
    | { selected: ReadonlySet<string>; toggle: (id: string) => void; toggleAll: () => void }
    | undefined;
  onSort: (sort: NonNullable<TokenSearch['sort']>) => void;
  onOpen: (id: string) => void;
};

export function TokensTable({ tokens, columns, search, busy, selection, onSort, onOpen }: TokensTableProps) {
  const shown = new Set(columns.map(({ id }) => id));
  const all =
    tokens !== undefined && tokens.length > 0 && tokens.every(({ id }) => selection?.selected.has(id));
  return (
    <div className="table-wrap">
      <table className="table tokens-table" aria-busy={busy || undefined}>
        <thead>
          <tr>
            {selection && (
              <th className="pick">
                <label>
                  <input
                    type="checkbox"
                    aria-label="Select all on this page"
                    disabled={!tokens?.length}
                    checked={all}
                    onChange={selection.toggleAll}
                  />
                </label>
              </th>
            )}
            <th scope="col">Name</th>
            <th scope="col">Status</th>
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={search.sort ?? '-createdAt'} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {tokens?.map((token) => (
            <Row
              key={token.id}
              token={token}
              selected={selection?.selected.has(token.id) ?? false}
              onOpen={onOpen}
            >
              {selection && (
                <td className="pick">
                  <label>
                    <input
                      type="checkbox"
                      aria-label={`Select the token of ${userName(token)}`}
                      checked={selection.selected.has(token.id)}
                      onChange={() => selection.toggle(token.id)}
                    />
                  </label>
                </td>
              )}
              <th scope="row" className="name">
                <Link
                  to="/tokens/$tokenId"
                  params={{ tokenId: token.id }}
                  search={search}
                  className="clipped"
                  title={userName(token)}
                >
                  <bdi className={token.user?.name ? undefined : 'soft'}>{userName(token)}</bdi>
                </Link>
                <Clipped className="note">{noteOf(token, shown)}</Clipped>
              </th>
              <td className="state">
                <StatusBadge status={token.status} />
              </td>
              {columns.map(({ id, cell, number, clip }) => (
                <td key={id} className={`${id}${number ? ' number' : ''}${clip ? ' clip' : ''}`}>
                  {clip ? <Clipped>{cell(token)}</Clipped> : cell(token)}
                </td>
              ))}
            </Row>
          ))}
          {!tokens && (
            <SkeletonRows
              cells={[...(selection ? ['pick'] : []), 'name', 'state', ...columns.map(({ id }) => id)]}
            />
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Purpose and reason, unless a column shows them. The default purpose is left out. */
function noteOf({ purpose, reason }: Token, shown: ReadonlySet<string>): string | undefined {
  const parts = [
    purpose !== 'login' && !shown.has('purpose') && PURPOSE_LABELS[purpose],
    !shown.has('reason') && reason,
  ];
  return parts.filter(Boolean).join(': ') || undefined;
}

/** Text of one line, with the whole text as its tooltip. */
const Clipped = ({ className = '', children }: { className?: string; children: ReactNode }) =>
  children !== undefined && (
    <span className={`clipped ${className}`} title={typeof children === 'string' ? children : undefined}>
      {children}
    </span>
  );

type HeadProps = { column: Column; sort: string; onSort: TokensTableProps['onSort'] };

function Head({ column: { id, name, short, number, sort: orders }, sort, onSort }: HeadProps) {
  const className = number ? `${id} number` : id;
  if (!orders) {
    return (
      <th scope="col" className={className} title={short && name}>
        {short ? (
          <>
            <span aria-hidden="true">{short}</span>
            <span className="hidden">{name}</span>
          </>
        ) : (
          name
        )}
      </th>
    );
  }
  const [first, second] = orders;
  const direction = orders.find((order) => order === sort);
  const descending = sort.startsWith('-');
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={direction ? (descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className="sort" onClick={() => onSort(sort === first ? second : first)}>
        {name} {direction && <Arrow size={13} />}
      </button>
    </th>
  );
}

type RowProps = { token: Token; selected: boolean; onOpen: (id: string) => void; children: ReactNode };

/** A click on the row opens the token; the link in it does the same for keyboards and screen readers. */
function Row({ token, selected, onOpen, children }: RowProps) {
  function open(event: MouseEvent<HTMLElement>) {
    const onControl = (event.target as Element).closest('a, input, button, label') !== null;
    const selecting = String(getSelection()) !== '';
    if (!onControl && !selecting && !event.metaKey && !event.ctrlKey) onOpen(token.id);
  }
  return (
    <tr className={selected ? 'selected' : undefined} data-id={token.id} onClick={open}>
      {children}
    </tr>
  );
}
