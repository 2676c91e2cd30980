import { Problem } from '../http/problem.ts';

/** The problems that routes of users have in common. */
export const userRefusal = (outcome: 'user_not_found' | 'version_mismatch'): Problem => {
  switch (outcome) {
    case 'user_not_found':
      return new Problem('user_not_found', 'There is no user of this id.');
    case 'version_mismatch':
      return new Problem('version_mismatch', 'The user has changed since. Get it again and decide anew.');
  }
};
