import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Offboarding } from '../../../client/src/index.ts';
import { keyIdOf } from '../../../shared/principal/principal.ts';
import { retryingApi } from '../api/client.ts';
import { isTransient, refreshHistory, refreshQueries } from '../api/query-client.ts';
import { usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatNumber } from '../ui/locale.ts';
import { keysGoingWith, type Person } from './person.ts';
import { keysQuery } from './queries.ts';

/** Says what will end, removes a person, and says what has ended. */
export function RemovePerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const queryClient = useQueryClient();
  const principal = usePrincipal();
  const { data: keys } = useQuery(keysQuery);
  const remove = useMutation({
    // It can be repeated, and each repetition goes on where the one before ended.
    mutationFn: () => retryingApi.principals.offboard(person.id),
    onSettled: () => {
      void refreshQueries(queryClient, 'keys', 'offboarded', 'tokens', 'token');
      refreshHistory(queryClient);
    },
  });
  if (remove.data) return <PersonRemoved person={person} offboarding={remove.data} onClose={onClose} />;
  const going = keysGoingWith(keys ?? [], person.id, principal.id);
  return (
    <Confirm
      open
      danger
      title={`Remove ${person.name}?`}
      action="Remove this person"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      <p>This ends at once, and cannot be undone:</p>
      <ul className="bullets">
        {keyIdOf(person.id) === undefined && (
          <li>their sign-in here, whatever the identity provider says. Remove them there, too;</li>
        )}
        <li>
          {going.length === 0 ? (
            'every API key that they have or made, and what these made;'
          ) : (
            <>
              {keysText(going.length)}, which they have or made: <Names of={going} />. What uses one needs
              another: make it before;
            </>
          )}
        </li>
        <li>impersonations and punch-outs that they or these keys began, with their sessions.</li>
      </ul>
      <p>Users and other links that they made stay.</p>
      {isTransient(remove.error) && (
        <p>Some of it may have ended. Remove this person again: it goes on with the rest.</p>
      )}
    </Confirm>
  );
}

/** What the API has done, by its numbers. */
function PersonRemoved({
  person: { id, name },
  offboarding: { keys, kept, impersonations },
  onClose,
}: {
  person: Person;
  offboarding: Offboarding;
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      title={`${name} is removed`}
      onClose={onClose}
      actions={
        <Button tone="main" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div role="status">
        <ul className="bullets">
          {keyIdOf(id) === undefined && <li>Their sign-in is refused.</li>}
          <li>
            {keys.length === 0 ? (
              'No API key was left to delete.'
            ) : (
              <>
                {keysText(keys.length)} deleted: <Names of={keys} />.
              </>
            )}
          </li>
          {kept.length > 0 && (
            <li>
              <Names of={kept} /> was made by them. It is the key that you use, so it stays, with what it
              made.
            </li>
          )}
          <li>
            {impersonations.length === 0
              ? 'No impersonation was left to end.'
              : `${formatNumber(impersonations.length)} ${impersonations.length === 1 ? 'impersonation' : 'impersonations'} ended, with all sessions.`}
          </li>
          <li>Punch-outs that they began are refused.</li>
        </ul>
      </div>
      <p>
        They knew the links that they made, rotated or revealed.{' '}
        <Link to="/history" search={{ by: id }} onClick={onClose}>
          Look at what they did
        </Link>
        , and rotate what must not be used.
      </p>
    </Dialog>
  );
}

const keysText = (count: number): string => `${formatNumber(count)} API ${count === 1 ? 'key' : 'keys'}`;

const Names = ({ of: named }: { of: readonly { id: string; name: string }[] }) =>
  named.map(({ id, name }, at) => (
    <span key={id}>
      {at > 0 && ', '}
      <bdi>{name}</bdi>
    </span>
  ));
