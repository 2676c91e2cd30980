import type { Scope } from '../user/user.ts';
import type { PunchOut } from './punch-out.ts';
import type { Role } from './role.ts';

/** Who calls the API. */
export type Principal = {
  /** With its kind as a prefix: `key:…`. */
  id: string;
  name: string;
  role: Role;
  scope: Scope;
  /** Epoch seconds; undefined: never. */
  expiresAt: number | undefined;
  /** Of a procurement system, and of nobody else. */
  punchOut: PunchOut | undefined;
};
