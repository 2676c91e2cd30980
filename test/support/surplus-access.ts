import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROUTES } from '../../functions/routes.ts';
import { RECORD_HISTORY } from '../../functions/workers/workers.ts';
import { roleOfRoute, roleOfWorker, surplusOf } from './declared-access.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder to which each test file writes the uses that it saw. */
    usedAccess: string;
  }
}

/** Fails a run of all tests when a route, or the worker of the history, declares access that no test used. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync('.build', { recursive: true });
  const directory = mkdtempSync(join('.build', 'used-access-'));
  project.provide('usedAccess', directory);
  return async () => {
    const reports = readdirSync(directory).map((file) =>
      JSON.parse(readFileSync(join(directory, file), 'utf8')),
    );
    rmSync(directory, { recursive: true });
    const { testFiles } = await project.globTestFiles();
    if (reports.length < testFiles.length || project.config.testNamePattern) return;
    const roles = [...ROUTES.map(roleOfRoute), roleOfWorker(RECORD_HISTORY)];
    const surplus = surplusOf(roles, new Set<string>(reports.flat()));
    if (surplus.length > 0)
      throw new Error(`declared, and used by no test: take it away, or test it\n${surplus.join('\n')}`);
  };
}
