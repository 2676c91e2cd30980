import { Link } from '@tanstack/react-router';
import { useCan, usePrincipal } from '../principal/principal.tsx';
import type { TokenSearch } from '../tokens/search.ts';
import { Plus } from '../ui/icons.tsx';
import { PageTitle } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { Attempts } from './attempts.tsx';
import { Failure, useFailure } from './failure.tsx';
import { FirstToken } from './first-token.tsx';
import './overview.css';
import { formatNumber } from '../ui/locale.ts';
import { SetUp } from './set-up.tsx';
import { TokenShortlist } from './token-shortlist.tsx';
import { UnusualFailures } from './unusual-failures.tsx';
import { isFirstStep, isList, useWaiting } from './waiting.ts';

/** Start of a local day: lists of the same day have the same query key. */
function daysFromToday(days: number): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() + days);
  return day.toISOString();
}

export function OverviewPage() {
  const canWrite = useCan('tokens:impersonate');
  const { domains } = usePrincipal();
  const failure = useFailure();
  const waiting = useWaiting(isFirstStep);
  const listsWaiting = useWaiting(isList);
  // Each order starts at the tokens in question, because one request examines a limited number of tokens.
  const soon: TokenSearch = {
    status: 'active',
    expiresFrom: daysFromToday(0),
    expiresTo: daysFromToday(8),
    sort: 'expiresAt',
  };
  const unused: TokenSearch = {
    status: 'active',
    successfulAttempts: 'eq:0',
    createdTo: daysFromToday(-7),
    sort: 'createdAt',
  };
  const endless: TokenSearch = {
    status: 'active',
    neverExpires: 'true',
    oneTimeUse: 'false',
    sort: '-expiresAt',
  };
  return (
    <>
      <PageTitle title="Overview">
        {canWrite && (
          <Link to="/tokens/new" className="button main">
            <Plus size={15} /> New token <kbd>n</kbd>
          </Link>
        )}
      </PageTitle>
      {domains && (
        <p className="soft">
          You see users of {domains.join(', ')} and their tokens. Figures of all are for others.
        </p>
      )}
      {failure && <Failure error={failure} />}
      <SetUp />
      <FirstToken />
      <div className={waiting ? 'overview waiting' : 'overview'} hidden={failure !== undefined}>
        <Attempts />
        <div className={listsWaiting ? 'shortlists waiting' : 'shortlists'}>
          <div>
            <UnusualFailures />
            <TokenShortlist
              title="Unused for a week"
              search={unused}
              emptyText="Every active token of more than a week was used."
              renderDetail={({ createdAt }) => (
                <>
                  made <Time at={createdAt} />
                </>
              )}
            />
          </div>
          <div>
            <TokenShortlist
              title="Expire within a week"
              search={soon}
              emptyText="No active token expires within a week."
              renderDetail={({ expiresAt }) => expiresAt && <Time at={expiresAt} />}
            />
            <TokenShortlist
              title="Reusable for ever"
              search={endless}
              emptyText="Every active token that can be used again expires some day."
              renderDetail={({ maxUses, lastAccessedAt }) => (
                <>
                  {maxUses === null ? 'never expires' : `never expires, ${formatNumber(maxUses)} uses`}
                  {lastAccessedAt ? (
                    <>
                      , last used <Time at={lastAccessedAt} />
                    </>
                  ) : (
                    ', never used'
                  )}
                </>
              )}
            />
          </div>
        </div>
      </div>
    </>
  );
}
