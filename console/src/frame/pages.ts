import type { Permission } from '../../../client/src/index.ts';
import { History, type Icon, KeyRound, LayoutDashboard, Settings, Ticket, Users } from '../ui/icons.tsx';

type PageLink = {
  to: '/' | '/tokens' | '/users' | '/history' | '/keys' | '/settings';
  name: string;
  icon: Icon;
  /** Hides the link from principals without it. */
  permission: Permission;
  /** Hides the link from principals that are limited to domains. */
  unlimitedOnly?: true;
};

/** The links of the side bar in two groups: daily work and administration. */
export const PAGES: readonly (readonly PageLink[])[] = [
  [
    { to: '/', name: 'Overview', icon: LayoutDashboard, permission: 'tokens:read' },
    { to: '/tokens', name: 'Login tokens', icon: Ticket, permission: 'tokens:read' },
    { to: '/users', name: 'Users', icon: Users, permission: 'users:read' },
    { to: '/history', name: 'History', icon: History, permission: 'events:read' },
  ],
  [
    { to: '/keys', name: 'Keys', icon: KeyRound, permission: 'keys:write' },
    { to: '/settings', name: 'Settings', icon: Settings, permission: 'settings:write', unlimitedOnly: true },
  ],
];
