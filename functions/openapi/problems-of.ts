import type { RouteDocs } from '../docs/route-docs.ts';
import type { ProblemCode } from '../http/problem.ts';
import type { Route } from '../http/route.ts';

/** The problems that a route answers: those of its handler, and those of the stack for a route declared like this one. */
export function problemsOf(route: Route, { problems = [] }: RouteDocs): ProblemCode[] {
  return [...new Set([...stackProblems(route), ...problems])];
}

function stackProblems(route: Route): ProblemCode[] {
  const { permission, body, bodyType, tolerant, siblings, access, signingKeys } = route;
  const hasBody = body !== undefined || bodyType !== undefined;
  // A document that cannot be read is refused within cXML, with HTTP status 200.
  const isRefusable = bodyType !== 'xml' && (hasBody || !tolerant);
  const callsOthers = permission !== 'public' || Object.keys(access).length > 0 || signingKeys !== undefined;
  return [
    ...(isRefusable ? (['invalid_request'] as const) : []),
    ...(permission === 'public' ? [] : (['unauthenticated'] as const)),
    'forbidden',
    ...(siblings ? (['method_not_allowed'] as const) : []),
    ...(hasBody ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    'internal_error',
    ...(callsOthers ? (['unavailable'] as const) : []),
  ];
}
