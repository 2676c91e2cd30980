import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import type { Token } from '../../../client/src/index.ts';
import { api } from '../api/client.ts';
import { userName } from '../tokens/columns.tsx';
import { toQuery } from '../tokens/list-query.ts';
import type { TokenSearch } from '../tokens/search.ts';
import { Notice } from '../ui/notice.tsx';

type TokenShortlistProps = {
  title: string;
  /** What the list of tokens is filtered by that this is the beginning of. */
  search: TokenSearch;
  /** What of each is to be known here. */
  say: (token: Token) => ReactNode;
  /** When there are none. */
  none: string;
};

const SHOWN = 5;

/** The first few tokens of a filtered list, and the way to all of them. */
export function TokenShortlist({ title, search, say, none }: TokenShortlistProps) {
  const id = useId();
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens', 'shortlist', search],
    queryFn: ({ signal }) => api.tokens.list({ ...toQuery(search), limit: SHOWN }, { signal }),
  });
  return (
    <section aria-labelledby={id} className="shortlist">
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        <Link to="/tokens" search={search}>
          All<span className="hidden"> of them</span>
          {data && data.items.length > 0 && ` ${data.items.length}${data.nextCursor === null ? '' : '+'}`}
          <span className="hidden">: {title}</span>
        </Link>
      </div>
      {error && <Notice error={error} retry={refetch} />}
      {data?.items.length === 0 && (
        <p className="soft">
          {data.nextCursor === null ? none : 'None among those that were looked at first.'}
        </p>
      )}
      <ul>
        {data?.items.map((token) => (
          <li key={token.id}>
            <Link to="/tokens/$tokenId" params={{ tokenId: token.id }} search={search}>
              <bdi>{userName(token)}</bdi>
            </Link>
            <span className="soft">{say(token)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
