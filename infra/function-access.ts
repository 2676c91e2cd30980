import {
  type Access,
  accessOf,
  type KeyAccess,
  type Route,
  type TableAction,
} from '../functions/http/route.ts';
import { TABLE_NAMES } from '../shared/tables.ts';

/** What a function declares that it touches. */
export type Declaration = {
  access: Access;
  sealingKey?: readonly KeyAccess[];
  signingKeys?: 'read' | 'write';
};

/** The routes that one function serves. */
export type Shared = readonly [Route, ...Route[]];

/** Routes by their functions: those that name the same entry, such as GET and HEAD of a page, have one. */
export const byFunction = (routes: readonly Route[]): Shared[] => [
  ...(Map.groupBy(routes, ({ entry }) => entry) as Map<string, [Route, ...Route[]]>).values(),
];

/** `GET /login, HEAD /login`. */
export const describeRoutes = (routes: Shared): string =>
  routes.map(({ method, path }) => `${method} ${path}`).join(', ');

/** All that its routes declare. */
export function declarationOf(routes: Shared): Declaration {
  const keyAccess = new Map(
    routes.flatMap(({ sealingKey = [] }) =>
      sealingKey.map((access) => [`${access.action} ${access.purpose}`, access] as const),
    ),
  );
  return {
    access: union(routes.map(accessOf)),
    sealingKey: [...keyAccess.values()],
    ...(routes.some(({ signingKeys }) => signingKeys) && { signingKeys: 'read' }),
  };
}

function union(accesses: readonly Access[]): Access {
  const tables = TABLE_NAMES.map((table) => {
    const actions = new Set<TableAction>(accesses.flatMap((access) => access[table] ?? []));
    return [table, [...actions]] as const;
  });
  return Object.fromEntries(tables.filter(([, actions]) => actions.length > 0));
}
