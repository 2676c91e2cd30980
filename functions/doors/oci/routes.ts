import type { Access, Route } from '../../http/route.ts';

/** To redeem a token, and to store the fields of the procurement system. */
const ACCESS: Access = {
  settings: ['GetItem'],
  tokens: ['GetItem', 'UpdateItem'],
  users: ['GetItem'],
  transient: ['PutItem'],
};

const THROTTLE = { rate: 100, burst: 200 };

export const getOci = {
  method: 'GET',
  path: '/punchout/oci',
  entry: 'functions/doors/oci/get.ts',
  permission: 'public',
  tolerant: true,
  legacyCharset: true,
  access: ACCESS,
  signingKeys: 'sign',
  throttle: THROTTLE,
} as const satisfies Route;

export const postOci = {
  method: 'POST',
  path: '/punchout/oci',
  entry: 'functions/doors/oci/post.ts',
  permission: 'public',
  tolerant: true,
  legacyCharset: true,
  bodyType: 'form',
  access: ACCESS,
  signingKeys: 'sign',
  throttle: THROTTLE,
} as const satisfies Route;
