import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { useCan } from '../principal/principal.tsx';
import { Empty } from '../ui/page.tsx';

/** Explains the first steps while there is no token. */
export function FirstToken() {
  const canCreate = useCan('tokens:impersonate');
  const { data } = useQuery({
    queryKey: ['tokens', 'any'],
    queryFn: ({ signal }) => api.tokens.list({ limit: 1 }, { signal }),
  });
  if (!data || data.items.length > 0 || data.nextCursor !== null) return null;
  return (
    <Empty title="There is no login token yet">
      <p>
        A login token is a link that logs somebody in without a password, once or as often as you say. Make
        one for a <Link to="/users">user</Link>, or let your systems make them by the <a href="/docs">API</a>.
      </p>
      {canCreate && (
        <Link to="/tokens/new" className="button main">
          Make the first token
        </Link>
      )}
    </Empty>
  );
}
