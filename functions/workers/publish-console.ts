import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { cacheControlOf, mediaTypeOf } from '../../console/response-headers.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { type CustomResourceEvent, handleCustomResource } from './custom-resource.ts';

/** The build of the console, which is deployed with this function's code. */
const FILES = join(import.meta.dirname, 'files');

/** CloudFront takes the path of a URL for the key of an object. */
const PREFIX = 'console/';

/** Milliseconds. The largest file is sent in a second. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
const s3 = new S3Client({ requestHandler: TIMEOUTS });

/**
 * Puts the files of the console into the bucket that the custom resource names. The files of earlier deployments stay:
 * pages that are open still load them.
 */
export async function handler(event: CustomResourceEvent): Promise<void> {
  const { bucket } = event.ResourceProperties ?? {};
  if (typeof bucket !== 'string') throw new Error('the deployment names no bucket');
  await handleCustomResource(event, {
    createOrUpdate: () => publish(bucket),
    delete: () => empty(bucket),
  });
}

/** Assets first, so that no page names a file that is missing. */
async function publish(bucket: string): Promise<void> {
  const files = globSync('**/*.*', { cwd: FILES });
  const assets = files.filter((file) => file.startsWith('assets/'));
  const pages = files.filter((file) => !file.startsWith('assets/'));
  for (const group of [assets, pages]) await Promise.all(group.map((file) => put(bucket, file)));
  writeLogLine({ worker: 'publish-console', outcome: 'published', files: files.length });
}

async function put(Bucket: string, file: string): Promise<void> {
  const ContentType = mediaTypeOf(file);
  // With `nosniff`, browsers run no script without its media type.
  if (!ContentType) throw new Error(`nothing is known of the type of ${file}`);
  const CacheControl = cacheControlOf(`/${file}`);
  const Body = readFileSync(join(FILES, file));
  await s3.send(new PutObjectCommand({ Bucket, Key: PREFIX + file, Body, ContentType, CacheControl }));
}

/** CloudFormation deletes an empty bucket only. A deployment restores the files. */
async function empty(Bucket: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length === 0) continue;
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (Errors.length > 0) throw new Error(`${Errors.length} files were not deleted`);
  }
  writeLogLine({ worker: 'publish-console', outcome: 'withdrawn' });
}
