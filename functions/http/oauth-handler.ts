import { authenticateApiKey } from '../runtime/database.ts';
import { authenticateClient } from './authenticate-client.ts';
import { oauthError } from './oauth-error.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';
import type { Route } from './route.ts';
import { type HttpHandler, stack } from './stack.ts';

/** The Lambda handler of an OAuth endpoint for storefronts: it takes their client authentication, and errs as OAuth does. */
export const oauthHandler = <const R extends Route>(
  route: R,
  handle: (request: HttpRequest<R>) => Promise<HttpResponse>,
): HttpHandler => stack(route, authenticateClient(route, authenticateApiKey), handle, oauthError);
