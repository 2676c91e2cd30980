import { describe, expect, it } from 'vitest';
import { DOCUMENTED_ROUTES } from '../../functions/openapi/docs.ts';
import { problemsOf } from '../../functions/openapi/problems-of.ts';
import { type HandlerAnswers, readHandlers } from '../support/handler-answers.ts';

/** The document promises what the code of the handlers can answer: nothing else, and nothing less. */

const handlers = readHandlers();
const answersOf = (entry: string): HandlerAnswers => {
  const answers = handlers.get(entry);
  if (!answers) throw new Error(`${entry} is not read`);
  return answers;
};
const routes = DOCUMENTED_ROUTES.map(({ route, docs }) => ({
  name: `${route.method} ${route.path}`,
  route,
  docs,
}));

describe.each(routes)('$name documents', ({ route, docs }) => {
  const { problems, statuses, headers, files } = answersOf(route.entry);

  it('the problems that its handler can answer, and those of the stack', () => {
    const stack = problemsOf(route, { ...docs, problems: [] });
    expect(problemsOf(route, docs).toSorted()).toEqual([...new Set([...stack, ...problems])].sort());
  });

  it('the statuses of success that its handler can answer', () => {
    expect(Object.keys(docs.answers).map(Number).sort()).toEqual([...statuses].sort());
  });

  it('the conditional and idempotency headers that its handler reads', () => {
    expect((docs.headers ?? []).map((name) => name.toLowerCase()).sort()).toEqual([...headers].sort());
  });

  it('the media type in which its handler answers a problem', () => {
    const refusal = files.has('functions/doors/problem-page.ts')
      ? 'text/html'
      : files.has('functions/doors/cxml/problem-cxml.ts')
        ? 'text/xml'
        : undefined;
    expect(docs.problemType).toBe(refusal);
    expect(route.oauth ?? false).toBe(files.has('functions/http/oauth-handler.ts'));
  });
});

describe('the reading of handlers', () => {
  it('finds problems in the handler, in what it calls, and in the cases that it reaches alone', () => {
    const own = (entry: string) => [...answersOf(entry).problems].sort();
    expect(own('functions/service/health.ts')).toEqual([]);
    expect(own('functions/tokens/get.ts')).toEqual([
      'invalid_request',
      'token_not_found',
      'version_mismatch',
    ]);
    expect(own('functions/doors/cxml/get.ts')).toEqual(['invalid_request', 'not_ready', 'token_refused']);
  });
});
