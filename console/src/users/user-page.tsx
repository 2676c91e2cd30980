import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Problem, type Token, type User } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { userQuery } from '../api/queries.ts';
import { EventList } from '../events/event-list.tsx';
import { usesLabel } from '../fields/uses.ts';
import { PURPOSE_LABELS, StatusBadge, USER_TYPE_LABELS } from '../labels/labels.tsx';
import { useCan } from '../principal/principal.tsx';
import { CopyableId } from '../ui/copy.tsx';
import { Plus } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { Empty, PageTitle } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { signInsQuery } from './sign-ins-query.ts';
import { UserActions } from './user-actions.tsx';
import './users.css';
import { formatNumber } from '../ui/locale.ts';

const route = getRouteApi('/users/$userId');

/** The page shows the latest tokens; the list has all. */
const TOKEN_LIMIT = 25;

export function UserPage() {
  const { userId } = route.useParams();
  const { data: user, error, refetch } = useQuery(userQuery(userId));
  const canCreate = useCan('tokens:impersonate');
  const isMissing = error instanceof Problem && error.status === 404;
  if (isMissing)
    return (
      <>
        <PageTitle title="There is no such user" />
        <Empty title={`Nobody has the id ${userId}`}>
          <p>The user was deleted, or is not one that you may see.</p>
          <Link to="/users" className="button plain">
            All users
          </Link>
        </Empty>
      </>
    );
  return (
    <>
      <PageTitle title={user?.name ?? 'User'}>
        {canCreate && user && !user.disabled && (
          <Link to="/tokens/new" search={{ userId }} className="button main">
            <Plus size={15} /> New token
          </Link>
        )}
      </PageTitle>
      {error && <Notice error={error} retry={refetch} />}
      {user && (
        <div className="user-sections">
          <Facts user={user} />
          <UserActions user={user} />
          <Tokens userId={userId} />
        </div>
      )}
    </>
  );
}

const Facts = ({ user }: { user: User }) => (
  <section aria-label="Facts">
    {user.disabled && (
      <p className="notice warning">This user is disabled: none of their tokens lets anybody in.</p>
    )}
    <dl className="facts">
      <dt>Type</dt>
      <dd>{USER_TYPE_LABELS[user.type]}</dd>
      <dt>E-mail</dt>
      <dd>{user.email ?? <span className="soft">–</span>}</dd>
      <dt>Phone</dt>
      <dd>{user.phone ?? <span className="soft">–</span>}</dd>
      <dt>Language</dt>
      <dd>{user.locale ?? <span className="soft">–</span>}</dd>
      <dt>Created</dt>
      <dd>
        <Time at={user.createdAt} />
      </dd>
      <dt>Changed</dt>
      <dd>
        <Time at={user.updatedAt} />
      </dd>
      <dt>Id</dt>
      <dd>
        <CopyableId id={user.id} label="Copy the id" />
      </dd>
    </dl>
  </section>
);

function Tokens({ userId }: { userId: string }) {
  const tokens = useQuery({
    queryKey: ['tokens', 'of-user', userId],
    queryFn: ({ signal }) => api.tokens.list({ userId, limit: TOKEN_LIMIT }, { signal }),
  });
  const items = tokens.data?.items;
  const signIns = useQuery({ ...signInsQuery(userId, items ?? []), enabled: items !== undefined });
  return (
    <>
      <section aria-labelledby="user-tokens">
        <div className="section-head">
          <h2 id="user-tokens">Login tokens</h2>
          <Link to="/tokens" search={{ userId }}>
            All in the list
          </Link>
        </div>
        {tokens.error && <Notice error={tokens.error} retry={tokens.refetch} />}
        {items?.length === 0 && <p className="soft">There is no token for this user.</p>}
        {tokens.data && tokens.data.nextCursor !== null && (
          <p className="soft">The latest {items?.length} of more.</p>
        )}
        {items && items.length > 0 && (
          <table className="table user-tokens">
            <thead>
              <tr>
                <th scope="col">Purpose</th>
                <th scope="col">Status</th>
                <th scope="col">Expires</th>
                <th scope="col">Last used</th>
                <th scope="col">Attempts</th>
                <th scope="col">Uses</th>
                <th scope="col">Extra</th>
              </tr>
            </thead>
            <tbody>
              {items.map((token) => (
                <TokenRow key={token.id} token={token} userId={userId} />
              ))}
            </tbody>
          </table>
        )}
      </section>
      {/* Below the tokens, which move it: it comes when they are there. */}
      {items && (
        <section aria-labelledby="user-sign-ins">
          <h2 id="user-sign-ins">Recent sign-ins</h2>
          {signIns.error && <Notice error={signIns.error} retry={signIns.refetch} />}
          {signIns.data?.length === 0 && (
            <p className="soft">
              {tokens.data?.nextCursor === null
                ? 'Nobody has signed in as this user with a token.'
                : 'Nobody has signed in as this user with one of the latest tokens: the list has the others.'}
            </p>
          )}
          {signIns.data && signIns.data.length > 0 && <EventList events={signIns.data} subject="user" />}
        </section>
      )}
    </>
  );
}

function TokenRow({ token, userId }: { token: Token; userId: string }) {
  const { id, purpose, status, expiresAt, lastAccessedAt, maxUses, extra } = token;
  return (
    <tr>
      <th scope="row">
        <Link to="/tokens/$tokenId" params={{ tokenId: id }} search={{ userId }}>
          {PURPOSE_LABELS[purpose]}
        </Link>
      </th>
      <td className="token-status">
        <StatusBadge status={status} />
      </td>
      <td>
        <span className="phone-only">expires </span>
        {expiresAt ? <Time at={expiresAt} /> : 'never'}
      </td>
      <td>
        <span className="phone-only">last used </span>
        {lastAccessedAt ? <Time at={lastAccessedAt} /> : 'never'}
      </td>
      <td>
        {formatNumber(token.successfulAttempts)} successful, {formatNumber(token.failedAttempts)} failed
      </td>
      <td>{usesLabel(maxUses)}</td>
      <td className="clip">{extra}</td>
    </tr>
  );
}
