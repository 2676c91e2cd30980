import {
  type Access,
  accessOf,
  type Route,
  type SealingAccess,
  type TableAction,
} from '../functions/http/route.ts';
import { TABLE_NAMES } from '../shared/tables.ts';

/** The tables and keys that a function declares. Its role is made from that. */
export type FunctionAccess = {
  access: Access;
  sealingKey?: readonly SealingAccess[];
  signingKeys?: 'sign' | 'verify' | 'rotate';
};

/** The routes of one function. */
export type FunctionRoutes = readonly [Route, ...Route[]];

/** Groups routes by function: routes with the same entry share one. */
export const groupByFunction = (routes: readonly Route[]): FunctionRoutes[] => [
  ...(Map.groupBy(routes, ({ entry }) => entry) as Map<string, [Route, ...Route[]]>).values(),
];

/** Such as `GET /login, POST /login`. */
export const describeRoutes = (routes: FunctionRoutes): string =>
  routes.map(({ method, path }) => `${method} ${path}`).join(', ');

/** Joins the declarations of a function's routes. */
export function functionAccess(routes: FunctionRoutes): FunctionAccess {
  const keyAccess = new Map(
    routes.flatMap(({ sealingKey = [] }) =>
      sealingKey.map((access) => [`${access.action} ${access.purpose}`, access] as const),
    ),
  );
  return {
    access: joinAccess(routes.map(accessOf)),
    sealingKey: [...keyAccess.values()],
    ...signingAccess(routes.map(({ signingKeys }) => signingKeys)),
  };
}

/** A function that signs has the public halves, too. */
function signingAccess(declared: readonly Route['signingKeys'][]): Pick<FunctionAccess, 'signingKeys'> {
  const [signingKeys] = declared.filter((access) => access !== undefined).sort();
  return signingKeys ? { signingKeys } : {};
}

function joinAccess(declared: readonly Access[]): Access {
  const tables = TABLE_NAMES.map((table) => {
    const actions = new Set<TableAction>(declared.flatMap((access) => access[table] ?? []));
    return [table, [...actions]] as const;
  });
  return Object.fromEntries(tables.filter(([, actions]) => actions.length > 0));
}
