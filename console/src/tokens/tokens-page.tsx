import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { omitUndefined } from '../address/search-params.ts';
import { api } from '../api/client.ts';
import { usePages } from '../api/use-pages.ts';
import { useCan } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
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
  const [preferences, prefer] = usePreferences();
  const [open, setOpen] = useState<'filters' | 'export'>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const filters = filtersOf(search);
  const { cursor, sort = '-createdAt' } = search;

  const list = usePages({
    queryKey: ['tokens', 'list', toQuery(search), preferences.rows],
    read: (at, signal) =>
      api.tokens.list({ ...toQuery(search), limit: preferences.rows, ...(at && { cursor: at }) }, { signal }),
    cursor,
  });
  const tokens = list.data?.items;
  // What is not in sight is not selected: nobody disables or deletes what they do not see.
  const inSight = new Set(tokens?.flatMap(({ id }) => (selected.has(id) ? [id] : [])));
  const { next, previous } = list;

  /** Another list begins at its first page, with nothing selected. */
  function show(changes: { [Name in keyof TokenSearch]?: TokenSearch[Name] | undefined }) {
    setSelected(new Set());
    void navigate({
      search: (before) => omitUndefined({ ...before, cursor: undefined, ...changes }) as TokenSearch,
    });
  }
  const openToken = (tokenId: string) =>
    void navigate({ to: '/tokens/$tokenId', params: { tokenId }, search });

  function toggle(id: string) {
    const rest = new Set(inSight);
    if (!rest.delete(id)) rest.add(id);
    setSelected(rest);
  }
  function toggleAll() {
    const all = inSight.size === tokens?.length;
    setSelected(new Set(all ? [] : tokens?.map(({ id }) => id)));
  }

  useRowKeys({ onSelect: canWrite ? toggle : undefined });

  // A link that somebody kept may name a place in a list that was another one.
  const lost = list.error instanceof Problem && list.error.code === 'invalid_cursor';
  useEffect(() => {
    if (lost) void navigate({ search: ({ cursor: _, ...rest }) => rest as TokenSearch, replace: true });
  }, [lost, navigate]);

  const filtered = Object.keys(filters).length > 0;
  const nothing = tokens?.length === 0 && next === undefined && !list.isPlaceholderData;
  return (
    <>
      <PageTitle title="Login tokens">
        <Button onClick={() => setOpen('export')}>
          <Download aria-hidden="true" size={15} /> Export
        </Button>
        {canWrite && (
          <Link to="/tokens/new" search={search} className="button main">
            <Plus aria-hidden="true" size={15} /> New token <kbd>n</kbd>
          </Link>
        )}
      </PageTitle>
      <FilterBar
        filters={filters}
        sort={sort}
        onChange={show}
        onClear={() => void navigate({ search: omitUndefined({ sort: search.sort }) as TokenSearch })}
        onMore={() => setOpen('filters')}
      />
      {list.error && !lost && <Notice error={list.error} retry={list.refetch} />}
      {nothing && cursor === undefined ? (
        <NoTokens filtered={filtered} canWrite={canWrite} />
      ) : (
        !(list.error && !tokens) && (
          <TokensTable
            tokens={tokens}
            columns={COLUMNS.filter(({ id }) => preferences.columns.includes(id))}
            search={search}
            busy={list.isPlaceholderData}
            selection={canWrite ? { selected: inSight, toggle, toggleAll } : undefined}
            onSort={(next) => show({ sort: next })}
            onOpen={openToken}
          />
        )
      )}
      {nothing && cursor !== undefined && (
        <p className="look-further">There are no more. What was on this page is gone meanwhile.</p>
      )}
      {tokens?.length === 0 && next !== undefined && (
        <p className="look-further">
          Nothing among those that were looked at so far.{' '}
          <Button onClick={() => show({ cursor: next })}>Look further</Button>
        </p>
      )}
      <footer className="list-foot">
        {inSight.size > 0 ? (
          <SelectionBar selected={inSight} onSelect={setSelected} />
        ) : (
          <ListOptions preferences={preferences} onChange={prefer} />
        )}
        <p className="soft" role="status">
          {tokens &&
            tokens.length > 0 &&
            `${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'} on this page`}
        </p>
        <Pager
          words={WORDS[sort]}
          onNewer={previous === undefined ? undefined : () => show({ cursor: previous || undefined })}
          onOlder={next === undefined ? undefined : () => show({ cursor: next })}
        />
      </footer>
      <Suspense>
        {open === 'filters' && (
          <FilterPanel
            filters={filters}
            onClose={() => setOpen(undefined)}
            onApply={(next) => {
              setOpen(undefined);
              setSelected(new Set());
              void navigate({ search: omitUndefined({ ...next, sort: search.sort }) as TokenSearch });
            }}
          />
        )}
        {open === 'export' && <ExportDialog search={search} onClose={() => setOpen(undefined)} />}
        <Outlet />
      </Suspense>
    </>
  );
}

/** What the directions of the list are in its orders. */
const WORDS = {
  '-createdAt': ['newer', 'older'],
  createdAt: ['older', 'newer'],
  expiresAt: ['sooner', 'later'],
  '-expiresAt': ['later', 'sooner'],
  '-updatedAt': ['newer', 'older'],
  updatedAt: ['older', 'newer'],
} as const;

function NoTokens({ filtered, canWrite }: { filtered: boolean; canWrite: boolean }) {
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
      {canWrite && (
        <Link to="/tokens/new" className="button main">
          Make the first one
        </Link>
      )}
    </Empty>
  );
}
