import { isUserId } from '../../shared/user/user.ts';
import { Problem, versionMismatch } from '../http/problem.ts';
import type { HttpRequest } from '../http/request.ts';
import type { getUser } from './routes.ts';

/** The id of the user that the path names, which the log line gets too. Throws `user_not_found` for other text. */
export function userIdOf({
  params: { id },
  log,
}: Pick<HttpRequest<typeof getUser>, 'params' | 'log'>): string {
  if (!isUserId(id)) throw userProblem('user_not_found');
  log({ userId: id });
  return id;
}

/** The problem of an outcome for the user that the path names. */
export function userProblem(outcome: 'user_not_found' | 'version_mismatch'): Problem {
  switch (outcome) {
    case 'user_not_found':
      return new Problem('user_not_found', 'There is no user of this id.');
    case 'version_mismatch':
      return versionMismatch();
  }
}

/** A principal limited to domains gives no user an address outside of them. */
export const outsideDomains = (): Problem =>
  new Problem('forbidden', 'This principal keeps users with an e-mail address in its domains only.');
