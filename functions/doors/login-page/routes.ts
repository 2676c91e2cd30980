import type { Access, Route } from '../../http/route.ts';

/** A link may carry what a procurement system sends: then the page is no page but its door. */
const DOOR: Access = {
  settings: ['GetItem'],
  tokens: ['UpdateItem'],
  users: ['GetItem'],
  transient: ['PutItem'],
};

/** Anybody on the internet may open these. */
const THROTTLE = { rate: 500, burst: 500 };

export const open = {
  method: 'GET',
  path: '/login',
  entry: 'functions/doors/login-page/get.ts',
  permission: 'public',
  tolerant: true,
  access: DOOR,
  signingKeys: 'read',
  throttle: THROTTLE,
} as const satisfies Route;

/** What scanners of mail ask before they open a link. */
export const look = {
  method: 'HEAD',
  path: '/login',
  entry: 'functions/doors/login-page/head.ts',
  permission: 'public',
  tolerant: true,
  access: { settings: ['GetItem'] },
  throttle: THROTTLE,
} as const satisfies Route;

export const press = {
  method: 'POST',
  path: '/login',
  entry: 'functions/doors/login-page/post.ts',
  permission: 'public',
  tolerant: true,
  bodyType: 'form',
  access: DOOR,
  signingKeys: 'read',
  throttle: THROTTLE,
} as const satisfies Route;
