export type Routed = { method: string; path: string };

export type Match<R extends Routed> = { route: R; parameters: Record<string, string> };

/** Finds a route as API Gateway's HTTP API does: a literal segment wins over a parameter, from the left. */
export function makeRouter<R extends Routed>(
  routes: readonly R[],
): (method: string, path: string) => Match<R> | undefined {
  const candidates = routes
    .map((route) => ({ route, segments: route.path.split('/') }))
    .sort((a, b) => (specificity(a.segments) < specificity(b.segments) ? -1 : 1));
  return (method, path) => {
    const given = path.split('/');
    for (const { route, segments } of candidates) {
      const parameters = route.method === method ? match(segments, given) : undefined;
      if (parameters) return { route, parameters };
    }
    return undefined;
  };
}

const PARAMETER = /^\{(.+)\}$/;

const specificity = (segments: readonly string[]): string =>
  segments.map((segment) => (PARAMETER.test(segment) ? '1' : '0')).join('');

/** The values of the parameters, which are never empty. Undefined: the path does not match. */
function match(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const text = given[at] ?? '';
    const name = PARAMETER.exec(segment)?.[1];
    if (name === undefined ? segment !== text : text === '') return undefined;
    if (name !== undefined) parameters[name] = text;
  }
  return parameters;
}
