import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { startEngine } from './engine.ts';
import type { Row } from './measure.ts';
import { runScenario } from './scenario.ts';

/** Runs every scenario and writes results.md. The goals are ratios of one run. */

const SCENARIOS = ['redeem.ts', 'signing.ts', 'load.ts', 'lists.ts', 'console.ts'];

const rows: Row[] = [];
for (const scenario of SCENARIOS) rows.push(...(await onFreshEngine(scenario)));

const text = results(rows);
writeFileSync(join(import.meta.dirname, 'results.md'), text);
console.log(text);

async function onFreshEngine(scenario: string): Promise<Row[]> {
  const engine = await startEngine();
  try {
    return await runScenario(scenario);
  } finally {
    await engine.stop();
  }
}

function results(measured: readonly Row[]): string {
  const lines = measured.map(
    ({ what, p50, p95, against, ratio, goal }) =>
      `| ${what} | ${p50.toFixed(2)} | ${p95.toFixed(2)} | ${ratio.toFixed(2)} | ${against} | ${goal} |`,
  );
  return `# Results

Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. Milliseconds are of this machine; the ratios, of
p50 against p50 in the same run, are what to compare.

${machine()}

| what | p50 ms | p95 ms | ratio | against | goal |
|---|---|---|---|---|---|
${lines.join('\n')}
`;
}

function machine(): string {
  const [cpu] = cpus();
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'));
  const version = (name: string): string => lock.packages[`node_modules/${name}`].version;
  return [
    `- machine: ${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `- Node.js ${process.version}, @aws-sdk/client-dynamodb ${version('@aws-sdk/client-dynamodb')}, @middy/core ${version('@middy/core')}`,
    `- DynamoDB Local of ${version('dynamodb-local-jar')} (registry package), in memory, on the same machine`,
  ].join('\n');
}
