import type { GenericSchema } from 'valibot';
import type { Seal } from '../../shared/crypto/sealer.ts';
import type { Permission } from '../../shared/principal/role.ts';
import type { TableName } from '../../shared/tables.ts';

/** What a function may do to a table. `Query` is of the table itself, `QueryIndex` of its indexes. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'QueryIndex'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem';

export type Access = Partial<Record<TableName, readonly TableAction[]>>;

/** What a function may ask of the sealing key, and for what. */
export type KeyAccess = { action: 'Encrypt' | 'Decrypt'; purpose: Seal['purpose'] };

/** A form is `application/x-www-form-urlencoded`, the text of XML goes to the handler as it is. */
export type BodyType = 'json' | 'form' | 'xml';

/** A route as plain data: the CDK app, the local gateway, the handler's stack and the tests are all made from it. */
export type Route = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Parameters in braces, as API Gateway writes them. */
  path: string;
  /** The file that exports `handler`: one function, also where several routes name it. */
  entry: string;
  /** Values of the last parameter that are other routes' paths, with the method that those take. */
  siblings?: Readonly<Record<string, Route['method']>>;
  /** `public` asks for no credentials, `authenticated` for any that are good. */
  permission: Permission | 'authenticated' | 'public';
  /** Settings and statistics are of the whole service: a principal limited to domains may not call these. */
  unlimitedOnly?: true;
  query?: () => GenericSchema;
  body?: () => GenericSchema;
  /** Takes what others add to its query and form: the handler gets all pairs, and reads those that it knows. */
  tolerant?: true;
  /** An empty body stands for `{}`. */
  bodyOptional?: true;
  /** What the body is, JSON when absent. The schema of a form is that of an object of texts. */
  bodyType?: BodyType;
  access: Access;
  sealingKey?: readonly KeyAccess[];
  /** Whether the function signs or verifies sessions. */
  signingKeys?: 'read';
  /** Requests a second and at once; what the stage allows by default when absent. */
  throttle?: { rate: number; burst: number };
};

/** The parameters that a path names. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParameters<Rest>
  : unknown;

/** All that a route's function may do to tables: what it declares, and reading keys if it asks for credentials. */
export function accessOf({ permission, access }: Route): Access {
  if (permission === 'public') return access;
  return { ...access, keys: [...new Set([...(access.keys ?? []), 'GetItem' as const])] };
}
