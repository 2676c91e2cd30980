import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { Notice } from '../ui/notice.tsx';
import { Time } from '../ui/time.tsx';
import { canReinstate } from './person.ts';
import { offboardedQuery } from './queries.ts';

const ReinstatePerson = lazyComponent(() => import('./reinstate-person.tsx'), 'ReinstatePerson');

/** The identities that were removed: the provider may still let them in, and this service does not. */
export function RemovedPeople() {
  const allowed = canReinstate(usePrincipal());
  const { data: people, error, refetch } = useQuery({ ...offboardedQuery, enabled: allowed });
  const [reinstating, setReinstating] = useState<string>();
  if (error) return <Notice error={error} retry={refetch} />;
  if (!people || (people.length === 0 && !reinstating)) return null;
  return (
    <section className="removed-people" aria-labelledby="removed-people">
      <h2 id="removed-people">Removed people</h2>
      <ul>
        {people.map(({ id, offboardedAt, offboardedBy }) => (
          <li key={id}>
            <div>
              <Link to="/history" search={{ by: id }} className="mono" title="Only what they did">
                {id}
              </Link>
              <p className="soft">
                removed <Time at={offboardedAt} /> by <bdi>{offboardedBy.name}</bdi>
              </p>
            </div>
            <Button aria-label={`Let in again: ${id}`} onClick={() => setReinstating(id)}>
              Let in again…
            </Button>
          </li>
        ))}
      </ul>
      <Suspense>
        {reinstating && (
          <ReinstatePerson
            person={{ id: reinstating, name: reinstating }}
            onClose={() => setReinstating(undefined)}
          />
        )}
      </Suspense>
    </section>
  );
}
