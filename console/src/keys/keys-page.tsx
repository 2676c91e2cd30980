import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import type { Key } from '../../../client/src/index.ts';
import { principalIdOf } from '../../../shared/principal/principal.ts';
import { api } from '../api/client.ts';
import { refreshQueries } from '../api/query-client.ts';
import { ROLE_LABELS } from '../labels/labels.tsx';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import { Button } from '../ui/button.tsx';
import { CopyableId } from '../ui/copy.tsx';
import { Plus } from '../ui/icons.tsx';
import { lazyComponent } from '../ui/lazy-component.ts';
import { LOCALE } from '../ui/locale.ts';
import { Notice } from '../ui/notice.tsx';
import { Empty, PageTitle } from '../ui/page.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { showToast } from '../ui/toast.ts';
import { KeySheetButton } from './key-sheet-button.tsx';
import { canRemove, type Person } from './person.ts';
import { keysQuery } from './queries.ts';
import { RemovedPeople } from './removed-people.tsx';
import './keys.css';

const Confirm = lazyComponent(() => import('../ui/confirm.tsx'), 'Confirm');
const RotateKey = lazyComponent(() => import('./rotate-key.tsx'), 'RotateKey');
const NewKey = lazyComponent(() => import('./new-key.tsx'), 'NewKey');
const ChoosePerson = lazyComponent(() => import('./choose-person.tsx'), 'ChoosePerson');
const RemovePerson = lazyComponent(() => import('./remove-person.tsx'), 'RemovePerson');

export function KeysPage() {
  const canWrite = useCan('keys:write');
  const queryClient = useQueryClient();
  const principal = usePrincipal();
  const { data: keys, error, refetch } = useQuery({ ...keysQuery, enabled: canWrite });
  const [creating, setCreating] = useState(false);
  const [rotating, setRotating] = useState<Key>();
  const [deleting, setDeleting] = useState<Key>();
  const [choosing, setChoosing] = useState(false);
  const [removing, setRemoving] = useState<Person>();
  const remove = useMutation({
    mutationFn: ({ id }: Key) => api.keys.remove(id),
    onSuccess: (_, { name }) => {
      setDeleting(undefined);
      void refreshQueries(queryClient, 'keys', 'events');
      void showToast(
        `The key ${name} is deleted`,
        'It changes nothing any more, and reads nothing after a minute.',
      );
    },
  });

  if (!canWrite)
    return (
      <>
        <PageTitle title="Keys" />
        <Empty title="Keys are for administrators">
          <p>Your role does not let you see or make API keys.</p>
        </Empty>
      </>
    );
  return (
    <>
      <PageTitle title="Keys">
        <Button onClick={() => setChoosing(true)}>Remove a person…</Button>
        <Button tone="main" onClick={() => setCreating(true)}>
          <Plus size={15} /> New key
        </Button>
      </PageTitle>
      {error && <Notice error={error} retry={refetch} />}
      {keys?.length === 0 && (
        <Empty title="There are no API keys">
          <p>
            A key lets a program call the API: a storefront that redeems tokens, or a system that makes them.
          </p>
        </Empty>
      )}
      {keys?.length !== 0 && !(error && !keys) && (
        <div className="table-wrap">
          <table className="table keys-table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Limited to</th>
                <th scope="col">Expires</th>
                <th scope="col">Last used</th>
                <th scope="col">Created</th>
                <th scope="col">Id</th>
                <th scope="col">
                  <span className="hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {!keys && <SkeletonRows cells={['name', 'role', 'limit', 'expires', 'created', 'id', 'act']} />}
              {keys?.map((key) => (
                <tr key={key.id}>
                  <th scope="row">
                    <bdi>{key.name}</bdi>
                    {principal.id === `key:${key.id}` && <span className="soft"> (the one you use)</span>}
                  </th>
                  <td className="role">{ROLE_LABELS[key.role]}</td>
                  <td className={key.domains || key.userId ? 'limit' : 'limit none'}>
                    <span className="phone-only">limited to </span>
                    {key.domains
                      ? key.domains.join(', ') || 'domains of others'
                      : key.userId
                        ? `user ${key.userId}`
                        : NOTHING}
                  </td>
                  <td className="expires">
                    {key.expiresAt ? (
                      <>
                        <span className="phone-only">expires </span>
                        <Time at={key.expiresAt} />
                      </>
                    ) : (
                      <>
                        never<span className="phone-only"> expires</span>
                      </>
                    )}
                  </td>
                  <td className="used">
                    <span className="phone-only">last used </span>
                    {key.lastUsedAt ? <time dateTime={key.lastUsedAt}>{day(key.lastUsedAt)}</time> : 'never'}
                  </td>
                  <td className="created">
                    <Time at={key.createdAt} /> by <bdi>{key.createdBy.name}</bdi>
                  </td>
                  <td className="id">
                    <CopyableId
                      id={key.id}
                      shown={`…${key.id.slice(-6)}`}
                      label={`Copy the id of ${key.name}`}
                    />
                  </td>
                  <td className="act">
                    <Button aria-label={`Rotate the key ${key.name}`} onClick={() => setRotating(key)}>
                      Rotate…
                    </Button>{' '}
                    <Button aria-label={`Delete the key ${key.name}`} onClick={() => setDeleting(key)}>
                      Delete…
                    </Button>{' '}
                    {key.role === 'procurement' && <KeySheetButton apiKey={key} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {keys && <RemovedPeople />}
      <Suspense>
        {choosing && (
          <ChoosePerson
            onChosen={(person) => {
              setChoosing(false);
              setRemoving(person);
            }}
            onClose={() => setChoosing(false)}
          />
        )}
        {removing && <RemovePerson person={removing} onClose={() => setRemoving(undefined)} />}
        {creating && <NewKey onClose={() => setCreating(false)} />}
        {rotating && <RotateKey apiKey={rotating} onClose={() => setRotating(undefined)} />}
        {deleting && (
          <Confirm
            open
            danger
            title={`Delete the key ${deleting.name}?`}
            action="Delete the key"
            busy={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate(deleting)}
            onCancel={() => {
              setDeleting(undefined);
              remove.reset();
            }}
          >
            <p>
              It changes nothing from then on, and whatever else uses it is refused within a minute. This
              cannot be undone.
              {principal.id === `key:${deleting.id}` && ' It is the key that you have signed in with.'}
            </p>
            {canRemove(principal, principalIdOf(deleting.id)) && (
              <div className="leaver">
                <p>Has somebody left? The keys that they made with it stay, unless you remove the person.</p>
                <Button
                  onClick={() => {
                    setDeleting(undefined);
                    setRemoving({ id: principalIdOf(deleting.id), name: deleting.name });
                  }}
                >
                  Remove this person…
                </Button>
              </div>
            )}
          </Confirm>
        )}
      </Suspense>
    </>
  );
}

const NOTHING = <span className="soft">nothing</span>;

/** The API tells the start of a day in UTC: a local time of day would be made up. */
const day = (at: string): string => DAY.format(new Date(at));
const DAY = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', dateStyle: 'medium' });
