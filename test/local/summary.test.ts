import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../local/summary.ts';

type Running = Parameters<typeof summaryOf>[0];
type Demo = NonNullable<Running['demo']>;

const url = 'http://localhost:4000';
const RUNNING: Running = {
  url,
  adminKey: 'lk_administrator',
  directory: '/shop/.local',
  otherEngine: undefined,
  logFile: '/shop/.local/log.jsonl',
  demo: undefined,
};
const DEMO: Demo = {
  addresses: {
    shopUrl: 'http://localhost:4001',
    procurementUrl: 'http://127.0.0.1:4002',
  },
  storefrontKey: 'lk_storefront',
  issuer: url,
  cxml: undefined,
  links: {
    login: `${url}/login?token=1`,
    impersonation: `${url}/login?token=2`,
    catalogue: `${url}/oci?token=3`,
  },
  examples: { outcome: 'made' },
};
const withDemo = (demo: Partial<Demo>, running: Partial<Running> = {}) =>
  summaryOf({ ...RUNNING, directory: '/shop/.local/demo', ...running, demo: { ...DEMO, ...demo } });

describe('the summary of npm start', () => {
  test('has the addresses, the key, what to do next, and where data and log lines are', () => {
    expect(summaryOf(RUNNING)).toBe(`
ready http://localhost:4000  administrator key: lk_administrator

console: http://localhost:4000/console/  sign in there as one of Ada Admin, Vic Viewer, or Dora Domain, or with the key
reference: http://localhost:4000/docs
try: curl -H 'Authorization: Bearer lk_administrator' http://localhost:4000/tokens

example data, and a shop to sign in to: npm start -- --demo

data: /shop/.local
log lines: /shop/.local/log.jsonl
Ctrl-C ends it`);
  });

  test('of a demo has the shop, the links, and what to open first', () => {
    expect(withDemo({})).toContain(`
storefront key: lk_storefront
demo shop: http://localhost:4001
sign in as Jane Doe: http://localhost:4000/login?token=1
act as Jane Doe: http://localhost:4000/login?token=2
procurement system: http://127.0.0.1:4002
OCI: http://localhost:4000/oci?token=3&HOOK_URL=http%3A%2F%2F127.0.0.1%3A4002%2Fbasket

open first: the console, as Ada Admin; then «sign in as Jane Doe», which leads to the shop and works once

data: /shop/.local/demo
`);
  });

  test('says of which day example data of an earlier start is, and how to have it made anew', () => {
    const examples = { outcome: 'kept', since: '2026-10-01T10:00:00.000Z' } as const;
    expect(withDemo({ examples })).toContain(
      '\nexample data: of 2026-10-01; to have it made anew, delete /shop/.local/demo\n',
    );
    expect(withDemo({ examples, links: undefined })).toContain(
      '\nno links to try: users of the example data were deleted; to have it made anew, delete /shop/.local/demo\n',
    );
  });

  test('says that no example data was made among other users', () => {
    const otherEngine = 'http://localhost:8000';
    const summary = withDemo({ examples: { outcome: 'none' }, links: undefined }, { otherEngine });
    expect(summary).toContain('\nno example data: the database had users already\n');
    expect(summary).toContain(
      '\ndata: the DynamoDB at http://localhost:8000, and keys in /shop/.local/demo\n',
    );
  });

  test('says that nothing is kept in memory', () => {
    expect(summaryOf({ ...RUNNING, directory: undefined })).toContain('\ndata: in memory, nothing is kept\n');
  });
});
