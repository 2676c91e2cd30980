import { REDEEMING, type Route } from '../../http/route.ts';

const THROTTLE = { rate: 500, burst: 500 };

/** With the fields of a procurement system it leads to the OCI door, whose throttle counts. */
export const getLoginPage = {
  method: 'GET',
  path: '/login',
  entry: 'functions/doors/login-page/get.ts',
  permission: 'public',
  tolerant: true,
  access: { settings: ['GetItem'] },
  throttle: THROTTLE,
} as const satisfies Route;

export const postLoginPage = {
  method: 'POST',
  path: '/login',
  entry: 'functions/doors/login-page/post.ts',
  permission: 'public',
  tolerant: true,
  bodyType: 'form',
  access: REDEEMING,
  signingKeys: 'sign',
  throttle: THROTTLE,
} as const satisfies Route;
