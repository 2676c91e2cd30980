import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleX, Dot } from 'lucide-react';
import type { HistoryEvent, HistoryType, Token } from '../../../client/src/index.ts';
import { PURPOSE_LABELS } from '../labels/labels.tsx';
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
  /** What all of them are about; of a user's, each says with which token. */
  subject: 'token' | 'user';
};

/** What happened to one thing, newest first: what, when, by whom and from where. */
export function EventList({ events, subject }: EventListProps) {
  return (
    <ol className="event-list">
      {events.map((event) => {
        const { id, type, at, by, ip, userAgent, tokenId } = event;
        const Icon = ICONS[type] ?? Dot;
        return (
          <li key={id} className={type.replace('.', '-')}>
            <Icon aria-hidden="true" size={16} />
            <div>
              <p>
                <strong>{eventLabel(event)}</strong>
                {subject === 'user' && tokenId && (
                  <>
                    {' with '}
                    <TokenName id={tokenId} />
                  </>
                )}
              </p>
              <p className="soft">
                <Time at={at} /> · <bdi>{by.name}</bdi>
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

/** Which of a user's tokens: events keep ids alone, and what it is for is known where the user's tokens were asked for. */
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
