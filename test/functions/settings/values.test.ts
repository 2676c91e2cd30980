import { describe, expect, it } from 'vitest';
import { send } from '../../support/api.ts';
import { expectProblem } from '../../support/expect-problem.ts';
import { useService } from '../../support/fixture.ts';

const { admin } = useService({ frozen: true });

const put = (body: object, headers: Record<string, string> = {}) =>
  send('PUT', '/settings', { key: admin, body, headers });

describe('what a setting may be', () => {
  const long = (length: number) => 'x'.repeat(length);

  it.each([
    ['shopName', long(100)],
    ['helpUrl', `https://help.example/${long(979)}`],
    ['supportEmail', `a@${long(252)}`],
    ['sessionLifetime', 1],
    ['sessionLifetime', 2_592_000],
    ['impersonationLifetime', 1],
    ['impersonationLifetime', 3_600],
    ['linkStyle', 'query'],
    ['linkStyle', 'fragment'],
    ['responseMode', 'query'],
    ['responseMode', 'form_post'],
    ['keyLifetimeDays', 1],
    ['keyLifetimeDays', 3_650],
    ['tokenRetentionDays', 1],
    ['tokenRetentionDays', 3_650],
    ['callbackUrl', 'com.example.app:/callback?x=1'],
    ['allowedReturnUrls', ['com.example.app:/callback', 'com.example.app://callback', 'a1.b-c+d:/']],
    ['allowedReturnUrls', Array.from({ length: 50 }, (_, at) => `https://shop.example/${at}`)],
    ['frameAncestors', Array.from({ length: 20 }, (_, at) => `https://p${at}.example`)],
  ])('%s: up to its limit', async (name, value) => {
    const answer = await put({ [name]: value });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body[name]).toEqual(value);
  });

  it.each([
    ['shopName', long(101)],
    ['shopName', ''],
    ['shopName', '  '],
    ['shopName', 'a\u0000b'],
    ['shopName', 'a\nb'],
    ['shopName', `lt_${long(61)}`],
    ['shopName', 7],
    ['helpUrl', `https://help.example/${long(980)}`],
    ['supportEmail', `a@${long(253)}`],
    ['supportEmail', 'nobody'],
    ['supportEmail', '<script>@x.com'],
    ['supportEmail', 'a@b.example?cc=evil@b.example'],
    ['supportEmail', 'a@b.example?subject=x'],
    ['supportEmail', 'a b@c'],
    ['sessionLifetime', 0],
    ['sessionLifetime', 2_592_001],
    ['sessionLifetime', 1.5],
    ['sessionLifetime', '3600'],
    ['impersonationLifetime', 0],
    ['impersonationLifetime', 3_601],
    ['linkStyle', 'Query'],
    ['responseMode', 'fragment'],
    ['responseMode', 'web_message'],
    ['linkStyle', ''],
    ['keyLifetimeDays', 0],
    ['keyLifetimeDays', 3_651],
    ['tokenRetentionDays', 0],
    ['tokenRetentionDays', 3_651],
    ['allowedReturnUrls', 'https://shop.example/'],
    ['allowedReturnUrls', {}],
    ['allowedReturnUrls', Array.from({ length: 51 }, (_, at) => `https://shop.example/${at}`)],
    ['frameAncestors', Array.from({ length: 21 }, (_, at) => `https://p${at}.example`)],
    ['frameAncestors', 'https://procurement.example'],
  ])('%s: not %j', async (name, value) => {
    expectProblem(await put({ [name]: value }), 'invalid_request', [`/${name}`]);
  });

  it.each([
    ...[
      'app:/callback',
      'com.example.app:callback',
      'com.example.app:',
      'Com.Example.App:/callback',
      '.app:/x',
      'com.:/x',
    ],
    ...[
      'com.example.app:/#x',
      'com.example.app:/a b',
      'com.example.app://user:pw@host/',
      'com.example.app:/x?code=1',
    ],
    ...[
      'javascript:/alert(1)',
      'data:/x',
      'file:///etc/passwd',
      'intent://x/#Intent;scheme=a.b;end',
      'http:/x.y',
    ],
    ...['com.example.app:/"', 'com.example.app:/<', 'com.example.app:/\\', 'com.example.app:/\u200b\u0000'],
  ])('an address of an app: not %j', async (url) => {
    expectProblem(await put({ callbackUrl: url }), 'invalid_request', ['/callbackUrl']);
    expectProblem(await put({ allowedReturnUrls: [url] }), 'invalid_request', ['/allowedReturnUrls/0']);
  });

  it.each(['helpUrl', 'appUrl', 'frameAncestors'])('%s: not the address of an app', async (name) => {
    const url = 'com.example.app:/callback';
    expect((await put({ [name]: name === 'frameAncestors' ? [url] : url })).status).toBe(400);
  });

  it('a list: each of its entries by itself', async () => {
    const allowedReturnUrls = ['https://shop.example/', 'javascript:alert(1)', 'https://evil@shop.example/'];
    expectProblem(await put({ allowedReturnUrls }), 'invalid_request', [
      '/allowedReturnUrls/1',
      '/allowedReturnUrls/2',
    ]);
  });
});

