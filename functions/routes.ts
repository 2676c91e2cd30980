import * as apiKeys from './api-keys/routes.ts';
import * as cxml from './doors/cxml/routes.ts';
import * as loginPage from './doors/login-page/routes.ts';
import * as oci from './doors/oci/routes.ts';
import * as events from './events/routes.ts';
import type { Route } from './http/route.ts';
import * as principals from './principals/routes.ts';
import * as service from './service/routes.ts';
import * as sessions from './sessions/routes.ts';
import * as settings from './settings/routes.ts';
import * as tokens from './tokens/routes.ts';
import * as users from './users/routes.ts';

/** The routes of each resource, by the names of their constants. */
export const RESOURCES = {
  tokens,
  sessions,
  loginPage,
  oci,
  cxml,
  users,
  apiKeys,
  principals,
  settings,
  events,
  service,
};

/** Every route of the service. */
export const ROUTES: readonly Route[] = Object.values(RESOURCES).flatMap((resource): Route[] =>
  Object.values(resource),
);

/** Handles every request that no route matches. */
export const UNMATCHED = { entry: 'functions/unmatched.ts' };
