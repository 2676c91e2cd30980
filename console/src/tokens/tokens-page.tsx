import { getRouteApi, Link, Outlet, useLocation, useMatch } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { omitUndefined } from '../address/search-params.ts';
import { api } from '../api/client.ts';
import { usePages } from '../api/use-pages.ts';
import { useCan } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Download, Plus } from '../ui/icons.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { Notice } from '../ui/notice.tsx';
import { Empty, PageTitle } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { COLUMNS } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ListOptions } from './list-options.tsx';
import { filtersOf, toQuery } from './list-query.ts';
import { usePreferences } from './preferences.ts';
import type { TokenSearch } from './search.ts';
import { SelectionBar } from './selection-bar.tsx';
import './tokens.css';
import { useRowKeys } from '../keyboard/use-row-keys.ts';
import { TokensTable } from './tokens-table.tsx';

const FilterPanel = lazyComponent(() => import('./filter-panel.tsx'), 'FilterPanel');
const ExportDialog = lazyComponent(() => import('./export-dialog.tsx'), 'ExportDialog');
const route = getRouteApi('/tokens');

export function TokensPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const canWrite = useCan('tokens:write');
  const canCreate = useCan('tokens:impersonate');
  const [preferences, updatePreferences] = usePreferences();
  const [openDialog, setOpenDialog] = useState<'filters' | 'export'>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const filters = filtersOf(search);
  const { cursor, sort = '-createdAt' } = search;

  const listed = useListed();
  const list = usePages({
    queryKey: ['tokens', 'list', toQuery(search), preferences.rows],
    read: (at, signal) =>
      api.tokens.list({ ...toQuery(search), limit: preferences.rows, ...(at && { cursor: at }) }, { signal }),
    cursor,
    enabled: listed,
  });
  const tokens = list.data?.items;
  // Only visible tokens are selected, so that a bulk action never changes others.
  const visibleSelection = new Set(tokens?.flatMap(({ id }) => (selected.has(id) ? [id] : [])));
  const { next, previous } = list;

  /** Other filters start at the first page, without a selection. */
  function updateSearch(changes: TokenSearch) {
    setSelected(new Set());
    void navigate({
      search: (before) => omitUndefined({ ...before, cursor: undefined, ...changes }),
    });
  }
  const openToken = (tokenId: string) =>
    void navigate({ to: '/tokens/$tokenId', params: { tokenId }, search });

  function toggle(id: string) {
    const rest = new Set(visibleSelection);
    if (!rest.delete(id)) rest.add(id);
    setSelected(rest);
  }
  function toggleAll() {
    const all = visibleSelection.size === tokens?.length;
    setSelected(new Set(all ? [] : tokens?.map(({ id }) => id)));
  }

  useRowKeys({ onSelect: canWrite ? toggle : undefined });
  // A link that was pasted into the dialog of filters opens its token instead.
  const { pathname } = useLocation();
  useEffect(() => setOpenDialog(undefined), [pathname]);

  // A bookmarked cursor may belong to other filters.
  const isStaleCursor = list.error instanceof Problem && list.error.code === 'invalid_cursor';
  useEffect(() => {
    if (isStaleCursor) void navigate({ search: ({ cursor: _, ...rest }) => rest, replace: true });
  }, [isStaleCursor, navigate]);

  const filtered = Object.keys(filters).length > 0;
  const isEmpty = tokens?.length === 0 && next === undefined && !list.isPlaceholderData;
  return (
    <>
      <PageTitle title="Login tokens">
        <Button onClick={() => setOpenDialog('export')}>
          <Download size={15} /> Export
        </Button>
        {canCreate && (
          <Link to="/tokens/new" search={search} className="button main">
            <Plus size={15} /> New token <kbd>n</kbd>
          </Link>
        )}
      </PageTitle>
      <FilterBar
        filters={filters}
        sort={sort}
        onChange={updateSearch}
        onClear={() => void navigate({ search: omitUndefined({ sort: search.sort }) })}
        onMore={() => setOpenDialog('filters')}
      />
      {list.error && !isStaleCursor && <Notice error={list.error} retry={list.refetch} />}
      {isEmpty && cursor === undefined ? (
        <NoTokens filtered={filtered} canCreate={canCreate} />
      ) : (
        !(list.error && !tokens) && (
          <TokensTable
            tokens={tokens}
            columns={COLUMNS.filter(({ id }) => preferences.columns.includes(id))}
            search={search}
            busy={list.isPlaceholderData}
            selection={canWrite ? { selected: visibleSelection, toggle, toggleAll } : undefined}
            onSort={(next) => updateSearch({ sort: next })}
            onOpen={openToken}
          />
        )
      )}
      {isEmpty && cursor !== undefined && (
        <p className="look-further">There are no more. What was on this page is gone meanwhile.</p>
      )}
      {tokens?.length === 0 && next !== undefined && (
        <p className="look-further">
          Nothing among those that were looked at so far.{' '}
          <Button onClick={() => updateSearch({ cursor: next })}>Look further</Button>
        </p>
      )}
      <footer className="list-foot">
        {visibleSelection.size > 0 ? (
          <SelectionBar selected={visibleSelection} onSelect={setSelected} />
        ) : (
          <ListOptions preferences={preferences} onChange={updatePreferences} />
        )}
        <p className="soft" role="status">
          {tokens &&
            tokens.length > 0 &&
            `${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'} on this page`}
        </p>
        <Pager
          labels={PAGER_LABELS[sort]}
          onNewer={previous === undefined ? undefined : () => updateSearch({ cursor: previous || undefined })}
          onOlder={next === undefined ? undefined : () => updateSearch({ cursor: next })}
        />
      </footer>
      <Suspense>
        {openDialog === 'filters' && (
          <FilterPanel
            filters={filters}
            onClose={() => setOpenDialog(undefined)}
            onApply={(next) => {
              setOpenDialog(undefined);
              setSelected(new Set());
              void navigate({ search: omitUndefined({ ...next, sort: search.sort }) });
            }}
          />
        )}
        {openDialog === 'export' && <ExportDialog search={search} onClose={() => setOpenDialog(undefined)} />}
        <Outlet />
      </Suspense>
    </>
  );
}

/** Whether the list is or was shown: a link into the form of a new token asks for nothing beneath it. */
function useListed(): boolean {
  const creating = useMatch({ from: '/tokens/new', shouldThrow: false }) !== undefined;
  const listed = useRef(false);
  if (!creating) listed.current = true;
  return listed.current;
}

/** Labels of the pager by order. */
const PAGER_LABELS = {
  '-createdAt': ['newer', 'older'],
  createdAt: ['older', 'newer'],
  expiresAt: ['sooner', 'later'],
  '-expiresAt': ['later', 'sooner'],
  '-updatedAt': ['newer', 'older'],
  updatedAt: ['older', 'newer'],
} as const;

function NoTokens({ filtered, canCreate }: { filtered: boolean; canCreate: boolean }) {
  if (filtered)
    return (
      <Empty title="No login token is like this">
        <p>Drop a filter above to see others.</p>
        <Link to="/tokens" className="button plain">
          Show all
        </Link>
      </Empty>
    );
  return (
    <Empty title="There are no login tokens yet">
      <p>
        A login token is a link that lets a contact or customer in without a password: once or again and
        again, until it expires. You see here who used which, and when.
      </p>
      {canCreate && (
        <Link to="/tokens/new" className="button main">
          Make the first one
        </Link>
      )}
    </Empty>
  );
}
