import type { GenericSchema } from 'valibot';
import type { Seal } from '../../shared/crypto/sealer.ts';
import type { Permission } from '../../shared/principal/role.ts';
import type { TableName } from '../../shared/tables.ts';

/** An action that a function may take on a table. `Query` is of the table itself, `QueryIndex` of its indexes. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'QueryIndex'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'ConditionCheckItem'
  /** Marks the day on which a key was used: an `UpdateItem` of that attribute alone. */
  | 'MarkUse'
  | 'DeleteItem';

export type Access = Partial<Record<TableName, readonly TableAction[]>>;

/** An action that a function may take with the sealing key, for secrets of one purpose. */
export type SealingAccess = { action: 'Encrypt' | 'Decrypt'; purpose: Seal['purpose'] };

/** A form is `application/x-www-form-urlencoded`. The handler gets XML as its bytes. */
export type BodyType = 'json' | 'form' | 'xml';

/** A route as plain data. The CDK app, the local gateway, the handler, the OpenAPI document and tests are made from it. */
export type Route = {
  /** A route of GET is served for HEAD, too: see `methodsOf`. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Parameters in braces, as API Gateway writes them. */
  path: string;
  /** The file that exports `handler`. Each entry is deployed as one function. */
  entry: string;
  /** Values of the last path parameter that are paths of other routes, with the method of those. */
  siblings?: Readonly<Record<string, Route['method']>>;
  /** `public` requires no credentials, `authenticated` requires a principal of any role. */
  permission: Permission | 'authenticated' | 'public';
  /**
   * A deleted key may call the route for up to 60 seconds: it is on the way of every sign-in. Other routes that change or
   * reveal something read the key of their caller at each request.
   */
  rememberedKey?: true;
  /** Forbids principals that are limited to domains, since the route reads or changes data of the whole service. */
  unlimitedOnly?: true;
  query?: () => GenericSchema;
  body?: () => GenericSchema;
  /** Allows unknown query and form parameters, which mail tools and browsers add. The handler gets all pairs. */
  tolerant?: true;
  /**
   * An OAuth endpoint: its clients may authenticate by `client_secret_basic` and `client_secret_post` (RFC 6749, section
   * 2.3.1), problems are OAuth errors (section 5.2), and unknown parameters of its form are ignored (section 3.2).
   */
  oauth?: true;
  /** Names and values of query and form that are no UTF-8 are Windows-1252; elsewhere they are damaged. */
  legacyCharset?: true;
  /** An empty body stands for `{}`. */
  bodyOptional?: true;
  /** JSON when absent. The schema of a form is that of an object of texts. */
  bodyType?: BodyType;
  access: Access;
  sealingKey?: readonly SealingAccess[];
  /** `sign`: signs codes or sessions, and may verify them. `verify`: reads the public halves of the keys alone. */
  signingKeys?: 'sign' | 'verify';
  /** Requests a second, and at once; the default of the stage when absent. */
  throttle?: { rate: number; burst: number };
};

/** The methods that a route is served for: HEAD has the headers of GET, and no body (RFC 9110, section 9.3.2). */
export const methodsOf = ({ method }: Pick<Route, 'method'>): readonly (Route['method'] | 'HEAD')[] =>
  method === 'GET' ? ['GET', 'HEAD'] : [method];

/** The parameters that a path names. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParameters<Rest>
  : unknown;

/** Whether a route may take a key that was deleted within the last minute. */
export const takesRememberedKey = ({ method, rememberedKey }: Route): boolean =>
  method === 'GET' || rememberedKey === true;

/** The actions on keys of a function that authenticates its caller. */
export const PROVING_A_KEY = ['GetItem', 'MarkUse'] as const;

/** To redeem a token without looking at it before. What a principal began ends with it: the key is read. */
export const REDEEMING = {
  settings: ['GetItem'],
  keys: ['GetItem'],
  tokens: ['UpdateItem'],
  users: ['GetItem'],
  transient: ['GetItem'],
} as const satisfies Access;

/** The declared access of a route, and what proving a key takes where it requires credentials. */
export function accessOf({ permission, access }: Route): Access {
  if (permission === 'public') return access;
  return { ...access, keys: [...new Set([...(access.keys ?? []), ...PROVING_A_KEY])] };
}
