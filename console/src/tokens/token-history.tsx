import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../../client/src/index.ts';
import { EventList } from '../events/event-list.tsx';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { tokenEventsQuery } from './queries.ts';

export function TokenHistory({ id }: { id: string }) {
  const [kind, setKind] = useState<'attempts' | 'all'>('attempts');
  const history = useInfiniteQuery(tokenEventsQuery(id, kind === 'attempts' ? kind : undefined));
  const events = history.data?.pages.flatMap(({ items }) => items);
  const isUnknown = history.error instanceof Problem && history.error.status === 404;
  return (
    <section className="token-history" aria-labelledby="token-history">
      <h3 id="token-history">Access history</h3>
      <Choice
        label={<span className="hidden">What is shown</span>}
        value={kind}
        onChange={(next) => setKind(next)}
        options={[
          ['attempts', 'Attempts'],
          ['all', 'Everything'],
        ]}
      />
      {history.error && !isUnknown && <Notice error={history.error} retry={history.refetch} />}
      {isUnknown && <p className="soft">Nothing is known of it.</p>}
      {events?.length === 0 && (
        <p className="soft">
          {kind === 'attempts' ? 'Nobody has tried to use it yet.' : 'Nothing is known of it.'}
        </p>
      )}
      {events && events.length > 0 && <EventList events={events} subject="token" />}
      {history.hasNextPage && (
        <Button busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Show older ones
        </Button>
      )}
    </section>
  );
}
