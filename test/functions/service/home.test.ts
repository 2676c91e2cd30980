import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { captureLog } from '../../support/captured-log.ts';

captureLog();
beforeEach(() => {
  vi.resetModules();
});

/** Sends a request to a function that was loaded in this environment. */
async function home(environment: { CONSOLE?: string; APP_URL?: string }, rawQueryString = '') {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { handler } = await import('../../../functions/service/home.ts');
  vi.unstubAllEnvs();
  const event = {
    headers: {},
    rawQueryString,
    requestContext: { requestId: 'r', http: { method: 'GET', sourceIp: '192.0.2.1', userAgent: 'Test' } },
  } as unknown as APIGatewayProxyEventV2;
  return handler(event, { getRemainingTimeInMillis: () => 29_000 } as Context);
}

describe('the address of the service', () => {
  it.each(['', 'utm_source=mail'])('leads to the console, whatever is added to it: «%s»', async (query) => {
    const { statusCode, headers } = await home({ CONSOLE: 'true' }, query);
    expect([statusCode, headers?.Location]).toEqual([302, '/console/']);
  });

  it('leads to the reference where the API is deployed alone', async () => {
    const { statusCode, headers } = await home({ CONSOLE: '' });
    expect([statusCode, headers?.Location]).toEqual([302, '/docs']);
  });

  it('is asked for by https from then on, where it is served so (RFC 6797)', async () => {
    const { headers } = await home({ APP_URL: 'https://login.example.com' });
    expect(headers?.['Strict-Transport-Security']).toBe('max-age=31536000');
    vi.resetModules();
    const local = await home({ APP_URL: 'http://localhost:4000' });
    expect(local.headers).not.toHaveProperty('Strict-Transport-Security');
  });
});
