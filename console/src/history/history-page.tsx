import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { type Actor, type HistoryEvent, Problem } from '../../../client/src/index.ts';
import { HISTORY_TYPES } from '../../../shared/event/event-types.ts';
import { omitUndefined } from '../address/search-params.ts';
import { api } from '../api/client.ts';
import { usePages } from '../api/use-pages.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { X } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { Empty, PageTitle } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { EventTable } from './event-table.tsx';
import { PersonActions } from './person-actions.tsx';
import './history.css';
import { EVENT_GROUPS, eventTypeLabel } from '../events/event-labels.ts';
import { RangeFilter } from './range-filter.tsx';
import { type HistorySearch, startOfRange } from './search.ts';

const route = getRouteApi('/history');
const ROWS = 50;

export function HistoryPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { cursor, range, ...rest } = search;
  // The start of a range is fixed while the page is open, so that refetches and cursors belong to one list.
  const since = useMemo(
    () => rest.from ?? (range && startOfRange(range, Date.now())),
    [rest.from, range, rest.by, rest.type],
  );
  const filters = omitUndefined({ ...rest, from: since });

  const list = usePages({
    queryKey: ['events', 'list', filters],
    read: (at, signal) => api.events.list({ ...filters, limit: ROWS, ...(at && { cursor: at }) }, { signal }),
    cursor,
  });
  const { next, previous } = list;
  const events = list.data?.items;

  const isCustom = !range && (search.from !== undefined || search.to !== undefined);
  const withChanges = (changes: HistorySearch) =>
    omitUndefined({
      ...search,
      from: range ? undefined : search.from,
      cursor: undefined,
      ...changes,
    });
  // Edits of a custom range replace the address, so that they are one step in the history of the browser.
  const updateSearch = (changes: HistorySearch) =>
    void navigate({ search: withChanges(changes), replace: 'to' in changes && !changes.range && isCustom });

  const isStaleCursor = list.error instanceof Problem && list.error.code === 'invalid_cursor';
  useEffect(() => {
    if (isStaleCursor) void navigate({ search: withChanges({}), replace: true });
  }, [isStaleCursor, navigate]);

  const by = search.by === undefined ? undefined : actorOf(events ?? [], search.by);
  const { cursor: _, ...filtering } = search;
  const filtered = Object.keys(filtering).length > 0;
  return (
    <>
      <PageTitle title="History" />
      <search className="history-filters">
        <Field label="What happened">
          {(control) => (
            <select
              {...control}
              value={search.type ?? ''}
              onChange={({ target }) =>
                updateSearch({ type: HISTORY_TYPES.find((type) => type === target.value) })
              }
            >
              <option value="">anything</option>
              {EVENT_GROUPS.map(([name, prefix]) => (
                <optgroup key={prefix} label={name}>
                  {HISTORY_TYPES.filter((one) => one.startsWith(prefix)).map((one) => (
                    <option key={one} value={one}>
                      {eventTypeLabel(one)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          )}
        </Field>
        <RangeFilter span={search} since={since} onChange={updateSearch} />
        {filtered && (
          <Button tone="quiet" onClick={() => void navigate({ search: {} })}>
            clear
          </Button>
        )}
      </search>
      {by && (
        <div className="filtered-by">
          <ul className="chips" aria-label="What is filtered">
            <li className="chip">
              <span className="actor">
                by <bdi>{by.name}</bdi>
              </span>
              <button
                type="button"
                aria-label="Do not filter by who"
                onClick={() => updateSearch({ by: undefined })}
              >
                <X size={13} />
              </button>
            </li>
          </ul>
          <PersonActions key={by.id} person={by} />
        </div>
      )}
      {list.error && !isStaleCursor && <Notice error={list.error} retry={list.refetch} />}
      {events?.length === 0 ? (
        <NoEvents filtered={filtered} more={next !== undefined} />
      ) : (
        !(list.error && !events) && (
          <EventTable events={events} busy={list.isPlaceholderData} searchBy={(by) => withChanges({ by })} />
        )
      )}
      <footer className="list-foot">
        <Pager
          onNewer={
            previous === undefined
              ? undefined
              : () => updateSearch(previous ? { from: since, cursor: previous } : {})
          }
          onOlder={next === undefined ? undefined : () => updateSearch({ from: since, cursor: next })}
        />
      </footer>
    </>
  );
}

/** The principal by the name that an event has of it. */
const actorOf = (events: readonly HistoryEvent[], id: string): Actor =>
  events.flatMap(({ by, actor }) => [by, ...(actor ? [actor] : [])]).find((one) => one.id === id) ?? {
    id,
    name: id,
  };

function NoEvents({ filtered, more }: { filtered: boolean; more: boolean }) {
  if (more) {
    return (
      <Empty title="Nothing like this among the latest">
        <p>Look on among what is older.</p>
      </Empty>
    );
  }
  return (
    <Empty title={filtered ? 'Nothing like this has happened' : 'Nothing has happened in the last 30 days'}>
      <p>
        Everything that is done to tokens, users, keys and settings is kept here, and every attempt to sign
        in. What was done a few seconds ago may still be on its way.
      </p>
    </Empty>
  );
}
