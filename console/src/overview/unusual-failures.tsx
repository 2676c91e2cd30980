import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HistoryEvent } from '../../../client/src/index.ts';
import { pagesOf } from '../../../client/src/pages.ts';
import { PAGE_LIMIT } from '../../../functions/http/fields.ts';
import { api } from '../api/client.ts';
import { refusalReasonLabel } from '../events/event-labels.ts';
import { useUserNames } from '../events/user-names.ts';
import { Notice } from '../ui/notice.tsx';
import { Time } from '../ui/time.tsx';
import { findUnusual } from './unusual.ts';

const DAY = 86_400_000;
/** Limits the requests during an attack; the history shows all refusals. */
const MAX_EVENTS = 500;
const LIMIT = 5;

async function refusalsSince(
  from: string,
  signal: AbortSignal,
): Promise<{ events: HistoryEvent[]; more: boolean }> {
  const events: HistoryEvent[] = [];
  const query = { type: 'token.refused', from, limit: PAGE_LIMIT } as const;
  const pages = pagesOf((cursor) => api.events.list({ ...query, cursor }, { signal }));
  for await (const { items, nextCursor } of pages) {
    events.push(...items);
    if (events.length >= MAX_EVENTS) return { events, more: nextCursor !== null };
  }
  return { events, more: false };
}

/** Tokens and users with many refusals within a day: a sign of a leaked link, of guessing, or of a wrong set-up. */
export function UnusualFailures() {
  // Rounded to the minute, so that the result stays cached that long.
  const from = new Date(Math.floor(Date.now() / 60_000) * 60_000 - DAY).toISOString();
  const { data, error, refetch } = useQuery({
    queryKey: ['events', 'refused', from],
    queryFn: ({ signal }) => refusalsSince(from, signal),
    placeholderData: keepPreviousData,
  });
  const unusual = findUnusual(data?.events ?? []);
  const shown = unusual.slice(0, LIMIT);
  const { names } = useUserNames(
    shown.map(({ kind, id, userId }) => ({ tokenId: kind === 'token' ? id : null, userId })),
  );
  return (
    <section aria-labelledby="unusual" className="shortlist">
      <div className="section-head">
        <h2 id="unusual">Unusual failures of the last day</h2>
        <Link to="/history" search={{ type: 'token.refused', from }}>
          All{data && data.events.length > 0 && ` ${data.events.length}${data.more ? '+' : ''}`}
          <span className="hidden"> failures of the last day</span>
        </Link>
      </div>
      {error && <Notice error={error} retry={refetch} />}
      {data && unusual.length === 0 && (
        <p className="soft">
          {data.events.length === 0
            ? 'Nobody was refused.'
            : `${data.events.length}${data.more ? ' and more' : ''} refused, and no token or user more than others.`}
        </p>
      )}
      {data && unusual.length > 0 && (unusual.length > LIMIT || data.more) && (
        <p className="soft">
          {unusual.length > LIMIT && `The worst ${LIMIT} of ${unusual.length}. `}
          {data.more && `Of the latest ${data.events.length} failures: there were more.`}
        </p>
      )}
      <ul>
        {shown.map(({ kind, id, userId, refused, addresses, reason, last }) => (
          <li key={`${kind}:${id}`}>
            {kind === 'user' ? (
              <Link to="/users/$userId" params={{ userId: id }}>
                <bdi>{names.get(id) ?? id}</bdi>
              </Link>
            ) : (
              <Link to="/tokens/$tokenId" params={{ tokenId: id }}>
                token <span className="mono">…{id.slice(-6)}</span>
                {userId !== null && (
                  <>
                    {' of '}
                    <bdi>{names.get(userId) ?? userId}</bdi>
                  </>
                )}
              </Link>
            )}
            <span className="soft">
              {refused} refused from {addresses} {addresses === 1 ? 'address' : 'addresses'}, mostly because{' '}
              {refusalReasonLabel(reason)}; last <Time at={last} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