const URLS = ['appUrl', 'callbackUrl', 'helpUrl', 'allowedReturnUrls', 'frameAncestors'] as const;
const inList = (name: string) => ['allowedReturnUrls', 'frameAncestors'].includes(name);
const setUrl = (name: string, url: string) => put({ [name]: inList(name) ? [url] : url });
const pointerOf = (name: string) => (inList(name) ? `/${name}/0` : `/${name}`);

describe.each(URLS)('an address: %s', (name) => {
  it.each([
    'http://shop.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.nip.example',
    'ftp://shop.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '//shop.example',
    'shop.example',
    'https:shop.example',
    'https:/shop.example',
    'https:///shop.example',
    'https://',
    'https://evil@shop.example',
    'https://shop.example@evil.example',
    'https://:secret@shop.example',
    'https://shop.example\\@evil.example',
    'https://shop.example\\',
    'https:\\\\shop.example',
    'https://shop.example.',
    'https://shop.example./',
    'https://shop.example。/',
    'https://shop.example#',
    'https://shop.example/#top',
    'https://shop .example',
    ' https://shop.example',
    'https://shop.example/\t',
    'https://shop.example:99999',
    'https://shop.example%00',
    'https://[::1',
    '',
  ])('is not %j', async (url) => {
    expectProblem(await setUrl(name, url), 'invalid_request', [pointerOf(name)]);
  });

  it.each(['https://*.shop.example', 'https://*', "https://shop'.example", 'https://a;b.example'])(
    'has no wildcard, and nothing that policies read as their own: not %j',
    async (url) => {
      expectProblem(await setUrl(name, url), 'invalid_request', [pointerOf(name)]);
    },
  );

  it.each([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'https://shop.example:8443',
  ])('may be %s', async (url) => {
    expect((await setUrl(name, url)).status).toBe(200);
  });

  it('is kept with its host in lower case and in ASCII, as browsers send it', async () => {
    const { body } = await setUrl(name, 'HTTPS://Bücher.Example');
    expect([body[name]].flat()[0]).toMatch(/^https:\/\/xn--bcher-kva\.example\/?$/);
  });
});

describe('an address with a query', () => {
  const url = 'https://shop.example/path?a=1';
  it.each(['callbackUrl', 'helpUrl'])('may be %s', async (name) => {
    expect((await setUrl(name, url)).body[name]).toBe(url);
  });

  it.each(['appUrl', 'allowedReturnUrls', 'frameAncestors'])('may not be %s', async (name) => {
    expectProblem(await setUrl(name, url), 'invalid_request', [pointerOf(name)]);
    expectProblem(await setUrl(name, 'https://shop.example/?'), 'invalid_request', [pointerOf(name)]);
  });
});

it.each(['code', 'state', 'x=1&code', '%63ode'])(
  'the callback leaves room for what is added to it: no %s in its query',
  async (name) => {
    const callbackUrl = `https://shop.example/callback?${name}=x`;
    expectProblem(await put({ callbackUrl }), 'invalid_request', ['/callbackUrl']);
  },
);

it('the origin of a frame has no path', async () => {
  expectProblem(await setUrl('frameAncestors', 'https://procurement.example/x'), 'invalid_request', [
    '/frameAncestors/0',
  ]);
});

it('appUrl is kept without slashes at its end', async () => {
  expect((await put({ appUrl: 'https://login.example//' })).body.appUrl).toBe('https://login.example');
  expect((await put({ appUrl: 'https://login.example/in/' })).body.appUrl).toBe('https://login.example/in');
});

it.each([
  'https://evil.example',
  'https://login.example.com/in',
  'https://login.example.com:8443',
  'https://sub.login.example.com',
])('appUrl is one of those that the deployment allows, or its own: not %s', async (appUrl) => {
  const answer = await put({ appUrl });
  expectProblem(answer, 'invalid_request', ['/appUrl']);
  expect(answer.text).toContain('must be one of https://login.example.com, https://links.acme.com,');
  expect((await put({ appUrl: 'https://login.example.com/' })).status).toBe(200);
});
