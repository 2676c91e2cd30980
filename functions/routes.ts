import * as events from './events/routes.ts';
import type { Route } from './http/route.ts';
import * as keys from './keys/routes.ts';
import * as service from './service/routes.ts';
import * as tokens from './tokens/routes.ts';
import * as users from './users/routes.ts';

/** Every route of the service. */
export const ROUTES: readonly Route[] = [tokens, users, keys, events, service].flatMap((resource): Route[] =>
  Object.values(resource),
);
