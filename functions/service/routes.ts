import type { Route } from '../http/route.ts';
import { statisticsQuery } from './schemas.ts';

export const getHealth = {
  method: 'GET',
  path: '/health',
  entry: 'functions/service/health.ts',
  permission: 'public',
  access: {},
} as const satisfies Route;

export const getMe = {
  method: 'GET',
  path: '/me',
  entry: 'functions/service/me.ts',
  permission: 'authenticated',
  access: {},
} as const satisfies Route;

/** Redirects to the console, or to the reference where there is none. */
export const getHome = {
  method: 'GET',
  path: '/',
  entry: 'functions/service/home.ts',
  permission: 'public',
  tolerant: true,
  access: {},
} as const satisfies Route;

export const getSignIn = {
  method: 'GET',
  path: '/sign-in',
  entry: 'functions/service/sign-in.ts',
  permission: 'public',
  access: {},
} as const satisfies Route;

export const getOpenapi = {
  method: 'GET',
  path: '/openapi.json',
  entry: 'functions/openapi/document-route.ts',
  permission: 'public',
  access: {},
} as const satisfies Route;

export const getDocs = {
  method: 'GET',
  path: '/docs',
  entry: 'functions/openapi/reference-route.ts',
  permission: 'public',
  tolerant: true,
  access: {},
} as const satisfies Route;

export const getStatistics = {
  method: 'GET',
  path: '/statistics',
  entry: 'functions/service/statistics.ts',
  permission: 'events:read',
  unlimitedOnly: true,
  query: statisticsQuery,
  access: { counters: ['BatchGetItem'] },
  // A span of weeks costs thousands of reads.
  throttle: { rate: 5, burst: 10 },
} as const satisfies Route;
