import { PROVING_A_KEY, REDEEMING, type Route } from '../../http/route.ts';

/** Public: the document carries the credentials. */
export const postCxml = {
  method: 'POST',
  path: '/punchout/cxml',
  entry: 'functions/doors/cxml/post.ts',
  permission: 'public',
  tolerant: true,
  bodyType: 'xml',
  access: {
    settings: ['GetItem'],
    keys: PROVING_A_KEY,
    users: ['GetItem', 'BatchGetItem'],
    userSearch: ['Query'],
    tokens: ['PutItem'],
    transient: ['PutItem'],
  },
  sealingKey: [{ action: 'Encrypt', purpose: 'token' }],
  // A document of 256 KiB costs more to read than a link.
  throttle: { rate: 50, burst: 100 },
} as const satisfies Route;

export const getCxml = {
  method: 'GET',
  path: '/punchout/cxml',
  entry: 'functions/doors/cxml/get.ts',
  permission: 'public',
  tolerant: true,
  access: REDEEMING,
  signingKeys: 'sign',
  throttle: { rate: 100, burst: 200 },
} as const satisfies Route;
