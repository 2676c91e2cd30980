import { isId } from '../../shared/crypto/id.ts';
import type { ChangeContext } from '../../shared/token/change.ts';
import { preconditions } from '../http/etag.ts';
import type { HttpRequest } from '../http/request.ts';
import { tokenRetention } from '../runtime/settings.ts';
import { tokenProblem } from './problems.ts';
import type { deleteToken, getToken } from './routes.ts';

/** The id of the token that the path names, which the log line gets too. Throws `token_not_found` for other text. */
export function tokenIdOf({
  params: { id },
  log,
}: Pick<HttpRequest<typeof getToken>, 'params' | 'log'>): string {
  if (!isId(id)) throw tokenProblem('token_not_found');
  log({ tokenId: id });
  return id;
}

/** The token that the path names, and the context of a change that `If-Match` may condition. */
export async function readTokenChange(
  request: Omit<HttpRequest<typeof deleteToken>, 'query' | 'body'>,
): Promise<{ id: string; context: ChangeContext }> {
  const { principal, audit, header } = request;
  const expected = preconditions(header);
  const id = tokenIdOf(request);
  const retention = await tokenRetention(audit.time);
  return { id, context: { audit, scope: principal.scope, expected, retention } };
}
