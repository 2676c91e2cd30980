import { Link } from '@tanstack/react-router';
import type { HistoryEvent } from '../../../client/src/index.ts';
import { eventTypeLabel, reasonLabel } from '../events/event-labels.ts';
import { browserLabel } from '../events/user-agent.ts';
import { type UserNames, useUserNames } from '../events/user-names.ts';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { DateTime } from '../ui/time.tsx';
import type { HistorySearch } from './search.ts';

type EventTableProps = {
  events: readonly HistoryEvent[];
  busy: boolean;
  /** The current search, limited to events by one principal. */
  searchBy: (id: string) => HistorySearch;
};

export function EventTable({ events, busy, searchBy }: EventTableProps) {
  const names = useUserNames(events);
  return (
    <div className="table-wrap">
      <table className="table history-table" aria-busy={busy || undefined}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">To</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id} className={event.type.replace('.', '-')}>
              <td className="when">
                <DateTime at={event.at} />
              </td>
              <td className="who">
                <Link to="/history" search={searchBy(event.by.id)} title={`Only what ${event.by.name} did`}>
                  <bdi>{event.by.name}</bdi>
                </Link>
                {event.actor && (
                  <span className="soft">
                    {' '}
                    for <bdi>{event.actor.name}</bdi>
                  </span>
                )}
              </td>
              <td className="what">
                <span className="outcome">{eventTypeLabel(event.type)}</span>
                {event.reason && <span className="soft reason">{reasonLabel(event)}</span>}
              </td>
              <td className="to">
                <Subject event={event} names={names} />
              </td>
              <td className="from">
                {event.ip ?? <span className="soft">–</span>}
                {event.userAgent && (
                  <span className="soft browser" title={event.userAgent}>
                    {browserLabel(event.userAgent)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type SubjectProps = { event: HistoryEvent; names: UserNames };

function Subject({ event: { tokenId, userId, keyId }, names }: SubjectProps) {
  if (tokenId) {
    return (
      <>
        <Link to="/tokens/$tokenId" params={{ tokenId }}>
          token <span className="mono">…{tokenId.slice(-6)}</span>
        </Link>
        {userId && (
          <>
            {' of '}
            <Link to="/users/$userId" params={{ userId }}>
              <bdi>{names.get(userId) ?? userId}</bdi>
            </Link>
          </>
        )}
      </>
    );
  }
  if (userId) {
    return (
      <Link to="/users/$userId" params={{ userId }}>
        user <bdi>{names.get(userId) ?? userId}</bdi>
      </Link>
    );
  }
  return keyId ? <KeyName id={keyId} /> : <SettingsName />;
}

function KeyName({ id }: { id: string }) {
  const name = (
    <>
      key <span className="mono">…{id.slice(-6)}</span>
    </>
  );
  return useCan('keys:write') ? <Link to="/keys">{name}</Link> : name;
}

function SettingsName() {
  const canOpen = useCan('settings:write');
  const { domains } = usePrincipal();
  return canOpen && domains === null ? <Link to="/settings">settings</Link> : 'settings';
}
