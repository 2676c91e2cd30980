import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { bundle } from '../infra/bundle.ts';
import { type Row, row, summarise } from './measure.ts';
import { report } from './scenario.ts';

/** The load time of the redeem bundle in a cold start, against one SDK call bundled with esbuild's defaults. */

const RUNS = 25;
const directory = mkdtempSync(join(tmpdir(), 'login-tokens-bench-'));

function naiveBundle(): string {
  const outfile = join(directory, 'naive.cjs');
  const contents = `
    import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDBClient({});
    export const handler = (Key) => client.send(new GetItemCommand({ TableName: 'table', Key }));`;
  buildSync({
    stdin: { contents, resolveDir: import.meta.dirname },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
  });
  return outfile;
}

/** Milliseconds in which a new process imports the file. */
function loadingTime(file: string): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)});
    process.stderr.write(String(performance.now() - t));`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stderr);
}

const redeem = join(
  bundle(['functions/tokens/redeem.ts'], directory)['functions/tokens/redeem.ts'].directory,
  'index.mjs',
);
const naive = naiveBundle();
writeFileSync(join(directory, 'package.json'), '{}');
const times = { redeem: [] as number[], naive: [] as number[] };
for (let run = 0; run < RUNS + 2; run++) {
  const [ours, theirs] = [loadingTime(redeem), loadingTime(naive)];
  if (run < 2) continue;
  times.redeem.push(ours);
  times.naive.push(theirs);
}
rmSync(directory, { recursive: true });
const base = summarise(times.naive);
const name = 'loading a bundle of one SDK call, made without care';
const rows: Row[] = [
  row(name, base, 'itself', base),
  row('loading the redeem bundle', summarise(times.redeem), name, base, 'at most 0.65'),
];
report(rows);
