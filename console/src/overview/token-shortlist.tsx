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
  /** The filters of the list, which the link to all tokens takes over. */
  search: TokenSearch;
  /** The information beside the name. */
  renderDetail: (token: Token) => ReactNode;
  emptyText: string;
};

const LIMIT = 5;

/** The first tokens of a filtered list, with a link to all of them. */
export function TokenShortlist({ title, search, renderDetail, emptyText }: TokenShortlistProps) {
  const id = useId();
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens', 'shortlist', search],
    queryFn: ({ signal }) => api.tokens.list({ ...toQuery(search), limit: LIMIT }, { signal }),
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
          {data.nextCursor === null ? emptyText : 'None among those that were looked at first.'}
        </p>
      )}
      <ul>
        {data?.items.map((token) => (
          <li key={token.id}>
            <Link to="/tokens/$tokenId" params={{ tokenId: token.id }} search={search}>
              <bdi>{userName(token)}</bdi>
            </Link>
            <span className="soft">{renderDetail(token)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
