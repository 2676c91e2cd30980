import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Token } from '../../../client/src/index.ts';
import { userQuery } from '../api/queries.ts';
import { PURPOSE_LABELS, USER_TYPE_LABELS } from '../labels/labels.tsx';
import { CopyableId } from '../ui/copy.tsx';
import { formatNumber } from '../ui/locale.ts';
import { DateTime, relative, Time, useNow } from '../ui/time.tsx';
import { userName } from './columns.tsx';

/** Says in a sentence whether the token can still be used, and until when. */
export function stateSentence(token: Token, now: number, userDisabled = false): string {
  const { status, maxUses, uses, expiresAt, lastAccessedAt } = token;
  const relativeTo = (at: string | null) => (at === null ? '' : ` ${relative(at, now)}`);
  if (status === 'used') return `It was used up${relativeTo(lastAccessedAt)}.`;
  if (status === 'expired') return `It expired${relativeTo(expiresAt)}.`;
  if (status === 'disabled') return 'It is disabled: whoever opens its link is refused.';
  if (token.user !== null && token.user.type === null)
    return 'Its user is deleted: whoever opens its link is refused.';
  if (userDisabled) return 'Its user is disabled: whoever opens its link is refused until that changes.';
  const left = maxUses === null ? undefined : maxUses - uses;
  const often =
    left === undefined ? 'again and again' : left === 1 ? 'once' : `${formatNumber(left)} more times`;
  const until = expiresAt === null ? 'and never expires' : `and expires${relativeTo(expiresAt)}`;
  return `It can be used ${often} ${until}.`;
}

export function TokenFacts({ token }: { token: Token }) {
  const now = useNow();
  const { user } = token;
  const owner = useQuery({ ...userQuery(user?.id ?? ''), enabled: user?.type != null });
  return (
    <section aria-label="Facts">
      <p className="state-words">{stateSentence(token, now, owner.data?.disabled)}</p>
      <dl className="facts">
        <dt>User</dt>
        <dd>
          {user?.type ? (
            <Link to="/users/$userId" params={{ userId: user.id }}>
              <bdi>{user.name}</bdi>
            </Link>
          ) : (
            <bdi>{userName(token)}</bdi>
          )}
          {user?.email && <span className="soft"> {user.email}</span>}
        </dd>
        {user?.type && (
          <>
            <dt>Type</dt>
            <dd>{USER_TYPE_LABELS[user.type]}</dd>
          </>
        )}
        <dt>Purpose</dt>
        <dd>{PURPOSE_LABELS[token.purpose]}</dd>
        <dt>Expires at</dt>
        <dd>{token.expiresAt ? <DateTime at={token.expiresAt} /> : 'never'}</dd>
        <dt>Uses</dt>
        <dd>
          {token.maxUses === null
            ? 'reusable until it expires'
            : `${formatNumber(token.uses)} of ${formatNumber(token.maxUses)}`}
        </dd>
        {token.previousUntil && (
          <>
            <dt>Old link works until</dt>
            <dd>
              <DateTime at={token.previousUntil} />
            </dd>
          </>
        )}
        <dt>Last accessed at</dt>
        <dd>{token.lastAccessedAt ? <DateTime at={token.lastAccessedAt} /> : 'never'}</dd>
        <dt>Successful attempts</dt>
        <dd>{formatNumber(token.successfulAttempts)}</dd>
        <dt>Failed attempts</dt>
        <dd>{formatNumber(token.failedAttempts)}</dd>
        <dt>Extra</dt>
        <dd>{token.extra ?? <span className="soft">–</span>}</dd>
        <dt>Reason</dt>
        <dd>{token.reason ?? <span className="soft">–</span>}</dd>
        <dt>Created</dt>
        <dd>
          <Time at={token.createdAt} /> by <bdi>{token.createdBy.name}</bdi>
        </dd>
        <dt>Changed</dt>
        <dd>
          <Time at={token.updatedAt} />
        </dd>
        <dt>Id</dt>
        <dd>
          <CopyableId id={token.id} label="Copy the id" />
        </dd>
      </dl>
    </section>
  );
}
