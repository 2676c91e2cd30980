/** The administrators of the local identity provider. */
export const IDENTITIES = [
  { sub: 'ada', name: 'Ada Admin', groups: ['login-tokens-admins'], may: 'do everything' },
  { sub: 'vic', name: 'Vic Viewer', groups: ['login-tokens-viewers'], may: 'look at everything' },
  {
    sub: 'dora',
    name: 'Dora Domain',
    groups: ['acme-admins'],
    may: 'do everything with the users of acme.example',
  },
] as const;

/** The roles of their groups. */
export const ROLES = {
  'login-tokens-admins': 'admin',
  'login-tokens-editors': 'editor',
  'login-tokens-support': 'support',
  'login-tokens-viewers': 'viewer',
  'acme-admins': { role: 'admin', domains: ['acme.example'] },
} as const;

export const DEMO_NAMES = new Intl.ListFormat('en', { type: 'disjunction' }).format(
  IDENTITIES.map(({ name }) => name),
);
