import { History, KeyRound, LayoutDashboard, type LucideIcon, Settings, Ticket, Users } from 'lucide-react';
import type { Permission } from '../../../client/src/index.ts';

type PageLink = {
  to: '/' | '/tokens' | '/users' | '/history' | '/keys' | '/settings';
  name: string;
  icon: LucideIcon;
  /** What the page asks the API for; whoever may not is not shown the way there. */
  permission: Permission;
  /** Of the whole service: not for principals that are limited to domains. */
  unlimitedOnly?: true;
};

/** Where the side bar leads: the daily work, and below a line what is set up once. */
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
