import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { EMAIL_MAX_LENGTH } from '../../../shared/user/limits.ts';
import { USER_TYPES } from '../../../shared/user/user.ts';
import { omitUndefined } from '../address/search-params.ts';
import { api } from '../api/client.ts';
import { usePages } from '../api/use-pages.ts';
import { SearchField } from '../fields/search-field.tsx';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { useRowKeys } from '../keyboard/use-row-keys.ts';
import { StatusBadge, USER_TYPE_LABELS } from '../labels/labels.tsx';
import { useCan } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Plus } from '../ui/icons.tsx';
import { useDebounced } from '../ui/input-state.ts';
import { lazyComponent } from '../ui/lazy-component.ts';
import { Notice } from '../ui/notice.tsx';
import { Empty, PageTitle } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import type { UserSearch } from './search.ts';
import './users.css';

const UserDialog = lazyComponent(() => import('./user-dialog.tsx'), 'UserDialog');
const route = getRouteApi('/users');
const ROWS = 50;
/** Milliseconds. */
const DEBOUNCE = 200;

export function UsersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const navigateTo = useNavigate();
  const canWrite = useCan('users:write');
  const [text, setText] = useState(search.search ?? '');
  const [creating, setCreating] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const debounced = useDebounced(text.trim(), DEBOUNCE);
  const { cursor, ...filters } = search;

  const list = usePages({
    queryKey: ['users', 'list', filters],
    read: (at, signal) => api.users.list({ ...filters, limit: ROWS, ...(at && { cursor: at }) }, { signal }),
    cursor,
  });
  const { next, previous } = list;
  const users = list.data?.items;

  // The search that this page last wrote to the address; another one came from the browser's history.
  const written = useRef(search.search ?? '');

  function updateSearch(changes: UserSearch, replace = false) {
    void navigate({
      search: (before) => omitUndefined({ ...before, cursor: undefined, ...changes }),
      replace,
    });
  }
  useEffect(() => {
    if (debounced === written.current) return;
    written.current = debounced;
    updateSearch({ search: debounced || undefined }, true);
  }, [debounced]);
  useEffect(() => {
    const searched = search.search ?? '';
    if (searched === written.current) return;
    written.current = searched;
    setText(searched);
  }, [search.search]);
  const isStaleCursor = list.error instanceof Problem && list.error.code === 'invalid_cursor';
  useEffect(() => {
    if (isStaleCursor) updateSearch({}, true);
  }, [isStaleCursor]);

  useShortcut('/', () => field.current?.focus());
  useRowKeys({ onSelect: undefined });
  const filtered = Object.keys(filters).length > 0;
  return (
    <>
      <PageTitle title="Users">
        {canWrite && (
          <Button tone="main" onClick={() => setCreating(true)}>
            <Plus size={15} /> New user
          </Button>
        )}
      </PageTitle>
      <search className="user-filters">
        <SearchField
          label="Search"
          ref={field}
          value={text}
          onChange={setText}
          maxLength={EMAIL_MAX_LENGTH}
          placeholder="Beginning of a name or e-mail address"
        />
        <SelectField
          label="Type"
          value={search.type ?? ''}
          onChange={(type) => updateSearch({ type: type || undefined })}
          options={[['', 'any'], ...USER_TYPES.map((type) => [type, USER_TYPE_LABELS[type]] as const)]}
        />
      </search>
      {list.error && !isStaleCursor && <Notice error={list.error} retry={list.refetch} />}
      {users?.length === 0 && next === undefined ? (
        <Empty title={filtered ? 'Nobody is found' : 'There are no users yet'}>
          <p>
            {filtered
              ? 'Words of a name are found by their beginning, and so is an e-mail address.'
              : 'Users are the contacts, customers and mailboxes that tokens log in. Your systems keep them here by the API; you can make one by hand, too.'}
          </p>
        </Empty>
      ) : (
        !(list.error && !users) && (
          <div className="table-wrap">
            <table className="table users-table" aria-busy={list.isPlaceholderData || undefined}>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">E-mail</th>
                  <th scope="col">Type</th>
                  <th scope="col">Id</th>
                  <th scope="col">Changed</th>
                </tr>
              </thead>
              <tbody>
                {users?.map(({ id, name, email, type, disabled, updatedAt }) => (
                  <tr key={id} data-id={id}>
                    <th scope="row">
                      <Link to="/users/$userId" params={{ userId: id }}>
                        <bdi>{name}</bdi>
                      </Link>
                      {disabled && (
                        <>
                          {' '}
                          <StatusBadge status="disabled" />
                        </>
                      )}
                    </th>
                    <td className="email">{email ?? <span className="soft">–</span>}</td>
                    <td className="type">{USER_TYPE_LABELS[type]}</td>
                    <td className="id mono">{id}</td>
                    <td className="updated">
                      <Time at={updatedAt} />
                    </td>
                  </tr>
                ))}
                {!users && <SkeletonRows cells={['name', 'email', 'type', 'id', 'updated']} />}
              </tbody>
            </table>
          </div>
        )
      )}
      <footer className="list-foot">
        <Pager
          labels={['back', 'more']}
          onNewer={previous === undefined ? undefined : () => updateSearch({ cursor: previous || undefined })}
          onOlder={next === undefined ? undefined : () => updateSearch({ cursor: next })}
        />
      </footer>
      <Suspense>
        {creating && (
          <UserDialog
            user={undefined}
            onClose={() => setCreating(false)}
            onSaved={({ id }) => void navigateTo({ to: '/users/$userId', params: { userId: id } })}
          />
        )}
      </Suspense>
    </>
  );
}
