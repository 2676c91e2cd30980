import type { Access, Route } from '../../http/route.ts';

/** To redeem, and to keep what was sent along. */
const OCI: Access = {
  settings: ['GetItem'],
  tokens: ['UpdateItem'],
  users: ['GetItem'],
  transient: ['PutItem'],
};

/** Anybody on the internet may open these, and has what is sent kept before the token is looked at. */
const THROTTLE = { rate: 100, burst: 200 };

export const openOci = {
  method: 'GET',
  path: '/punchout/oci',
  entry: 'functions/doors/oci/get.ts',
  permission: 'public',
  tolerant: true,
  access: OCI,
  signingKeys: 'read',
  throttle: THROTTLE,
} as const satisfies Route;

export const postOci = {
  method: 'POST',
  path: '/punchout/oci',
  entry: 'functions/doors/oci/post.ts',
  permission: 'public',
  tolerant: true,
  bodyType: 'form',
  access: OCI,
  signingKeys: 'read',
  throttle: THROTTLE,
} as const satisfies Route;

/** The credentials are in the document. */
export const setUpCxml = {
  method: 'POST',
  path: '/punchout/cxml',
  entry: 'functions/doors/cxml/post.ts',
  permission: 'public',
  tolerant: true,
  bodyType: 'xml',
  access: {
    settings: ['GetItem'],
    keys: ['GetItem'],
    users: ['GetItem', 'BatchGetItem'],
    userSearch: ['Query'],
    tokens: ['PutItem'],
    transient: ['PutItem'],
  },
  sealingKey: [{ action: 'Encrypt', purpose: 'token' }],
  // Documents take longer to read than links.
  throttle: { rate: 50, burst: 100 },
} as const satisfies Route;

export const openCxml = {
  method: 'GET',
  path: '/punchout/cxml',
  entry: 'functions/doors/cxml/get.ts',
  permission: 'public',
  tolerant: true,
  access: { settings: ['GetItem'], tokens: ['UpdateItem'], users: ['GetItem'] },
  signingKeys: 'read',
  throttle: THROTTLE,
} as const satisfies Route;
