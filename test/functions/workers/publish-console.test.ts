import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CustomResourceEvent } from '../../../functions/workers/custom-resource.ts';
import { PUBLISH_CONSOLE } from '../../../functions/workers/workers.ts';
import { bundle } from '../../../infra/bundle.ts';
import { listen } from '../../../local/listen.ts';
import { captureLog } from '../../support/captured-log.ts';

const log = captureLog();
const outdir = mkdtempSync(join(tmpdir(), 'login-tokens-publish-'));

type Stored = { key: string; type: string | undefined; cacheControl: string | undefined; body: string };
let stored: Stored[];
let deleted: string[];
let answers: Record<string, unknown>[];
/** What S3 says to a request, when it does not do as it is asked. */
let refusal: ((request: IncomingMessage) => string | undefined) | undefined;

let server: Server;
let address: string;
let handler: (event: CustomResourceEvent) => Promise<void>;
let files: string;

/** As much of S3, and of what CloudFormation listens to, as a deployment meets. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    const body = await text(request);
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const refused = refusal?.(request);
    if (pathname === '/elsewhere') return void response.writeHead(307, { Location: '/answer' }).end();
    if (pathname === '/answer') answers.push(JSON.parse(body));
    else if (refused) return void response.writeHead(403).end(`<Error><Code>${refused}</Code></Error>`);
    else if (method === 'PUT')
      stored.push({
        key: pathname,
        type: headers['content-type'],
        cacheControl: headers['cache-control'],
        body,
      });
    else if (method === 'POST') {
      deleted.push(...[...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key));
      return void response.end('<DeleteResult></DeleteResult>');
    } else return void response.end(listing(searchParams.get('continuation-token')));
    response.end();
  });
  address = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  vi.stubEnv('AWS_ENDPOINT_URL_S3', address);
  bundle([PUBLISH_CONSOLE.entry], outdir);
  files = join(outdir, 'workers/publish-console/files');
  ({ handler } = await import(pathToFileURL(join(outdir, 'workers/publish-console/index.mjs')).href));
});

afterAll(() => {
  server.close();
  rmSync(outdir, { recursive: true });
});

beforeEach(() => {
  [stored, deleted, answers, refusal] = [[], [], [], undefined];
  rmSync(files, { recursive: true, force: true });
});

/** Two pages of a listing of the bucket. */
const listing = (token: string | null) =>
  token === null
    ? '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>2</NextContinuationToken>' +
      '<Contents><Key>console/index.html</Key></Contents></ListBucketResult>'
    : '<ListBucketResult><IsTruncated>false</IsTruncated>' +
      '<Contents><Key>console/assets/old-1.js</Key></Contents></ListBucketResult>';

function build(contents: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(files, file)), { recursive: true });
    writeFileSync(join(files, file), content);
  }
}

const BUILT = {
  'index.html': '<!doctype html>',
  'mark.svg': '<svg/>',
  'assets/index-1a2b3c4d.js': 'start()',
  'assets/page-1a2b3c4d.css': 'a{}',
};

const deploy = (
  RequestType: CustomResourceEvent['RequestType'],
  ResourceProperties: object = { bucket: 'files' },
  path = '/answer',
) =>
  handler({
    RequestType,
    ResponseURL: address + path,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Published',
    ResourceProperties: { ...ResourceProperties },
  });

describe('the files of the console', () => {
  test.each(['Create', 'Update'] as const)(
    'are where CloudFront looks, each as what it is: %s',
    async (type) => {
      build(BUILT);
      await deploy(type);
      const immutable = 'public, max-age=31536000, immutable';
      expect(stored.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
        {
          key: '/files/console/assets/index-1a2b3c4d.js',
          type: 'text/javascript; charset=utf-8',
          cacheControl: immutable,
          body: expect.stringContaining('start()'),
        },
        {
          key: '/files/console/assets/page-1a2b3c4d.css',
          type: 'text/css; charset=utf-8',
          cacheControl: immutable,
          body: expect.stringContaining('a{}'),
        },
        {
          key: '/files/console/index.html',
          type: 'text/html; charset=utf-8',
          cacheControl: 'no-cache',
          body: expect.stringContaining('<!doctype html>'),
        },
        {
          key: '/files/console/mark.svg',
          type: 'image/svg+xml; charset=utf-8',
          cacheControl: 'no-cache',
          body: expect.stringContaining('<svg/>'),
        },
      ]);
      expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'Published' }]);
      expect(log.last()).toMatchObject({ worker: 'publish-console', outcome: 'published', files: 4 });
    },
  );

  test('come with their assets first, so that no page names what is not there yet', async () => {
    build(BUILT);
    await deploy('Create');
    const assets = stored.map(({ key }) => key.includes('/assets/'));
    expect(assets).toEqual([true, true, false, false]);
  });

  test('leave those of earlier deployments where they are, for pages that are open', async () => {
    build(BUILT);
    await deploy('Update');
    expect(deleted).toEqual([]);
  });

  test('go with the stack, all of them', async () => {
    await deploy('Delete');
    expect(deleted).toEqual(['console/index.html', 'console/assets/old-1.js']);
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });
});

describe('a deployment is told', () => {
  test.each(['Create', 'Delete'] as const)('what S3 refuses, by its name alone: %s', async (type) => {
    build(BUILT);
    refusal = () => 'AccessDenied';
    await deploy(type);
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: 'AccessDenied' }]);
  });

  test('that pages were not touched when an asset could not be put there', async () => {
    build(BUILT);
    refusal = ({ url = '' }) => (url.includes('page-') ? 'AccessDenied' : undefined);
    await deploy('Update');
    expect(stored.filter(({ key }) => !key.includes('/assets/'))).toEqual([]);
    expect(answers).toMatchObject([{ Status: 'FAILED' }]);
  });

  test('of a file that browsers would not know what to do with', async () => {
    build({ ...BUILT, 'assets/data-1a2b3c4d.unheard': '?' });
    await deploy('Create');
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: 'Error' }]);
    expect(stored.filter(({ key }) => !key.includes('/assets/'))).toEqual([]);
  });

  test('at the address that it gave, and at no other', async () => {
    build(BUILT);
    await expect(deploy('Create', { bucket: 'files' }, '/elsewhere')).rejects.toThrow();
    expect(answers).toEqual([]);
  });

  test('nothing when it names no bucket: that is a mistake in the template', async () => {
    await expect(deploy('Create', {})).rejects.toThrow('names no bucket');
    expect(answers).toEqual([]);
  });
});
