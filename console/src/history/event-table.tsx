import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { HistoryEvent } from '../../../client/src/index.ts';
import { eventTypeLabel, reasonLabel } from '../events/event-labels.ts';
import { browserLabel } from '../events/user-agent.ts';
import { type UserNames, useUserNames } from '../events/user-names.ts';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { DateTime } from '../ui/time.tsx';
import type { HistorySearch } from './search.ts';

type Shown = { events: readonly HistoryEvent[]; names: UserNames };

const NO_EVENTS: readonly HistoryEvent[] = [];

type EventTableProps = {
  /** Undefined while the first page loads. */
  events: readonly HistoryEvent[] | undefined;
  busy: boolean;
  /** The current search, limited to events by one principal. */
  searchBy: (id: string) => HistorySearch;
};

export function EventTable({ events, busy, searchBy }: EventTableProps) {
  const { names, settled } = useUserNames(events ?? NO_EVENTS);
  // The rows come with the names: a name that replaced an id later would move what is below.
  const shown = useRef<Shown>(undefined);
  if (events && settled) shown.current = { events, names };
  return (
    <div className="table-wrap">
      <table className="table history-table" aria-busy={busy || !settled || undefined}>
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
          {!shown.current && <SkeletonRows cells={['when', 'who', 'name', 'to', 'from']} />}
          {shown.current?.events.map((event) => (
            <tr key={event.id} className={event.type.replace('.', '-')}>
              <td className="when">
                <DateTime at={event.at} />
              </td>
              <td className="who">
                {event.actor && (
                  <>
                    <Who {...event.actor} searchBy={searchBy} /> <span className="soft">at</span>{' '}
                  </>
                )}
                <Who {...event.by} searchBy={searchBy} />
              </td>
              <td className="what">
                <span className="outcome">{eventTypeLabel(event.type)}</span>
                {event.reason && <span className="soft reason">{reasonLabel(event)}</span>}
              </td>
              <td className="to">
                <Subject event={event} names={shown.current?.names ?? names} searchBy={searchBy} />
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

type WhoProps = HistoryEvent['by'] & Pick<EventTableProps, 'searchBy'>;

const Who = ({ id, name, searchBy }: WhoProps) => (
  <Link to="/history" search={searchBy(id)} title={`Only what ${name} did`}>
    <bdi>{name}</bdi>
  </Link>
);

type SubjectProps = { event: HistoryEvent; names: UserNames } & Pick<EventTableProps, 'searchBy'>;

function Subject({ event: { tokenId, userId, keyId, principalId }, names, searchBy }: SubjectProps) {
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
  if (principalId) {
    return (
      <Link to="/history" search={searchBy(principalId)} title="Only what they did">
        person <bdi>{principalId}</bdi>
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
