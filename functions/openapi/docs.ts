import * as apiKeys from '../api-keys/docs.ts';
import { COMMON_SCHEMAS } from '../docs/common-schemas.ts';
import type { Schemas } from '../docs/json-schema.ts';
import type { DocsOf, RouteDocs } from '../docs/route-docs.ts';
import * as cxml from '../doors/cxml/docs.ts';
import * as loginPage from '../doors/login-page/docs.ts';
import * as oci from '../doors/oci/docs.ts';
import * as events from '../events/docs.ts';
import type { Route } from '../http/route.ts';
import * as principals from '../principals/docs.ts';
import { RESOURCES } from '../routes.ts';
import * as service from '../service/docs.ts';
import * as sessions from '../sessions/docs.ts';
import * as settings from '../settings/docs.ts';
import * as tokens from '../tokens/docs.ts';
import * as users from '../users/docs.ts';

type Resource = keyof typeof RESOURCES;
type ResourceDocs<Routes> = { docs: DocsOf<Routes>; schemas?: Schemas };

/** The documentation of every resource, in the order of the document. */
const DOCS: { readonly [R in Resource]: ResourceDocs<(typeof RESOURCES)[R]> } = {
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

/** `name` is that of the route's constant: `redeemToken`. */
export type DocumentedRoute = { name: string; route: Route; docs: RouteDocs };

/** Every route with its documentation, in the order of the document. */
export const DOCUMENTED_ROUTES: readonly DocumentedRoute[] = (Object.keys(DOCS) as Resource[]).flatMap(
  (resource) => {
    const routes: Readonly<Record<string, Route>> = RESOURCES[resource];
    const all: Readonly<Record<string, RouteDocs>> = DOCS[resource].docs;
    return Object.entries(all).flatMap(([name, docs]) => {
      const route = routes[name];
      return route ? [{ name, route, docs }] : [];
    });
  },
);

/** The schemas of all answers, by name. */
export const SCHEMAS: Schemas = Object.assign(
  {},
  COMMON_SCHEMAS,
  ...Object.values(DOCS).map(({ schemas }: { schemas?: Schemas }) => schemas),
  ...DOCUMENTED_ROUTES.flatMap(({ docs }) =>
    Object.values(docs.answers).flatMap(({ page }) => (page ? [{ [page.name]: page.schema }] : [])),
  ),
);
