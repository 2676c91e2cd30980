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
  /**
   * Reads the caller: its principal and permissions.
   *
   * @example const { id, role } = await client.me();
   */
  me: (o?: CallOptions): Promise<Principal> => call('GET /me', { ...o }),
  /**
   * Reads how administrators sign in. It sends no credentials.
   *
   * @example const options = await client.signIn();
   */
  signIn: (o?: CallOptions): Promise<SignInOptions> =>
    call('GET /sign-in', { ...o, withoutCredentials: true }),
  /**
   * Reads the numbers of tokens and attempts by hour or day, without gaps.
   *
   * @example const days = await client.statistics({ bucket: 'day' });
   */
  statistics: (query: StatisticsQuery = {}, o?: CallOptions): Promise<StatisticsBucket[]> =>
    call('GET /statistics', { ...o, query }),
});

export const settingsOf = (call: Call) => ({
  /**
   * Reads the settings.
   *
   * @example const { callbackUrl, version } = await client.settings.get();
   */
  get: (o?: CallOptions): Promise<Settings> => call('GET /settings', { ...o }),
  /**
   * Replaces all settings. An absent or null one gets its default.
   *
   * @example await client.settings.put({ shopName: 'Shop' }, { ifMatch: 3 });
   */
  put: (body: SettingsRequest, o: Versioned = {}): Promise<Settings> =>
    call('PUT /settings', { ...preconditions(o), body }),
});

export const eventsOf = (call: Call) => ({
  /**
   * Reads one page of the history of tokens, users, keys and settings, newest first.
   *
   * @example const { items } = await client.events.list({ type: 'token.refused' });
   */
  list: (query: EventQuery = {}, o?: CallOptions): Promise<Page<HistoryEvent>> =>
    call('GET /events', { ...o, query }),
});
