import { authenticateApiKey } from '../runtime/database.ts';
import { authenticate, keyCheck } from './authenticate.ts';
import type { ProblemFormat } from './middleware.ts';
import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';
import type { Route } from './route.ts';
import { type HttpHandler, stack } from './stack.ts';

/**
 * The Lambda handler of a public route, or of one for programs with an API key. It loads nothing of the identity
 * provider, so bundles on the way of a sign-in stay small; administrators need `adminHandler`.
 */
export const httpHandler = <const R extends Route>(
  route: R,
  handle: (request: HttpRequest<R>) => Promise<HttpResponse>,
  problemFormat?: ProblemFormat,
): HttpHandler => stack(route, authenticate(route, keyCheck(authenticateApiKey)), handle, problemFormat);
