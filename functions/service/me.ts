import { ROLE_PERMISSIONS } from '../../shared/principal/role.ts';
import { adminHandler } from '../http/admin-handler.ts';
import { getMe as route } from './routes.ts';

export const handler = adminHandler(route, async ({ principal: { id, name, role, scope } }) => ({
  status: 200,
  body: { id, name, role, permissions: ROLE_PERMISSIONS[role], domains: scope ?? null },
}));
