import { Problem } from '../http/problem.ts';

export const userNotFound = (): Problem => new Problem('user_not_found', 'There is no user of this id.');
