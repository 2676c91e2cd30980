import type {
  EventQuery,
  HistoryEvent,
  Principal,
  Settings,
  SettingsRequest,
  SignInOptions,
  StatisticsBucket,
  StatisticsQuery,
} from './api.ts';
import type { Call, CallOptions } from './call.ts';
import type { Page } from './pages.ts';
import { preconditions, type Versioned } from './versioned.ts';

export const serviceOf = (call: Call) => ({
  /** Who calls, and what that principal may do. */
  me: (o?: CallOptions): Promise<Principal> => call('GET /me', { ...o }),
  /** How administrators sign in. It needs no credentials. */
  signIn: (o?: CallOptions): Promise<SignInOptions> =>
    call('GET /sign-in', { ...o, withoutCredentials: true }),
  /** How much was created, redeemed, refused and deleted, by hours or days, without gaps. */
  statistics: (query: StatisticsQuery = {}, o?: CallOptions): Promise<StatisticsBucket[]> =>
    call('GET /statistics', { ...o, query }),
});

export const settingsOf = (call: Call) => ({
  get: (o?: CallOptions): Promise<Settings> => call('GET /settings', { ...o }),
  /** Replaces all settings: what is absent or null is at its default from then on. */
  put: (body: SettingsRequest, o: Versioned = {}): Promise<Settings> =>
    call('PUT /settings', { ...preconditions(o), body }),
});

export const eventsOf = (call: Call) => ({
  /** What happened to tokens, users, keys and settings, newest first. */
  list: (query: EventQuery = {}, o?: CallOptions): Promise<Page<HistoryEvent>> =>
    call('GET /events', { ...o, query }),
});
