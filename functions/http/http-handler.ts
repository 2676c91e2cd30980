import { authenticateApiKey } from '../runtime/database.ts';
import type { Call, Refuse, Reply } from './request.ts';
import type { Route } from './route.ts';
import { type HttpHandler, stack } from './stack.ts';

/** The Lambda handler of a route for everybody, or for programs with an API key. */
export const serve = <const R extends Route>(
  route: R,
  decide: (call: Call<R>) => Promise<Reply>,
  refuse?: Refuse,
): HttpHandler => stack(route, authenticateApiKey, decide, refuse);
