import type { Middleware } from './middleware.ts';
import { methodNotAllowed } from './problem.ts';
import { methodsOf, type Route } from './route.ts';

/**
 * Answers 405 where the value of the last path parameter is the path of another route. API Gateway sends
 * `GET /tokens/redeem` to `GET /tokens/{id}`, since `/tokens/redeem` has no GET.
 */
export const rejectSiblingPaths = ({ path, siblings = {} }: Route): Middleware => ({
  before: ({ event: { pathParameters } }) => {
    const [parameter = ''] = /[^{]+(?=\}$)/.exec(path) ?? [];
    const value = pathParameters?.[parameter] ?? '';
    const method = Object.hasOwn(siblings, value) ? siblings[value] : undefined;
    if (method) throw methodNotAllowed(methodsOf({ method }));
  },
});
