import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HistoryEvent, HistoryType, Token } from '../../../client/src/index.ts';
import { PURPOSE_LABELS } from '../labels/labels.tsx';
import { CircleCheck, CircleX, Dot } from '../ui/icons.tsx';
import { Time } from '../ui/time.tsx';
import { browserLabel } from './user-agent.ts';
import './event-list.css';
import { eventLabel } from './event-labels.ts';

const ICONS: Partial<Record<HistoryType, typeof Dot>> = {
  'token.redeemed': CircleCheck,
  'token.refused': CircleX,
};

type EventListProps = {
  events: readonly HistoryEvent[];
  /** What the events belong to; events of a user name their token. */
  subject: 'token' | 'user';
};

/** The history of one token or user, newest first. */
export function EventList({ events, subject }: EventListProps) {
  return (
    <ol className="event-list">
      {events.map((event) => {
        const { id, type, at, by, actor, ip, userAgent, tokenId } = event;
        const Icon = ICONS[type] ?? Dot;
        return (
          <li key={id} className={type.replace('.', '-')}>
            <Icon size={16} />
            <div>
              <p>
                <strong>{eventLabel(event)}</strong>
                {event.previousString && ' by the link before the last rotation'}
                {subject === 'user' && tokenId && (
                  <>
                    {' with '}
                    <TokenName id={tokenId} />
                  </>
                )}
              </p>
              <p className="soft">
                <Time at={at} /> ·{' '}
                {actor && (
                  <>
                    <bdi>{actor.name}</bdi> at{' '}
                  </>
                )}
                <bdi>{by.name}</bdi>
                {ip && ` · ${ip}`}
              </p>
              {userAgent && (
                <p className="soft agent" title={userAgent}>
                  {browserLabel(userAgent)}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** Events hold only the id of a token; its purpose comes from the cached tokens of the user. */
function TokenName({ id }: { id: string }) {
  const purpose = useQueryClient()
    .getQueriesData<{ items?: readonly Token[] }>({ queryKey: ['tokens', 'of-user'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find((token) => token.id === id)?.purpose;
  return (
    <Link to="/tokens/$tokenId" params={{ tokenId: id }}>
      {purpose && `${PURPOSE_LABELS[purpose].toLowerCase()} `}token{' '}
      <span className="mono">…{id.slice(-6)}</span>
    </Link>
  );
}
