import { expect, it } from 'vitest';
import { synthesise } from './synthesise.ts';

/** Types of which each function or route has one: grants.test.ts and login-tokens.test.ts hold them to the lists of the code. */
const EACH =
  /^AWS::(Lambda::(Function|Permission)|IAM::Role|Logs::LogGroup|ApiGatewayV2::(Integration|Route))$/;
/** What another test compares whole, or what changes with every build. */
const ELSEWHERE = /^(Policies|RouteSettings|DashboardBody|FunctionCode|Code|build)$/;

/** The paths of properties, each with its value where that is short and no reference. */
function pathsOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null)
    return [String(value).length > 60 ? path : `${path} = ${value}`];
  const entries = Object.entries(value);
  if (entries.some(([name]) => name === 'Ref' || name.startsWith('Fn::'))) return [path];
  return entries.flatMap(([name, item]) =>
    ELSEWHERE.test(name) ? [`${path}.${name}`] : pathsOf(item, path === '' ? name : `${path}.${name}`),
  );
}

/** Lines that name every resource, and what all or some resources of a type have. */
function inventory(): string {
  const { resources } = synthesise({
    console: 'true',
    eventBus: 'true',
    alarmTopic: 'arn:aws:sns:eu-west-1:1:a',
  });
  const byType = Map.groupBy(Object.entries(resources), ([, { Type }]) => Type);
  const lines = [...byType.keys()].sort().flatMap((type) => {
    const found = byType.get(type) ?? [];
    const counts = new Map<string, number>();
    for (const [, { Properties, DeletionPolicy, UpdateReplacePolicy, Condition }] of found) {
      const all = pathsOf({ ...Properties, DeletionPolicy, UpdateReplacePolicy, Condition }, '');
      for (const path of new Set(all)) counts.set(path, (counts.get(path) ?? 0) + 1);
    }
    const each = EACH.test(type);
    const shared = [...counts].filter(
      ([path, count]) => count === found.length && !path.endsWith('= undefined'),
    );
    const single = each
      ? []
      : [...counts].filter(([path, count]) => count < found.length && !path.endsWith('= undefined'));
    return [
      type,
      ...(each ? [] : found.map(([id]) => `  ${id}`).sort()),
      ...shared.map(([path]) => `  all: ${path}`).sort(),
      ...single.map(([path, count]) => `  ${count}: ${path}`).sort(),
    ];
  });
  return `${lines.join('\n')}\n`;
}

// Other tests say what a part is for. This one notices any part that is taken away and has no such test; where that is
// meant, `vitest run test/infra/inventory.test.ts -u` writes the list anew, and its diff belongs into the review.
it('the template has every resource and property of the list', async () => {
  await expect(inventory()).toMatchFileSnapshot('inventory.txt');
});
