import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { lookup } from 'mrmime';
import { cacheControlOf } from '../../console/response-headers.ts';
import { writeLogLine } from '../runtime/log-line.ts';
import { answerDeployment, type DeploymentEvent } from './custom-resource.ts';

/** The built console, which is deployed beside this function's code. */
const FILES = join(import.meta.dirname, 'files');

/** Where CloudFront looks for it: the paths of the bucket are those of the addresses. */
const PREFIX = 'console/';

const s3 = new S3Client({});

/**
 * Puts the files of the console into the bucket that CloudFront reads: a deployment asks, with the bucket's name. It
 * takes none away that an earlier deployment put there, since pages that are open go on asking for them.
 */
export async function handler(event: DeploymentEvent): Promise<void> {
  const { bucket } = event.ResourceProperties ?? {};
  if (typeof bucket !== 'string') throw new Error('the deployment names no bucket');
  await answerDeployment(event, { provide: () => publish(bucket), withdraw: () => empty(bucket) });
}

/** Assets first: a page that is new never names files that are not there yet. */
async function publish(bucket: string): Promise<void> {
  const files = globSync('**/*.*', { cwd: FILES });
  const assets = files.filter((file) => file.startsWith('assets/'));
  const pages = files.filter((file) => !file.startsWith('assets/'));
  for (const group of [assets, pages]) await Promise.all(group.map((file) => put(bucket, file)));
  writeLogLine({ worker: 'publish-console', outcome: 'published', files: files.length });
}

async function put(Bucket: string, file: string): Promise<void> {
  const ContentType = lookup(file);
  // Browsers run and show nothing whose type they are not told.
  if (!ContentType) throw new Error(`nothing is known of the type of ${file}`);
  const CacheControl = cacheControlOf(`/${file}`);
  const Body = readFileSync(join(FILES, file));
  await s3.send(new PutObjectCommand({ Bucket, Key: PREFIX + file, Body, ContentType, CacheControl }));
}

/** A bucket goes with its stack only when nothing is in it. What was in this one is deployed again at any time. */
async function empty(Bucket: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length === 0) continue;
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (Errors.length > 0) throw new Error(`${Errors.length} files were not deleted`);
  }
  writeLogLine({ worker: 'publish-console', outcome: 'withdrawn' });
}
