import { methodNotAllowed } from './problem.ts';
import type { Middleware } from './request.ts';
import type { Route } from './route.ts';

/** API Gateway takes `GET /tokens/redeem` for `GET /tokens/{id}`; the path is known all the same, by another method. */
export const refuseSiblings = ({ path, siblings = {} }: Route): Middleware => ({
  before: ({ event }) => {
    const [parameter = ''] = /[^{]+(?=\}$)/.exec(path) ?? [];
    const value = event.pathParameters?.[parameter] ?? '';
    const method = Object.hasOwn(siblings, value) ? siblings[value] : undefined;
    if (method) throw methodNotAllowed([method]);
  },
});
