import type { Route } from '../../http/route.ts';
import { getOci } from '../oci/routes.ts';

const THROTTLE = { rate: 500, burst: 500 };

/** With the fields of a procurement system it is the OCI door, and needs the access of that door. */
export const getLoginPage = {
  method: 'GET',
  path: '/login',
  entry: 'functions/doors/login-page/get.ts',
  permission: 'public',
  tolerant: true,
  access: getOci.access,
  signingKeys: 'sign',
  throttle: THROTTLE,
} as const satisfies Route;

/** Mail scanners send HEAD before GET. */
export const headLoginPage = {
  method: 'HEAD',
  path: '/login',
  entry: 'functions/doors/login-page/head.ts',
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
  access: getOci.access,
  signingKeys: 'sign',
  throttle: THROTTLE,
} as const satisfies Route;
