/** The permissions of each role. A route names the permission that it requires. */

const VIEWER = ['tokens:read', 'users:read', 'events:read'] as const;
/** `tokens:impersonate` makes impersonations, and takes the own ones back; `tokens:write` makes and changes every token. */
const SUPPORT = [...VIEWER, 'tokens:impersonate'] as const;
const EDITOR = [...SUPPORT, 'tokens:write', 'tokens:reveal', 'users:write'] as const;
const ADMIN = [...EDITOR, 'keys:write', 'settings:write', 'sessions:revoke'] as const;
const STOREFRONT = ['tokens:redeem', 'sessions:read', 'sessions:end'] as const;
/** Only the cXML door requires it. The document holds the key, so no route names the permission. */
const PROCUREMENT = ['punchout:start'] as const;

export const ROLE_PERMISSIONS = {
  viewer: VIEWER,
  support: SUPPORT,
  editor: EDITOR,
  admin: ADMIN,
  storefront: STOREFRONT,
  procurement: PROCUREMENT,
} as const;

export type Role = keyof typeof ROLE_PERMISSIONS;
export const ROLES = Object.keys(ROLE_PERMISSIONS) as [Role, ...Role[]];
export type Permission = (typeof ROLE_PERMISSIONS)[Role][number];

/** The roles of identities, weakest first. Keys may have these roles too; the other roles are of keys alone. */
export const IDENTITY_ROLES = ['viewer', 'support', 'editor', 'admin'] as const satisfies readonly Role[];
export type IdentityRole = (typeof IDENTITY_ROLES)[number];

export const permits = (role: Role, permission: Permission): boolean =>
  (ROLE_PERMISSIONS[role] as readonly Permission[]).includes(permission);
